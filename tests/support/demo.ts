/** The sample community in a real store, with the rooms that answer from it, without a network. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Assistant, createAssistant, migrations } from "../../appliance/assistant/index.ts";
import {
  Attachments,
  migrations as attachmentMigrations,
  projection as attachmentsProjection,
} from "../../appliance/attachments/index.ts";
import { nowSeconds, systemClock } from "../../appliance/clock.ts";
import {
  type DemoEntry,
  type DemoOptions,
  eldersGroup,
  seedDemo,
} from "../../appliance/demo/index.ts";
import { projection as emergencyProjection } from "../../appliance/emergency/index.ts";
import {
  createGovernance,
  createSteadyClock,
  projection as governanceProjection,
} from "../../appliance/governance/index.ts";
import {
  createKnowledge,
  type Knowledge,
  projection as knowledgeProjection,
  type Viewer,
} from "../../appliance/knowledge/index.ts";
import { silentLog } from "../../appliance/log.ts";
import {
  authority,
  createMembers,
  identityMigration,
  memberEntries,
  projection as membersProjection,
  profileOf,
  readIdentity,
} from "../../appliance/members/index.ts";
import { systemRandom } from "../../appliance/random.ts";
import { openStore, type Store } from "../../appliance/store/index.ts";
import { type OpId, signerFromSeed } from "../../mesh/op/index.ts";

export type DemoAsker = "member" | "steward" | "elder";

export interface TestDemo {
  readonly store: Store;
  readonly knowledge: Knowledge;
  readonly assistant: Assistant;
  /** Items by the ids of the corpus, and the other way round. */
  readonly items: ReadonlyMap<string, OpId>;
  readonly corpusIds: ReadonlyMap<OpId, string>;
  readonly dir: string;
  viewer(asker: DemoAsker): Viewer;
  /** As every `start --demo` does. */
  seed(given?: Partial<DemoOptions>): Promise<DemoEntry[]>;
  close(): Promise<void>;
}

export async function openDemo(extent: "everything" | "knowledge"): Promise<TestDemo> {
  const dir = mkdtempSync(join(tmpdir(), "folkmoot-demo-"));
  let opened: Store | null = null;
  const communityId = () => (opened === null ? null : readIdentity(opened.db));
  const store = await openStore({
    dir,
    communityId,
    clock: systemClock,
    random: systemRandom,
    projections: [
      membersProjection,
      governanceProjection,
      emergencyProjection,
      attachmentsProjection,
      knowledgeProjection,
    ],
    authority,
    migrations: [identityMigration, ...migrations, ...attachmentMigrations],
  });
  opened = store;
  const code = systemRandom.bytes(16);
  const signer = await signerFromSeed(new Uint8Array(32).fill(7));
  const boxKey = signer.publicKey;
  const governance = createGovernance({
    store,
    clock: createSteadyClock(systemClock),
    random: systemRandom,
    log: silentLog,
    signer,
    communityId,
    restoredAt: async () => 0,
  });
  const allowance = { waitSeconds: () => 0, spend: () => {} };
  const common = { store, clock: systemClock, random: systemRandom };
  const attachments = new Attachments({ ...common, allowance });
  const members = createMembers({
    store,
    clock: systemClock,
    random: systemRandom,
    boxKey,
    version: "test",
    defaults: { languages: ["en"], decision: neverUsed },
    foundingCode: () => code,
    forgetFoundingCode: () => {},
  });
  const knowledge = createKnowledge({ store, dir, clock: systemClock, random: systemRandom });
  const assistant = createAssistant({
    store,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    source: knowledge,
    nameOf: (member) => profileOf(store.db, member)?.name ?? null,
    languages: () => ["en", "es", "zh"],
  });
  const items = new Map<string, OpId>();
  const seed = (given: Partial<DemoOptions> = {}) =>
    seedDemo({
      store,
      found: (root, operations) => members.founding.found({ code, root, operations }),
      communityId,
      boxKey,
      governance,
      attachments,
      now: nowSeconds(systemClock),
      extent,
      onItem: (corpusId, item) => items.set(corpusId, item),
      ...given,
    });
  await seed();
  return {
    store,
    knowledge,
    assistant,
    items,
    corpusIds: new Map([...items].map(([corpusId, item]) => [item, corpusId])),
    dir,
    viewer: (asker) => viewerAs(store, asker),
    seed,
    async close() {
      assistant.close();
      await governance.close();
      members.close();
      await knowledge.close();
      await store.close();
      rmSync(dir, { recursive: true, force: true });
    },
  };
}

const neverUsed = {
  quorumPermille: 600,
  approvalPermille: 750,
  discussionHours: 72,
  votingHours: 72,
  graceHours: 24,
  veto: true,
};

/** Somebody of the community who is just that: a member, a steward, one of the elders. */
function viewerAs(store: Store, asker: DemoAsker): Viewer {
  const found = memberEntries(store.db).find(({ roles, groups }) => {
    const is = { steward: roles.includes("steward"), elder: groups.includes(eldersGroup) };
    return asker === "member" ? !is.steward && !is.elder : is[asker];
  });
  if (found === undefined) throw new Error(`Nobody in the sample community is a ${asker}.`);
  return { member: found.id, roles: new Set(found.roles), groups: new Set(found.groups) };
}
