/** What a box tells about itself: its state for the command line, for members, and its health. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Provisioned } from "../../provisioning/identity/first-boot.ts";
import type { Attachments } from "../attachments/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import type { Config } from "../config.ts";
import type { Governance } from "../governance/index.ts";
import {
  type BoxFacts,
  backupPart,
  certificatePart,
  createHealth,
  type Health,
  type PartReport,
  storePart,
} from "../health/index.ts";
import { type Members, memberEntries, readFoundedAt, settingsOf } from "../members/index.ts";
import type { Store } from "../store/index.ts";
import { type Addresses, addressesOf, foundingLinks } from "./addresses.ts";
import { lastBackup } from "./backup.ts";
import type { BoxStatus } from "./control-routes.ts";

export interface BoxParts {
  readonly version: string;
  readonly config: Config;
  readonly clock: Clock;
  readonly provisioned: Provisioned;
  /** The folder of the built web app. */
  readonly staticDir: string;
  readonly store: Store;
  readonly members: Members;
  readonly governance: Governance;
  readonly attachments: Attachments;
  readonly logCheck: {
    last(): { at: number; damaged: number } | null;
    part(): PartReport;
  };
  /** Ports that are open; null before. */
  readonly ports: () => { readonly https: number; readonly http: number } | null;
}

export function boxAddresses({ config, provisioned, ports }: BoxParts): Addresses {
  const { host, port, httpPort } = config.box;
  const { https, http } = ports() ?? { https: port, http: httpPort };
  return addressesOf({ hostname: provisioned.hostname, host, port: https, httpPort: http });
}

/** What the invitation page tells new people: it is on the terminal and the poster, too. */
export function addressFacts(parts: BoxParts) {
  const { app, certificate } = boxAddresses(parts);
  return { origin: app, httpUrl: certificate, words: parts.provisioned.certificates.words };
}

export function boxStatus(parts: BoxParts, health: Health): BoxStatus {
  const { version, provisioned, store, members } = parts;
  const urls = boxAddresses(parts);
  const seed = members.options.foundingCode();
  const links = seed === null ? null : foundingLinks(urls, seed);
  return {
    name: provisioned.hostname,
    version,
    founded: members.communityId() !== null,
    community: settingsOf(store.db)?.name ?? null,
    urls,
    foundingLink: links?.phones ?? null,
    foundingLinkHere: links?.here ?? null,
    words: provisioned.certificates.words,
    appHash: appHash(parts.staticDir),
    position: store.position(),
    members: memberEntries(store.db).filter(({ ended }) => ended === null).length,
    health: health.report().status,
  };
}

export function boxFacts(parts: BoxParts): BoxFacts {
  const { version, provisioned, store, members, logCheck } = parts;
  const { bytes, freeBytes, position } = store.status();
  const checked = logCheck.last();
  return {
    version,
    runtime: `bun ${Bun.version}`,
    sqlite: sqliteVersion(store),
    name: provisioned.hostname,
    urls: boxAddresses(parts),
    storage: { bytes, freeBytes },
    certificate: { words: provisioned.certificates.words, ...certificateTimes(parts) },
    log: { position, verified: checked?.at ?? null, damaged: checked?.damaged ?? 0 },
    lastBackup: lastBackup(store.db),
    sessions: members.sessions.count,
  };
}

/** The parts every box has; rooms add their own. */
export function boxHealth(parts: BoxParts): Health {
  const { version, clock, store, logCheck } = parts;
  const health = createHealth({ clock, version });
  health.part(
    "store",
    storePart(() => store.status()),
  );
  health.part("log", () => logCheck.part());
  const now = () => nowSeconds(clock);
  health.part(
    "certificate",
    certificatePart(() => ({ ...certificateTimes(parts), now: now() })),
  );
  health.part(
    "backup",
    backupPart(() => ({
      lastBackup: lastBackup(store.db),
      now: now(),
      foundedAt: readFoundedAt(store.db),
    })),
  );
  return health;
}

function certificateTimes({ provisioned }: BoxParts) {
  const { certificates } = provisioned;
  return {
    leafExpires: Math.floor(certificates.leafExpiresMs() / 1000),
    rootExpires: Math.floor(certificates.rootExpiresMs / 1000),
  };
}

/** What the build wrote down, which the app's Box page computes again from what it was served. */
function appHash(staticDir: string): string | null {
  try {
    const stamp: unknown = JSON.parse(readFileSync(join(staticDir, "stamp.json"), "utf8"));
    const { app } = stamp as { app?: unknown };
    return typeof app === "string" ? app : null;
  } catch {
    return null;
  }
}

function sqliteVersion(store: Store): string {
  const row = store.db.query<{ version: string }, []>("SELECT sqlite_version() AS version").get();
  return row?.version ?? "";
}
