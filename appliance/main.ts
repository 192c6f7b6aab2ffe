/** The box, put together: the only file that knows every room, and where `moot` begins. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kinds } from "../mesh/kinds/index.ts";
import type { CommunityId, DeviceId, MemberId } from "../mesh/op/index.ts";
import {
  forgetFoundingCode,
  type Provisioned,
  provision,
} from "../provisioning/identity/first-boot.ts";
import {
  type Assistant,
  migrations as assistantMigrations,
  assistantRoutes,
  createAssistant,
} from "./assistant/index.ts";
import { Audit, auditMigration, auditPart, auditRoutes } from "./audit/index.ts";
import {
  addressFacts,
  type BoxControl,
  type BoxParts,
  backupBox,
  backupMigration,
  bootstrapPages,
  boxFacts,
  boxHealth,
  boxStatus,
  controlRoutes,
  type DemoLink,
  moot,
  openDemo,
  openDoors,
  type Ports,
  takeDataLock,
} from "./cli/index.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { appPart, boxRoutes, createLogCheck, type Health } from "./health/index.ts";
import { createHttp, type Http } from "./http.ts";
import {
  bodyReaders,
  createKnowledge,
  type Knowledge,
  projection as knowledgeProjection,
  knowledgeRoutes,
} from "./knowledge/index.ts";
import { createLog, type Log } from "./log.ts";
import {
  type AccountPart,
  authority,
  createMembers,
  identityMigration,
  type Members,
  projection as membersProjection,
  membersRoutes,
  profileOf,
  readIdentity,
  settingsOf,
} from "./members/index.ts";
import { createEvents, operationRoutes } from "./operations/index.ts";
import { type Random, systemRandom } from "./random.ts";
import { openStore, type Store } from "./store/index.ts";

const packageFile = readFileSync(join(import.meta.dir, "..", "package.json"), "utf8");
const { version } = JSON.parse(packageFile) as { version: string };

// More than a member may keep: an export leaves none out.
const conversationsExported = 10_000;

export interface BoxOptions {
  readonly config: Config;
  /** `closed`: everything but the network, for commands that look at a box that does not run. */
  readonly doors: "open" | "closed";
  readonly demo?: boolean;
  readonly log?: Log;
  readonly clock?: Clock;
  readonly random?: Random;
  /** The web app; `ui/dist` unless given. */
  readonly staticDir?: string;
}

export interface Box extends BoxControl {
  readonly members: Members;
  readonly provisioned: Provisioned;
  readonly http: Http;
  readonly log: Log;
  /** Links into the sample community; null when this is none. */
  readonly demo: readonly DemoLink[] | null;
  /** Ports that are open; null while the doors are closed. */
  readonly ports: Ports | null;
  close(): Promise<void>;
}
export type OpenBox = (options: BoxOptions) => Promise<Box>;

/** What has to be undone when the box closes, in reverse order. */
type Closers = (() => unknown)[];

