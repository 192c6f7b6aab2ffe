/** Opens every room of the box, each with what it needs of the others. */
import { join } from "node:path";
import { type MemberId, type Signer, toHex } from "../mesh/op/index.ts";
import { type Assistant, basePolicy, createAssistant } from "./assistant/index.ts";
import { Audit } from "./audit/index.ts";
import type { Config } from "./config.ts";
import { followEmbedder } from "./embedder.ts";
import { Gateway } from "./gateway/index.ts";
import { createGovernance, type Governance, type SteadyClock } from "./governance/index.ts";
import { createKnowledge, type Knowledge } from "./knowledge/index.ts";
import type { Log } from "./log.ts";
import {
  type AccountPart,
  createMembers,
  type FoundingDefaults,
  type Members,
  profileOf,
  settingsOf,
} from "./members/index.ts";
import { Models } from "./models/index.ts";
import type { Random } from "./random.ts";
import type { Store } from "./store/index.ts";

// More than a member may keep: an export leaves none out.
const conversationsExported = 10_000;

export interface Rooms {
  readonly members: Members;
  readonly knowledge: Knowledge;
  readonly models: Models;
  readonly gateway: Gateway;
  readonly assistant: Assistant;
  readonly governance: Governance;
  readonly audit: Audit;
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
  return { members, knowledge, models, gateway, assistant, governance, audit };
}

/** What rooms keep about a member beside the log. */
export function accountParts({ knowledge, assistant: { conversations } }: Rooms): AccountPart[] {
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
