/** Two boxes of one community, cut off from each other and together again. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { choices, effects, kinds } from "../../mesh/kinds/index.ts";
import { decodeBatch, encodeBatch, type OpId } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { effectOf, propose, signProposal } from "../../tests/support/decide.ts";
import { type Detail, hour } from "../../tests/support/deciding-box.ts";
import { type FakeClock, fakeClock } from "../../tests/support/fake-clock.ts";
import { type MadeOperation, TestMember } from "../../tests/support/member.ts";
import { systemClock } from "../clock.ts";
import type { Store } from "../store/index.ts";

let clock: FakeClock;
let a: TestBox;
let b: TestBox;
let people: TestMember[];

beforeEach(async () => {
  clock = fakeClock(Math.floor(systemClock.nowMs() / 1_000));
  [a, b] = await Promise.all([startBox({ clock }), startBox({ clock })]);
  const boxes = [a, b].map(({ box }) => box.provisioned.boxSigner.publicKey);
  const { root, operations, founder } = await TestMember.prepareFounding(a, { boxes });
  for (const { box } of [a, b]) await box.members.founding.foundHere(root, operations);
  founder.now = () => Math.floor(clock.nowMs() / 1_000);
  const { seed } = await founder.invite({ uses: 3 });
  people = [founder];
  for (const name of ["Ana", "Bo", "Cai"]) {
    const member = await TestMember.join(a, seed, { name });
    member.now = founder.now;
    people.push(member);
  }
  await meet();
});
afterEach(async () => {
  await a.close();
  await b.close();
});

/** Each gives the other what it lacks, until nobody has anything new to say. */
async function meet(): Promise<void> {
  for (let round = 0; round < 6; round++) {
    await give(a.box.store, b.box.store);
    await give(b.box.store, a.box.store);
    await look();
  }
}

async function give(from: Store, to: Store): Promise<void> {
  const missing = from
    .operations({ after: 0, limit: 1_000 })
    .filter(({ id }) => to.operation(id) === null);
  const wires = missing.flatMap(({ id }) => from.wire(id, "whole") ?? []);
  for (const wire of wires) await to.submit([wire], { carrier: "gossip" });
}

async function look(): Promise<void> {
  await a.box.governance.look();
  await b.box.governance.look();
}

/** As a phone in reach of this box. */
async function tell(box: TestBox, ...made: MadeOperation[]): Promise<void> {
  const wires = decodeBatch(encodeBatch(made.map(({ bytes }) => bytes)));
  await box.box.store.submit(wires, { carrier: "https" });
}

async function seen(box: TestBox, thread: OpId): Promise<Detail> {
  const [founder] = people as [TestMember];
  founder.box = box;
  founder.token = null;
  return founder.get<Detail>(`/api/decisions/${thread}`);
}

/** What a phone is told when it asks what became of them. */
async function effectsAt(box: TestBox, ...made: MadeOperation[]): Promise<unknown[]> {
  const [founder] = people as [TestMember];
  founder.box = box;
  founder.token = null;
  const path = `/api/effects?ids=${made.map(({ id }) => id).join(",")}`;
  const { effects: found } = await founder.get<{ effects: { effect: unknown }[] }>(path);
  return found.map(({ effect: became }) => became);
}

const ballot = (member: TestMember, proposal: OpId, choice: number = choices.yes) =>
  member.sign(kinds.ballot, { proposal, choice, revision: 1 });

const result = ({ status, outcome, counted, tally, effects: done }: Detail) => ({
  status,
  outcome,
  counted,
  yes: tally?.yes,
  effects: done.map(({ state }) => state),
});

test("ballots given to different boxes all count, whichever closes", async () => {
  const [founder, ana, bo, cai] = people as [TestMember, TestMember, TestMember, TestMember];
  founder.box = a;
  const effect = effectOf(effects.groupCreate, { name: "elders" });
  const thread = await propose(founder, { effects: [effect] });
  await meet();
  // Cut off: two vote here, two there, and the first box closes without those it has not heard.
  for (const member of [founder, ana]) await tell(a, await ballot(member, thread));
  const late = await Promise.all([bo, cai].map((member) => ballot(member, thread)));
  await tell(b, ...late);
  clock.pass(145 * hour);
  await a.box.governance.look();
  expect(await seen(a, thread)).toMatchObject({ outcome: "not_passed", counted: 2 });
  await meet();
  const [here, there] = [await seen(a, thread), await seen(b, thread)];
  expect(result(here)).toEqual(result(there));
  // On the first box they came after its close, and were refused; the close that corrects it makes
  // them count, and whoever asks is told so, as is their author who hands them in again.
  const logged = late.map(({ id }) => a.box.store.operation(id)?.effect);
  expect(logged).toContainEqual({ done: false, reason: "too-late" });
  expect(await effectsAt(a, ...late)).toEqual(late.map(() => ({ done: true })));
  bo.box = a;
  expect(await bo.submit(...late.slice(0, 1))).toMatchObject([
    { state: "dup", effect: { done: true } },
  ]);
  // Their own page on the first box shows the vote, too.
  bo.token = null;
  const { mine } = await bo.get<{ mine: { ballot: OpId; choice: number } | null }>(
    `/api/decisions/${thread}`,
  );
  expect(mine).toMatchObject({ ballot: late[0]?.id, choice: choices.yes });
  // What the other box had in time obliges an amended close.
  expect(here).toMatchObject({ outcome: "passed", counted: 4, effects: [{ state: "applied" }] });
  for (const { box } of [a, b]) {
    await box.rebuild();
    await box.governance.look();
  }
  expect(result(await seen(a, thread))).toEqual(result(here));
  expect(result(await seen(b, thread))).toEqual(result(here));
  expect(await effectsAt(a, ...late)).toEqual(late.map(() => ({ done: true })));
});

