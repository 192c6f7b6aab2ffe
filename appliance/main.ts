/** The box, put together: the only file that knows every room, and where `moot` begins. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { kinds } from "../mesh/kinds/index.ts";
import type { CommunityId, DeviceId, MemberId, OpId } from "../mesh/op/index.ts";
import {
  forgetFoundingCode,
  type Provisioned,
  provision,
} from "../provisioning/identity/first-boot.ts";
import { assistantRoutes } from "./assistant/index.ts";
import { attachmentRoutes, projection as attachmentsProjection } from "./attachments/index.ts";
import { auditPart, auditRoutes } from "./audit/index.ts";
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
  rehashBox,
  takeDataLock,
} from "./cli/index.ts";
import { type Clock, systemClock } from "./clock.ts";
import type { Config } from "./config.ts";
import { projection as emergencyProjection, emergencyRoutes } from "./emergency/index.ts";
import { partnerRoutes } from "./federation/index.ts";
import { type Gateway, gatewayRoutes } from "./gateway/index.ts";
import {
  clockPart,
  countedBy,
  createSteadyClock,
  bodyReaders as decisionReaders,
  effectNow,
  type Governance,
  projection as governanceProjection,
  governanceRoutes,
  isWithheld,
  latestReceived,
  reviewOf,
  type SteadyClock,
} from "./governance/index.ts";
import { appPart, boxRoutes, createLogCheck, type Health } from "./health/index.ts";
import { createHttp, type Http } from "./http.ts";
import {
  bodyReaders,
  projection as knowledgeProjection,
  knowledgeRoutes,
} from "./knowledge/index.ts";
import { createLog, type Log } from "./log.ts";
import {
  authority,
  type Members,
  projection as membersProjection,
  membersRoutes,
  readIdentity,
} from "./members/index.ts";
import { type Models, modelsPart, modelsRoutes } from "./models/index.ts";
import { createEvents, operationRoutes } from "./operations/index.ts";
import { type Random, systemRandom } from "./random.ts";
import { accountParts, migrations, openRooms, type Rooms } from "./rooms.ts";
import { type LoggedOperation, openStore, type Store } from "./store/index.ts";

const packageFile = readFileSync(join(import.meta.dir, "..", "package.json"), "utf8");
const { version } = JSON.parse(packageFile) as { version: string };

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
  readonly governance: Governance;
  readonly models: Models;
  readonly gateway: Gateway;
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

interface Base {
  readonly options: BoxOptions;
  readonly clock: SteadyClock;
  readonly random: Random;
  readonly log: Log;
  readonly provisioned: Provisioned;
  readonly store: Store;
}

async function assemble(options: BoxOptions, closers: Closers): Promise<Omit<Box, "close">> {
  const { config, random = systemRandom } = options;
  // What the log and decisions go by neither leaps nor goes back, whatever the wall clock does.
  const clock = createSteadyClock(options.clock ?? systemClock);
  const log = options.log ?? createLog({ clock, write: toStderr, level: config.logs.level });
  const dataDir = config.box.data;
  const provisioned = await provision({ dir: dataDir, config, clock, random });
  const store = await openBoxStore({ dataDir, clock, random, log, provisioned });
  closers.push(() => store.close());
  clock.learn(latestReceived(store) * 1_000);
  const base: Base = { options, clock, random, log, provisioned, store };
  const rooms = openRooms({ ...base, signer: provisioned.boxSigner, ...foundingOf(base) }, closers);
  const { members, governance, attachments, models, gateway } = rooms;
  const logCheck = createLogCheck({ clock, log, rehash: () => rehashBox({ store, clock }) });
  closers.push(() => logCheck.close());

  let open: Ports | null = null;
  const ports = () => open;
  const staticDir = options.staticDir ?? join(import.meta.dir, "..", "ui", "dist");
  const parts: BoxParts = {
    ...base,
    staticDir,
    version,
    config,
    members,
    governance,
    attachments,
    logCheck,
    ports,
  };
  const health = boxHealth(parts);
  const control: BoxControl = {
    store,
    status: () => boxStatus(parts, health),
    verify: () => logCheck.run(),
    rebuild: () => store.rebuild(),
    backup: (dir) => backupBox({ store, dataDir, dir, clock }),
  };
  health.part("record", () => auditPart(rooms.audit));
  health.part("time", () => clockPart(clock.doubt()));
  health.part("model", () => modelsPart(models));
  const http = composeHttp(base, rooms, parts, { health, control }, closers);
  if (options.doors === "open") {
    rooms.audit.start();
    models.start();
    await governance.look();
    await attachments.start();
    const opened = openDoors({ ...base, config, http, health });
    closers.push(opened.close);
    open = opened.ports;
    logCheck.start();
  }
  const demo = options.demo === true ? await openDemo(parts) : null;
  // Whoever asks meanwhile goes first; what goes wrong here would go wrong, and be told, there.
  if (open !== null) rooms.assistant.warmUp().catch(() => {});
  const inside = { members, governance, models, gateway };
  return { ...control, ...inside, provisioned, http, log, demo, ports: open };
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
    projections: [
      membersProjection,
      governanceProjection,
      emergencyProjection,
      attachmentsProjection,
      knowledgeProjection,
    ],
    authority,
    migrations: [backupMigration, ...migrations],
    boxSigner: provisioned.boxSigner,
    log,
  }).then((opened) => {
    store = opened;
    return opened;
  });
}

/** The founding code lies in the data folder, until it is burnt. */
function foundingOf({ options, provisioned, store }: Base) {
  const { languages, ...decision } = options.config.founding;
  let { foundingCode } = provisioned;
  const forgetCode = () => {
    forgetFoundingCode(options.config.box.data);
    foundingCode = null;
  };
  // A power cut between the founding and the burning of its code.
  if (readIdentity(store.db) !== null) forgetCode();
  return {
    version,
    dataDir: options.config.box.data,
    uploads: options.config.limits,
    engine: options.config.assistant,
    founding: { defaults: { languages, decision }, code: () => foundingCode, forgetCode },
  };
}

