/** A whole history, in whichever order a box hears of it: the same state, and nothing refused. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import fc from "fast-check";
import { choices, effects, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { effectOf, plainProposal, plainText, propose, vote } from "../../tests/support/decide.ts";
import { type Detail, day, hour } from "../../tests/support/deciding-box.ts";
import { type FakeClock, fakeClock } from "../../tests/support/fake-clock.ts";
import { TestMember } from "../../tests/support/member.ts";
import { systemClock } from "../clock.ts";
import type { Store } from "../store/index.ts";

// A root document lists sixteen boxes at most.
const orders = process.env["SLOW"] === "1" ? 14 : 4;
const governanceKinds = { from: 60, to: 79 };

let clock: FakeClock;
let box: TestBox;
/** They only listen. */
let others: TestBox[];
let founding: Awaited<ReturnType<typeof TestMember.prepareFounding>>;
let people: TestMember[];
const threads: OpId[] = [];

const now = () => Math.floor(clock.nowMs() / 1_000);
const look = () => box.box.governance.look();

beforeAll(async () => {
  clock = fakeClock(Math.floor(systemClock.nowMs() / 1_000));
  box = await startBox({ clock });
  others = await Promise.all(Array.from({ length: orders + 1 }, () => startBox({ clock })));
  const boxes = [box, ...others].map((each) => each.box.provisioned.boxSigner.publicKey);
  founding = await TestMember.prepareFounding(box, { boxes });
  const { root, operations, founder } = founding;
  for (const each of [box, ...others]) {
    await each.box.members.founding.foundHere(root, operations);
  }
  for (const each of others) await each.box.governance.close();
  founder.now = now;
  const { seed } = await founder.invite({ uses: 4 });
  people = [founder];
  for (const name of ["Ana", "Bo", "Cai", "Dee"]) {
    const member = await TestMember.join(box, seed, { name });
    member.now = now;
    people.push(member);
  }
  // Invitations end before votes do.
  for (const each of others) expect(await hear(each, history(box.box.store, false))).toEqual([]);
  threads.push(await blockedAndAmended(), await withdrawn(), await ranked());
  await aroundDeciding();
}, 300_000);
afterAll(async () => {
  for (const each of [box, ...others]) await each.close();
});

/** Talked about, blocked, amended, passed with what others said for somebody, and looked after. */
async function blockedAndAmended(): Promise<OpId> {
  const [founder, ana, bo, cai, dee] = people as [TestMember, ...TestMember[]] as TestMember[];
  if (!founder || !ana || !bo || !cai || !dee) throw new Error("five people");
  await dee.speak(kinds.delegate, { topic: "garden", to: cai.member, revision: 1 });
  const draft = await propose(ana, { topic: "garden", publish: false });
  const text = await ana.speak(kinds.proposalText, plainText);
  const effect = effectOf(effects.groupCreate, { name: "elders" });
  const body = { ...plainProposal, topic: "garden", effects: [effect], thread: draft };
  const first = await ana.speak(kinds.proposal, { ...body, previous: draft, text });
  await look();
  const asked = { thread: draft, parent: null, text: "Where?" };
  const question = await bo.speak(kinds.comment, asked);
  await ana.speak(kinds.comment, { thread: draft, parent: question, text: "By the well." });
  await founder.speak(kinds.comment, { thread: draft, parent: question, text: "Good." });
  const why = { text: "The well is old.", path: "talk" as const };
  const reason = await bo.speak(kinds.ballotReason, why);
  const block = { proposal: first, choice: choices.block, revision: 1, reason, ranking: [] };
  await bo.speak(kinds.ballotFull, block);
  for (const member of [founder, ana, cai]) await vote(member, first);
  clock.pass(6 * day + hour);
  await look();
  const { opening, status } = await detail(box, draft);
  expect(status).toBe("blocked");
  await bo.speak(kinds.mediation, { opening, path: "talk", state: "propose" });
  await ana.speak(kinds.mediation, { opening, path: "talk", state: "agree" });
  const second = await ana.speak(kinds.proposal, { ...body, previous: first, text });
  await look();
  for (const member of [founder, ana]) await vote(member, second);
  await bo.speak(kinds.ballotFull, { ...block, proposal: second, choice: choices.reservations });
  const entries = [{ member: cai.member, choice: choices.yes }];
  const paper = { form: "paper" as const, present: [], counts: [], replaces: null };
  const attestation = await founder.speak(kinds.attestation, {
    ...paper,
    proposal: second,
    entries,
  });
  for (const member of [ana, bo]) await member.speak(kinds.witness, { attestation });
  clock.pass(6 * day + hour);
  await look();
  await bo.speak(kinds.outcomeNote, { thread: draft, text: "They met under the tree." });
  await founder.speak(kinds.mark, { thread: draft, mark: "revisited" });
  return draft;
}