test("what comes after every close stays too late, whoever asks", async () => {
  const [founder, ana, bo] = people as [TestMember, TestMember, TestMember];
  founder.box = a;
  const thread = await propose(founder);
  await tell(a, await ballot(founder, thread));
  clock.pass(145 * hour);
  await meet();
  const late = [await ballot(ana, thread), await ballot(bo, thread)];
  await tell(a, ...late);
  await meet();
  const refused = { done: false, reason: "too-late" };
  expect(await effectsAt(a, ...late)).toEqual([refused, refused]);
  expect(await effectsAt(b, ...late)).toEqual([refused, refused]);
});

test("the next box takes over when the first is gone, and they agree afterwards", async () => {
  const [founder, ana, bo, cai] = people as [TestMember, TestMember, TestMember, TestMember];
  founder.box = a;
  const thread = await propose(founder);
  await meet();
  for (const member of [ana, bo, cai]) await tell(b, await ballot(member, thread));
  clock.pass(145 * hour);
  await b.box.governance.look();
  expect(await seen(b, thread)).toMatchObject({ status: "closing" });
  clock.pass(12 * hour);
  await b.box.governance.look();
  expect(await seen(b, thread)).toMatchObject({ outcome: "passed", counted: 3 });
  // The first one was asleep, and closes by what it knows when it wakes.
  await a.box.governance.look();
  await meet();
  const [here, there] = [await seen(a, thread), await seen(b, thread)];
  expect(result(here)).toEqual(result(there));
  expect(here).toMatchObject({ outcome: "passed", counted: 3 });
});

test("operations that arrive in any order give the same tables", async () => {
  const [founder, ana, bo, cai] = people as [TestMember, TestMember, TestMember, TestMember];
  founder.box = a;
  const effect = effectOf(effects.groupCreate, { name: "elders" });
  const made = await signProposal(founder, { effects: [effect] });
  const thread = made.at(-1)?.id as OpId;
  const votes = await Promise.all([founder, ana, bo, cai].map((each) => ballot(each, thread)));
  const before = a.box.store.position();
  await tell(a, ...made);
  await a.box.governance.look();
  await tell(a, ...votes);
  await a.box.governance.look();
  const wires = a.box.store
    .operations({ after: before, limit: 100 })
    .map(({ id }) => a.box.store.wire(id, "whole") as Uint8Array);
  // Close, opening, ballots and proposal: the last one first.
  for (const wire of wires.toReversed()) {
    await b.box.store.submit([wire], { carrier: "gossip" });
  }
  const [here, there] = [await seen(a, thread), await seen(b, thread)];
  expect(here).toMatchObject({ status: "implemented", counted: 4 });
  expect(result(there)).toEqual(result(here));
});

test("an effect happens once, through closes that are amended, replays and restarts", async () => {
  const [founder, ana, bo, cai] = people as [TestMember, TestMember, TestMember, TestMember];
  founder.box = a;
  const entry = {
    what: "Seeds",
    cents: 4_800,
    currency: "EUR",
    direction: "out",
    payee: "The seed shop",
  } as const;
  const thread = await propose(founder, { effects: [effectOf(effects.budgetEntry, entry)] });
  await meet();
  for (const member of [founder, ana, bo]) await tell(a, await ballot(member, thread));
  await tell(b, await ballot(cai, thread, choices.no));
  clock.pass(145 * hour);
  await a.box.governance.look();
  await meet();
  const spent = async (box: TestBox) => {
    founder.box = box;
    founder.token = null;
    const path = "/api/decisions/register";
    const { register } = await founder.get<{ register: { budget: object[] } }>(path);
    return register.budget.length;
  };
  expect((await seen(a, thread)).closes.map(({ lawful }) => lawful)).toEqual([true, true]);
  expect([await spent(a), await spent(b)]).toEqual([1, 1]);
  await a.box.rebuild();
  await b.box.rebuild();
  await meet();
  expect([await spent(a), await spent(b)]).toEqual([1, 1]);
  a = await a.restart();
  await a.box.governance.look();
  expect(await spent(a)).toBe(1);
});