function composeHttp(
  { clock, log, provisioned, store }: Base,
  rooms: Rooms,
  parts: BoxParts,
  { health, control }: { health: Health; control: BoxControl },
  closers: Closers,
): Http {
  const { members, knowledge, assistant } = rooms;
  const memberOf = (device: DeviceId) => members.reader(device)?.member ?? null;
  const effectOf = (op: LoggedOperation) => effectNow(store, op);
  const changedBy = (op: LoggedOperation) => countedBy(store, op);
  const events = createEvents({ store, clock, memberOf, changedBy, effectOf });
  closers.push(() => events.close(), rooms.attachments.on(events.changed));
  // Everybody may read what members show of themselves; knowledge, those it is meant for.
  const mayRead = new Map([
    [kinds.profile.number, () => true],
    ...bodyReaders(store),
    ...decisionReaders(store),
  ]);
  const withheld = (id: OpId, member: MemberId) => {
    const op = store.operation(id);
    return op !== null && isWithheld(store, op, member);
  };
  const http = createHttp({
    routes: [
      ...membersRoutes(members, { parts: accountParts(rooms), address: () => addressFacts(parts) }),
      ...knowledgeRoutes(knowledge),
      ...governanceRoutes(rooms.governance, provisioned.hostname),
      ...partnerRoutes(rooms.governance),
      ...attachmentRoutes({ store, attachments: rooms.attachments, mayRead }),
      ...emergencyRoutes({ store, clock, reviewOf: (id) => reviewOf(store, id) }),
      ...assistantRoutes(assistant),
      ...modelsRoutes(rooms.models),
      ...gatewayRoutes(rooms.gateway),
      ...operationRoutes({
        store,
        clock,
        events,
        mayRead,
        isWithheld: (op, { member }) => isWithheld(store, op, member),
        memberOf,
        effectOf,
        ration: rooms.ration,
      }),
      ...boxRoutes(health, () => boxFacts(parts)),
      ...auditRoutes(rooms.audit, withheld),
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
