/** A real box on free loopback ports, and members that talk to it as phones do. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Clock } from "../../appliance/clock.ts";
import { parseConfig } from "../../appliance/config.ts";
import { type Log, silentLog } from "../../appliance/log.ts";
import { type Box, openBox } from "../../appliance/main.ts";
import { pem } from "../../provisioning/certificates/der.ts";

export interface TestBoxOptions {
  /** Used again after a restart; a new temporary folder unless given. */
  readonly dir?: string;
  readonly clock?: Clock;
  readonly log?: Log;
  readonly staticDir?: string;
  /** The text of its folkmoot.yml. */
  readonly config?: string;
  /** Any free ones unless given. */
  readonly ports?: { readonly https: number; readonly http: number };
}

export interface TestBox {
  readonly box: Box;
  readonly dir: string;
  /** `https://127.0.0.1:port`, to be asked with `fetch` below. */
  readonly url: string;
  /** `http://localhost:port` */
  readonly plainUrl: string;
  /** What the certificate is for: `moot-7qk4.local`. */
  readonly hostname: string;
  /** PEM of the box's authority. */
  readonly ca: string;
  /** The seed of the founding link; null once founded. */
  foundingCode(): Uint8Array | null;
  /** Over TLS, verified against the box's authority and name. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Closes and opens it again on the same folder and ports. */
  restart(): Promise<TestBox>;
  /** Closes the box and removes its folder. */
  close(): Promise<void>;
}

/** Opens a box in this process. */
export async function startBox(options: TestBoxOptions = {}): Promise<TestBox> {
  const dir = options.dir ?? mkdtempSync(join(tmpdir(), "folkmoot-box-"));
  const flags = [
    { flag: "--data", path: "box.data", value: dir },
    { flag: "--host", path: "box.host", value: "127.0.0.1" },
    { flag: "--port", path: "box.port", value: options.ports?.https ?? 0 },
    { flag: "--http-port", path: "box.httpPort", value: options.ports?.http ?? 0 },
  ];
  const { clock, staticDir, log = silentLog } = options;
  const box = await openBox({
    config: parseConfig(options.config ?? "", { flags }),
    doors: "open",
    log,
    ...(clock === undefined ? {} : { clock }),
    ...(staticDir === undefined ? {} : { staticDir }),
  });
  const { ports, provisioned, members } = box;
  if (ports === null) throw new Error("the box did not open its doors");
  const { hostname, certificates } = provisioned;
  const ca = pem("CERTIFICATE", certificates.root);
  const url = `https://127.0.0.1:${ports.https}`;
  return {
    box,
    dir,
    url,
    plainUrl: `http://localhost:${ports.http}`,
    hostname,
    ca,
    foundingCode: () => members.options.foundingCode(),
    fetch: (path, init = {}) => {
      const headers = new Headers(init.headers);
      if (!headers.has("host")) headers.set("host", `${hostname}:${ports.https}`);
      return fetch(url + path, { ...init, headers, tls: trusting(ca, hostname) });
    },
    async restart() {
      await box.close();
      return startBox({ ...options, dir, ports });
    },
    async close() {
      await box.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

/** The certificate is checked for the box's name, whatever address it is reached by. */
function trusting(ca: string, hostname: string) {
  return {
    ca,
    checkServerIdentity: (_: string, certificate: { subjectaltname?: string }) =>
      certificate.subjectaltname?.includes(`DNS:${hostname}`)
        ? undefined
        : new Error("this certificate is for another name"),
  };
}