async function withdrawn(): Promise<OpId> {
  const [, ana, bo] = people as [TestMember, TestMember, TestMember];
  const thread = await propose(ana);
  await look();
  await vote(bo, thread);
  clock.pass(hour);
  await ana.speak(kinds.mark, { thread, mark: "withdrawn" });
  return thread;
}

async function ranked(): Promise<OpId> {
  const [, ana, bo, cai] = people as [TestMember, TestMember, TestMember, TestMember];
  const text = { options: ["Apples", "Pears", "Plums"] };
  const thread = await propose(ana, { model: "ranked", options: 3, hidden: true, text });
  await look();
  const ranking = (...options: number[]) => ({
    proposal: thread,
    choice: 16 + (options[0] ?? 0),
    revision: 1,
    reason: null,
    ranking: options,
  });
  await ana.speak(kinds.ballotFull, ranking(0, 2));
  await bo.speak(kinds.ballotFull, ranking(0, 1));
  await cai.speak(kinds.ballotFull, { ...ranking(2, 0), revision: 2 });
  clock.pass(6 * day + hour);
  await look();
  await ana.speak(kinds.mark, { thread, mark: "implemented" });
  return thread;
}

async function aroundDeciding(): Promise<void> {
  const [founder, ana] = people as [TestMember, TestMember];
  const place = { place: "", facilitator: null, agenda: [], minutes: "", actions: [] };
  const planned = { ...place, title: "Water circle", starts: now() + day };
  const meeting = await founder.speak(kinds.meeting, { ...planned, meeting: null });
  clock.pass(hour);
  await ana.speak(kinds.meeting, { ...planned, meeting, place: "Under the tree" });
  await ana.speak(kinds.handover, { role: "steward", to: founder.member, text: "The key." });
}

async function ask<Answer>(where: TestBox, path: string): Promise<Answer> {
  const [founder] = people as [TestMember];
  founder.box = where;
  founder.token = null;
  return founder.get<Answer>(path);
}

const detail = (where: TestBox, thread: OpId) => ask<Detail>(where, `/api/decisions/${thread}`);

/** Everything that people see; without when this box learned of it. */
async function seen(where: TestBox) {
  const details: Omit<Detail, "effects">[] = [];
  for (const thread of threads) {
    const { effects: done, ...rest } = await detail(where, thread);
    const results = done.map(({ state, refusal }) => ({ state, refusal }));
    details.push(Object.assign(rest, { results }));
  }
  const { entries } = await ask<{ entries: { effects: object }[] }>(where, "/api/decisions/log");
  return {
    details,
    log: entries.map(({ effects: _, ...entry }) => entry),
    meetings: await ask(where, "/api/meetings?when=coming"),
    offices: await ask(where, "/api/offices"),
    delegations: await ask(where, "/api/delegations"),
  };
}

/** The history in this order; returns what was refused. */
async function hear(there: TestBox, order: readonly OpId[]): Promise<string[]> {
  const refusals: string[] = [];
  const missing = order.filter((id) => there.box.store.operation(id) === null);
  for (const id of missing) {
    const wire = box.box.store.wire(id, "whole") as Uint8Array;
    const [result] = await there.box.store.submit([wire], { carrier: "gossip" });
    if (result?.effect?.done !== true) {
      const kind = there.box.store.operation(id)?.kind;
      const reason = result?.effect?.done === false ? result.effect.reason : result?.state;
      refusals.push(`${kind} ${reason}`);
    }
  }
  return refusals;
}

function history(store: Store, isGovernance: boolean): OpId[] {
  const { from, to } = governanceKinds;
  return store
    .operations({ after: 0, limit: 1_000 })
    .filter(({ kind }) => (kind >= from && kind <= to) === isGovernance)
    .map(({ id }) => id);
}

// Ballots on the version before the amendment are void wherever they come after it.
const lawful = new Set(["60 cast-on-earlier-version", "66 cast-on-earlier-version"]);

test("any order of a whole history gives the same state, and nothing is refused for it", async () => {
  const here = await seen(box);
  expect(here.details.map(({ status, outcome }) => [status, outcome])).toEqual([
    ["revisited", "passed"],
    ["withdrawn", null],
    ["implemented", "passed"],
  ]);
  const said = history(box.box.store, true);
  expect(new Set(said.map((id) => box.box.store.operation(id)?.kind)).size).toBe(16);
  const shuffled = fc.shuffledSubarray(said, { minLength: said.length });
  const histories = [said.toReversed(), ...fc.sample(shuffled, { numRuns: orders, seed: 7 })];
  for (const [at, there] of others.entries()) {
    const refusals = await hear(there, histories[at] ?? []);
    expect(refusals.filter((each) => !lawful.has(each))).toEqual([]);
    expect(await seen(there)).toEqual(here);
    await there.box.rebuild();
    expect(await seen(there)).toEqual(here);
  }
}, 300_000);
