/** The ports the box listens on, over TLS 1.3 or plain. */
import { rmSync } from "node:fs";
import type { Server } from "bun";
import { FolkmootError } from "../../mesh/op/index.ts";
import type { Log } from "../log.ts";
import type { Connection } from "./app.ts";
import { responseOfError } from "./http-error.ts";
import { requestBytesMax } from "./request-body.ts";

export type Serve = (request: Request, connection: Connection) => Promise<Response>;

export interface Tls {
  /** PEM, the leaf first. */
  readonly cert: string;
  readonly key: string;
}

export interface Address {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
}

export interface Door {
  readonly port: number;
  /** Serves a renewed certificate: the port is taken over, running requests end in peace. */
  renew(tls: Tls): void;
}

export interface Doors {
  /** Throws `port-taken` with what to do about it. */
  open(at: Address, serve: Serve, tls: Tls | null): Door;
  /** Serves a Unix socket: only who may read the box's data folder can reach it. */
  openControl(path: string, serve: Serve): void;
  /** Lets running requests finish (at most two seconds), then closes the ports. */
  close(): Promise<void>;
}

// A phone on weak WiFi pauses; a slow attacker is cut after this. Never 0: that is for ever.
const idleSeconds = 30;
const closeGraceMs = 2_000;
// TLS 1.3. Bun takes the number of the wire format, not a name.
const tlsVersionMin = 0x0304;
const loopback = /^(127\.|::1$|::ffff:127\.)/;

export function createDoors(log: Log): Doors {
  const servers = new Set<Server<undefined>>();
  const start = (at: Address, serve: Serve, tls: Tls | null) => {
    const server = listen(at, serve, tls, log);
    servers.add(server);
    return server;
  };
  return {
    open(at, serve, tls) {
      let server = start(at, serve, tls);
      return {
        get port() {
          return server.port ?? at.port;
        },
        renew(renewed) {
          const old = server;
          const port = old.port ?? at.port;
          void old.stop().then(() => servers.delete(old));
          server = start({ host: at.host, port }, serve, renewed);
        },
      };
    },
    openControl(path, serve) {
      // Left behind by a box that was killed; the data folder's lock says that none runs.
      rmSync(path, { force: true });
      const server = Bun.serve({
        unix: path,
        maxRequestBodySize: requestBytesMax,
        development: false,
        ...patient,
        fetch: (request) => serve(request, controlConnection),
        error: (error) => responseOfError(error, log),
      });
      servers.add(server);
    },
    async close() {
      const all = [...servers];
      const quiet = Promise.all(all.map((server) => server.stop()));
      const grace = Promise.withResolvers<void>();
      const timer = setTimeout(grace.resolve, closeGraceMs);
      await Promise.race([quiet, grace.promise]);
      // Left running, it would keep the process alive.
      clearTimeout(timer);
      await Promise.all(all.map((server) => server.stop(true)));
      servers.clear();
    },
  };
}

function listen(at: Address, serve: Serve, tls: Tls | null, log: Log): Server<undefined> {
  try {
    return Bun.serve({
      hostname: at.host,
      port: at.port,
      // Without development pages Bun would share the port with whoever listens there already, and
      // every other visitor would meet the other box.
      reusePort: false,
      idleTimeout: idleSeconds,
      maxRequestBodySize: requestBytesMax,
      // The development page would show source code and what was sent.
      development: false,
      ...(tls === null ? {} : { tls: withVersion(tls) }),
      fetch(request, server) {
        return serve(request, connectionTo(request, server));
      },
      error: (error) => responseOfError(error, log),
    });
  } catch (cause) {
    const code = cause instanceof Error && "code" in cause ? cause.code : null;
    const hint =
      code === "EACCES"
        ? "Ports below 1024 need a privilege: choose another with --port or --http-port."
        : "Another program uses it: stop that, or choose another with --port or --http-port.";
    throw new FolkmootError("port-taken", `The box cannot listen on port ${at.port}.`, {
      hint,
      cause,
    });
  }
}

const controlConnection: Connection = {
  address: "",
  isLoopback: true,
  isControl: true,
  untimed() {},
};

/**
 * The moot command waits as long as it takes, and by itself Bun hangs up after ten seconds: copying
 * and checking a model of some gigabytes takes longer. Bun reads this for Unix sockets as well; its
 * types do not list it there.
 */
const patient: object = { idleTimeout: 0 };

/** Bun reads `minVersion`; its types do not list it yet. */
function withVersion(tls: Tls): Tls & { minVersion: number } {
  return { ...tls, minVersion: tlsVersionMin };
}

/** Asked for by few requests, so found out when it is. */
function connectionTo(request: Request, server: Server<undefined>): Connection {
  return {
    get address() {
      return server.requestIP(request)?.address ?? "";
    },
    get isLoopback() {
      return loopback.test(this.address);
    },
    isControl: false,
    untimed: () => server.timeout(request, 0),
  };
}
