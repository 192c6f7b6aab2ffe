/** Opens every room of the box, each with what it needs of the others. */
import { join } from "node:path";
import { type MemberId, type Signer, toHex } from "../mesh/op/index.ts";
import {
  type Assistant,
  migrations as assistantMigrations,
  basePolicy,
  createAssistant,
} from "./assistant/index.ts";
import { Attachments, migrations as attachmentMigrations } from "./attachments/index.ts";
import { Audit, auditMigration } from "./audit/index.ts";
import type { Config } from "./config.ts";
import { followEmbedder } from "./embedder.ts";
import { migrations as federationMigrations } from "./federation/index.ts";
import { Gateway, migrations as gatewayMigrations } from "./gateway/index.ts";
import { createGovernance, type Governance, type SteadyClock } from "./governance/index.ts";
import { createKnowledge, type Knowledge } from "./knowledge/index.ts";
import type { Log } from "./log.ts";
import {
  type AccountPart,
  createMembers,
  type FoundingDefaults,
  identityMigration,
  type Members,
  profileOf,
  settingsOf,
  standingOfMember,
} from "./members/index.ts";
import { Models, migrations as modelMigrations } from "./models/index.ts";
import { Ration } from "./operations/index.ts";
import type { Random } from "./random.ts";
import type { Migration, Store } from "./store/index.ts";

// More than a member may keep: an export leaves none out.
const conversationsExported = 10_000;

/** The tables that rooms keep beside what follows from the log. */
export const migrations: readonly Migration[] = [
  identityMigration,
  ...assistantMigrations,
  auditMigration,
  ...modelMigrations,
  ...gatewayMigrations,
  ...attachmentMigrations,
  ...federationMigrations,
];

export interface Rooms {
  readonly members: Members;
  readonly knowledge: Knowledge;
  readonly models: Models;
  readonly gateway: Gateway;
  readonly assistant: Assistant;
  readonly governance: Governance;
  readonly audit: Audit;
  readonly attachments: Attachments;
  /** What each member may still bring today. */
  readonly ration: Ration;
}

/** What the rooms are made from. */
export interface RoomParts {
  readonly store: Store;
  readonly clock: SteadyClock;
  readonly random: Random;
  readonly log: Log;
  readonly version: string;
  readonly dataDir: string;
  readonly uploads: Config["limits"];
  /** What a language model may take of the machine. */
  readonly engine: Config["assistant"];
  /** The box's own key. */
  readonly signer: Signer;
  readonly founding: {
    readonly defaults: FoundingDefaults;
    readonly code: () => Uint8Array | null;
    readonly forgetCode: () => void;
  };
}

/** `closers`: what has to be undone when the box closes, in reverse order. */
export function openRooms(parts: RoomParts, closers: (() => unknown)[]): Rooms {
  const { store, clock, random, log, version, dataDir: dir, uploads, signer, founding } = parts;
  const members = createMembers({
    store,
    clock,
    random,
    boxKey: signer.publicKey,
    version,
    defaults: founding.defaults,
    foundingCode: founding.code,
    forgetFoundingCode: founding.forgetCode,
  });
  closers.push(() => members.close());
  const knowledge = createKnowledge({ store, dir, clock, random, uploads });
  closers.push(() => knowledge.close());
  const models = new Models({
    store,
    dir: join(dir, "models"),
    clock,
    random,
    log,
    limits: parts.engine,
    decided: () =>
      (settingsOf(store.db)?.register.models ?? []).map((model) => ({
        name: model.name,
        sha256: toHex(model.sha256),
        scale: model.strengthPermille / 1_000,
      })),
  });
  closers.push(() => models.close());
  followEmbedder(models, knowledge);
  const assistant = createAssistant({
    store,
    clock,
    random,
    log,
    source: knowledge,
    standingOf: (member) => standingOfMember(store.db, member),
    nameOf: (member) => profileOf(store.db, member)?.name ?? null,
    languages: () => settingsOf(store.db)?.languages ?? [],
    pool: models.pool,
    policy: () => settingsOf(store.db)?.policy ?? basePolicy,
  });
  closers.push(() => assistant.close());
  const gateway = new Gateway({
    store,
    clock,
    random,
    pool: models.pool,
    embedder: () => models.embedder(),
    ask: (...asked) => assistant.asking.once(...asked),
  });
  const brought = openAttachments(parts, members, closers);
  const communityId = () => members.communityId();
  const audit = new Audit({ store, clock, random, log, communityId, signer, dataDir: dir });
  const governance = createGovernance({
    store,
    clock,
    random,
    log,
    signer,
    communityId,
    restoredAt: () => audit.restoredAt(),
  });
  closers.push(
    () => governance.close(),
    () => audit.close(),
  );
  return { members, knowledge, models, gateway, assistant, governance, audit, ...brought };
}

/** Files of proposals, which count as what their members sign does. */
function openAttachments(
  { store, clock, random, uploads }: RoomParts,
  members: Members,
  closers: (() => unknown)[],
): Pick<Rooms, "attachments" | "ration"> {
  const ration = new Ration({
    bytesPerDay: uploads.memberBytesPerDay,
    clock,
    memberOf: (device) => members.reader(device)?.member ?? null,
  });
  const attachments = new Attachments({ store, clock, random, allowance: ration });
  closers.push(() => attachments.close());
  return { attachments, ration };
}

/** What rooms keep about a member beside the log. */
export function accountParts({
  knowledge,
  attachments,
  assistant: { conversations },
}: Rooms): AccountPart[] {
  const all = (member: MemberId) => conversations.list(member, null, conversationsExported);
  return [
    knowledge.account,
    {
      name: "conversations",
      export: (member) =>
        all(member).map((one) => ({ ...one, turns: conversations.turns(member, one.id) })),
      forget: (member) => conversations.forget(member),
    },
    {
      name: "attachments",
      export: (member) => attachments.listOf(member),
      forget: (member) => attachments.forget(member),
    },
  ];
}