/** Takes the data folder, makes what is missing in it, and opens the box's doors. */
export async function openBox(options: BoxOptions): Promise<Box> {
  const closers: Closers = [takeDataLock(options.config.box.data)];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    return { ...(await assemble(options, closers)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What every room is made from. */
interface Base {
  readonly options: BoxOptions;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly provisioned: Provisioned;
  readonly store: Store;
}

async function assemble(options: BoxOptions, closers: Closers): Promise<Omit<Box, "close">> {
  const { config, clock = systemClock, random = systemRandom } = options;
  const log = options.log ?? createLog({ clock, write: toStderr, level: config.logs.level });
  const dataDir = config.box.data;
  const provisioned = await provision({ dir: dataDir, config, clock, random });
  const store = await openBoxStore({ dataDir, clock, random, log, provisioned });
  closers.push(() => store.close());
  const base: Base = { options, clock, random, log, provisioned, store };
  const rooms = openRooms(base, closers);
  const { members } = rooms;
  const logCheck = createLogCheck({ clock, log, rehash: () => store.rehash() });
  closers.push(() => logCheck.close());

  let open: Ports | null = null;
  const ports = () => open;
  const staticDir = options.staticDir ?? join(import.meta.dir, "..", "ui", "dist");
  const parts: BoxParts = { ...base, staticDir, version, config, members, logCheck, ports };
  const health = boxHealth(parts);
  const control: BoxControl = {
    store,
    status: () => boxStatus(parts, health),
    verify: () => logCheck.run(),
    rebuild: () => store.rebuild(),
    backup: (dir) => backupBox({ store, dataDir, dir, clock }),
  };
  const audit = openAudit(base, rooms, closers);
  health.part("record", () => auditPart(audit));
  const http = composeHttp(base, { ...rooms, audit }, parts, { health, control }, closers);
  if (options.doors === "open") {
    audit.start();
    const opened = openDoors({ ...base, config, http, health });
    closers.push(opened.close);
    open = opened.ports;
    logCheck.start();
  }
  const demo = options.demo === true ? await openDemo(parts) : null;
  return { ...control, members, provisioned, http, log, demo, ports: open };
}

function openBoxStore(base: Omit<Base, "options" | "store"> & { dataDir: string }): Promise<Store> {
  const { dataDir, clock, random, log, provisioned } = base;
  let store: Store | null = null;
  let known: CommunityId | null = null;
  // Asked at every operation, so it is read from the database only until there is an answer.
  const communityId = () => {
    if (known === null && store !== null) known = readIdentity(store.db);
    return known;
  };
  return openStore({
    dir: dataDir,
    communityId,
    clock,
    random,
    projections: [membersProjection, knowledgeProjection],
    authority,
    migrations: [identityMigration, backupMigration, ...assistantMigrations, auditMigration],
    boxSigner: provisioned.boxSigner,
    log,
  }).then((opened) => {
    store = opened;
    return opened;
  });
}

interface Rooms {
  readonly members: Members;
  readonly knowledge: Knowledge;
  readonly assistant: Assistant;
}

function openRooms(base: Base, closers: Closers): Rooms {
  const { options, clock, random, log, store } = base;
  const members = openMembers(base);
  closers.push(() => members.close());
  const knowledge = createKnowledge({
    store,
    dir: options.config.box.data,
    clock,
    random,
    uploads: options.config.limits,
  });
  closers.push(() => knowledge.close());
  const assistant = createAssistant({
    store,
    clock,
    random,
    log,
    source: knowledge,
    nameOf: (member) => profileOf(store.db, member)?.name ?? null,
    languages: () => settingsOf(store.db)?.languages ?? [],
  });
  closers.push(() => assistant.close());
  return { members, knowledge, assistant };
}

function openAudit(base: Base, { members }: Rooms, closers: Closers): Audit {
  const audit = new Audit({
    ...base,
    communityId: () => members.communityId(),
    signer: base.provisioned.boxSigner,
    dataDir: base.options.config.box.data,
  });
  closers.push(() => audit.close());
  return audit;
}

/** What rooms keep about a member beside the log. */
function accountParts({ knowledge, assistant: { conversations } }: Rooms): AccountPart[] {
  const all = (member: MemberId) => conversations.list(member, null, conversationsExported);
  return [
    knowledge.account,
    {
      name: "conversations",
      export: (member) =>
        all(member).map((one) => ({ ...one, turns: conversations.turns(member, one.id) })),
      forget: (member) => conversations.forget(member),
    },
  ];
}

function openMembers({ options, clock, random, provisioned, store }: Base): Members {
  const { languages, ...decision } = options.config.founding;
  let { foundingCode } = provisioned;
  const forget = () => {
    forgetFoundingCode(options.config.box.data);
    foundingCode = null;
  };
  // A power cut between the founding and the burning of its code.
  if (readIdentity(store.db) !== null) forget();
  return createMembers({
    store,
    clock,
    random,
    boxKey: provisioned.boxSigner.publicKey,
    version,
    defaults: { languages, decision },
    foundingCode: () => foundingCode,
    forgetFoundingCode: forget,
  });
}

function composeHttp(
  { clock, log, provisioned, store }: Base,
  rooms: Rooms & { readonly audit: Audit },
  parts: BoxParts,
  { health, control }: { health: Health; control: BoxControl },
  closers: Closers,
): Http {
  const { members, knowledge, assistant } = rooms;
  const memberOf = (device: DeviceId) => members.reader(device)?.member ?? null;
  const events = createEvents({ store, clock, memberOf });
  const bytesPerDay = parts.config.limits.memberBytesPerDay;
  closers.push(() => events.close());
  // Everybody may read what members show of themselves; knowledge, those it is meant for.
  const mayRead = new Map([[kinds.profile.number, () => true], ...bodyReaders(store)]);
  const http = createHttp({
    routes: [
      ...membersRoutes(members, { parts: accountParts(rooms), address: () => addressFacts(parts) }),
      ...knowledgeRoutes(knowledge),
      ...assistantRoutes(assistant),
      ...operationRoutes({ store, clock, events, mayRead, memberOf, bytesPerDay }),
      ...boxRoutes(health, () => boxFacts(parts)),
      ...auditRoutes(rooms.audit),
      ...controlRoutes(() => control),
    ],
    info: { title: "Folkmoot box", version, description: "Everything this box answers." },
    names: [provisioned.hostname],
    isFounded: () => members.communityId() !== null,
    session: (token) => members.sessions.find(token),
    staticDir: parts.staticDir,
    bootstrap: bootstrapPages(parts),
    clock,
    log,
  });
  health.part("app", appPart(http.hasApp));
  closers.push(() => http.close());
  return http;
}

function toStderr(line: string): void {
  process.stderr.write(line);
}

/** Runs one call of the `moot` command and returns its exit code. */
export function main(args: readonly string[]): Promise<number> {
  // Whatever it writes is the community's: nobody else on the machine reads it.
  process.umask(0o077);
  return moot({
    args,
    openBox,
    version,
    write: (text) => void process.stdout.write(text),
    writeError: toStderr,
  });
}

// Set by a verb that did its work and found something broken.
if (import.meta.main) process.exitCode = (await main(process.argv.slice(2))) || process.exitCode;
