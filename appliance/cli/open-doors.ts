/** The box goes on the air: ports, control socket, certificate renewal, its name on the network. */
import { bootstrapHandler } from "../../provisioning/bootstrap/handler.ts";
import { keepRenewed } from "../../provisioning/certificates/keeper.ts";
import type { Provisioned } from "../../provisioning/identity/first-boot.ts";
import { answerName, linksOf, type MdnsEvent } from "../../provisioning/mdns.ts";
import { type Config, isLoopback } from "../config.ts";
import { type Health, namePart } from "../health/index.ts";
import type { Http } from "../http.ts";
import type { Log } from "../log.ts";
import type { Random } from "../random.ts";
import { type BoxParts, boxAddresses } from "./box-facts.ts";
import { controlPath } from "./control.ts";

export interface Ports {
  readonly https: number;
  readonly http: number;
}

export interface DoorParts {
  readonly config: Config;
  readonly random: Random;
  readonly log: Log;
  readonly provisioned: Provisioned;
  readonly http: Http;
  readonly health: Health;
}

/** Throws `port-taken`. `close` leaves the ports to `http.close()`, which ends streams first. */
export function openDoors(parts: DoorParts): { ports: Ports; close: () => Promise<void> } {
  const { config, log, provisioned, http } = parts;
  const { host, port, httpPort, data } = config.box;
  const { certificates } = provisioned;
  const secure = http.listenSecure({ host, port }, certificates.tls());
  const plain = http.listenPlain({ host, port: httpPort });
  const socket = controlPath(data);
  if (socket === null) log.warn("control-socket-path-too-long");
  else http.listenControl(socket);
  const stopRenewing = keepRenewed(
    certificates,
    (tls) => {
      secure.renew(tls);
      log.info("certificate-renewed");
    },
    () => log.error("certificate-not-renewed"),
  );
  const stopAnswering = answerByName(parts);
  const ports = { https: secure.port, http: plain.port };
  log.info("ready", { ...ports });
  return {
    ports,
    async close() {
      log.info("stopping");
      stopRenewing();
      await stopAnswering();
    },
  };
}

/** A name in the community's own domain is its DNS server's to answer. */
function answerByName(parts: DoorParts): () => Promise<void> {
  const { config, random, log, provisioned, health } = parts;
  const { host, mdns: isWanted } = config.box;
  const { hostname } = provisioned;
  if (!isWanted || !hostname.endsWith(".local") || isLoopback(host)) return async () => {};
  let isTaken = false;
  health.part(
    "name",
    namePart(hostname, () => isTaken),
  );
  const onEvent = (event: MdnsEvent) => {
    isTaken = event.type === "name-taken";
    if (event.type === "name-taken") log.warn("mdns-name-taken", { message: event.message });
    else log.info(`mdns-${event.type}`);
  };
  const mdns = answerName({ hostname, random, onEvent, links: () => linksOf(host) });
  return () => mdns.stop();
}

/** What the plain door shows. Made at the first visit: only open doors know their ports. */
export function bootstrapPages(parts: BoxParts): (request: Request) => Response {
  const { hostname, certificates } = parts.provisioned;
  const { root, words } = certificates;
  let handler: ((request: Request) => Response) | null = null;
  return (request) => {
    const { app: httpsOrigin, certificate: httpOrigin } = boxAddresses(parts);
    handler ??= bootstrapHandler({ hostname, httpsOrigin, httpOrigin, root, words });
    return handler(request);
  };
}
