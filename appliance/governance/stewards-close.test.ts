/** No box is left that could close: the stewards do it together, where only the record is kept. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { type CloseBody, choices, effects, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import {
  closeByStewards,
  idSetOf,
  type StewardsClose,
  splitIds,
  verifyDecision,
} from "../../mesh/rules/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { effectOf, propose, vote } from "../../tests/support/decide.ts";
import { type Detail, day, hour } from "../../tests/support/deciding-box.ts";
import { type FakeClock, fakeClock } from "../../tests/support/fake-clock.ts";
import { foundedBox, makeStewards, type TestMember } from "../../tests/support/member.ts";
import { systemClock } from "../clock.ts";
import { boxCrypto } from "../members/index.ts";

let clock: FakeClock;
let box: TestBox;
let people: TestMember[];
let thread: OpId;
let votes: OpId[];
let votingEnds: number;

const now = () => Math.floor(clock.nowMs() / 1_000);
/** Sessions end long before votes do. */
async function get<Answer>(path: string): Promise<Answer> {
  const [founder] = people as [TestMember];
  founder.token = null;
  return founder.get<Answer>(path);
}

const seen = () => get<Detail>(`/api/decisions/${thread}`);
const groups = async () => (await get<{ groups: object[] }>("/api/gate")).groups;

beforeEach(async () => {
  clock = fakeClock(Math.floor(systemClock.nowMs() / 1_000));
  box = await startBox({ clock });
  const { founder, members } = await foundedBox(box, 3);
  people = [founder, ...members];
  for (const member of people) member.now = now;
  const [, ana, bo, cai] = people as [TestMember, TestMember, TestMember, TestMember];
  await makeStewards(founder, [founder, ana], [bo, cai]);
  thread = await propose(bo, { effects: [effectOf(effects.groupCreate, { name: "elders" })] });
  votes = [];
  for (const member of [founder, ana, bo]) votes.push(await vote(member, thread));
  await box.box.governance.look();
  ({ votingEnds } = await seen());
  // From now on the box signs nothing any more.
  await box.box.governance.close();
});
afterEach(() => box.close());

/** What the votes say, or what somebody would like them to say. */
async function claim(ids: readonly OpId[] = votes): Promise<CloseBody> {
  const { opening } = await seen();
  const counts = [0, 0];
  counts[choices.yes] = ids.length;
  return {
    opening,
    stage: 1,
    amends: [],
    ballots: idSetOf(splitIds(ids), [], boxCrypto.sha256),
    outcome: "passed",
    winner: null,
    counts,
  };
}

async function close(member: TestMember, body: CloseBody, time = now()): Promise<string | null> {
  const made = await member.sign(kinds.close, body, { time });
  const [result] = await member.submit(made);
  return result?.effect?.done === false ? result.effect.reason : null;
}

test("as many as it takes say the same, and what was decided happens once", async () => {
  const [founder, ana, bo] = people as [TestMember, TestMember, TestMember];
  // Grace for the offline, and the time in which another box would have closed.
  clock.set(votingEnds + (24 + 12) * hour);
  const body = await claim();
  expect(await close(bo, body)).toBe("role");
  expect(await close(founder, body)).toBeNull();
  expect(await close(founder, body)).toBeNull();
  expect([(await seen()).outcome, await groups()]).toEqual([null, []]);
  expect(await close(ana, body)).toBeNull();
  expect(await seen()).toMatchObject({
    status: "implemented",
    outcome: "passed",
    effects: [{ state: "applied" }],
  });
  expect(await groups()).toHaveLength(1);
  const before = await seen();
  await box.box.rebuild();
  expect(await seen()).toEqual(before);
});

test("not while a box might still, whatever their phones say the time is", async () => {
  const [founder, ana] = people as [TestMember, TestMember];
  const body = await claim();
  for (const steward of [founder, ana]) {
    expect(await close(steward, body)).toBe("unlawful-close");
    expect(await close(steward, body, votingEnds + 9 * day)).toBe("unlawful-close");
  }
  clock.set(votingEnds + (24 + 12) * hour - 1);
  for (const steward of [founder, ana]) expect(await close(steward, body)).toBe("unlawful-close");
  expect([(await seen()).outcome, await groups()]).toEqual([null, []]);
});

/** What a steward's phone signs after counting what the box gives it, and sends. */
async function countAndClose(steward: TestMember): Promise<StewardsClose> {
  steward.token = null;
  const response = await steward.fetch(`/api/decisions/${thread}/export`);
  expect(response.status).toBe(200);
  const counted = await closeByStewards(new Uint8Array(await response.arrayBuffer()), now());
  if (counted === null) throw new Error("nothing to close");
  const parts: OpId[] = [];
  for (const ids of counted.parts) parts.push(await steward.speak(kinds.idList, { ids }));
  expect(await close(steward, counted.body(parts))).toBeNull();
  return counted;
}

test("each counts on the phone, by the file alone, and they come to the same set", async () => {
  const [founder, ana, bo, cai] = people as [TestMember, TestMember, TestMember, TestMember];
  clock.set(votingEnds + 1);
  // Signed when voting was over: it is in the file, and counts for nobody.
  expect(
    await cai.refusal(kinds.ballot, { proposal: thread, choice: choices.no, revision: 1 }),
  ).toBe("too-late");
  clock.set(votingEnds + (24 + 12) * hour);
  const first = await countAndClose(founder);
  expect(first).toMatchObject({ problems: [], status: "open", signed: [] });
  expect(first.planned.tally).toMatchObject({ outcome: "passed", counted: 3, yes: 3 });
  expect(first.from).toBe(votingEnds + (24 + 12) * hour);
  expect((await seen()).outcome).toBeNull();
  clock.pass(hour);
  const second = await countAndClose(ana);
  expect(second.signed).toEqual([{ member: founder.member, same: true }]);
  expect(second.planned.ids.toSorted()).toEqual(first.planned.ids.toSorted());
  expect(await seen()).toMatchObject({ status: "implemented", outcome: "passed" });
  bo.token = null;
  const done = await bo.fetch(`/api/decisions/${thread}/export`);
  const file = new Uint8Array(await done.arrayBuffer());
  expect(await closeByStewards(file, now())).toBeNull();
  expect(await verifyDecision(file)).toMatchObject({ ok: true, status: "passed" });
});

test("a steward who counts more than another says so, and the newer count decides nothing alone", async () => {
  const [founder, ana, , cai] = people as [TestMember, TestMember, TestMember, TestMember];
  clock.set(votingEnds - 1);
  // On the way for days, signed in time.
  const late = await cai.sign(kinds.ballot, { proposal: thread, choice: choices.no, revision: 1 });
  clock.set(votingEnds + (24 + 12) * hour);
  await countAndClose(founder);
  await cai.submit(late);
  clock.pass(hour);
  const more = await countAndClose(ana);
  expect(more.signed).toEqual([{ member: founder.member, same: false }]);
  expect(more.planned.tally).toMatchObject({ counted: 4, yes: 3 });
  expect((await seen()).outcome).toBeNull();
  const again = await countAndClose(founder);
  expect(again.signed).toEqual([
    { member: founder.member, same: false },
    { member: ana.member, same: true },
  ]);
  expect(await seen()).toMatchObject({ outcome: "passed", counted: 4 });
  ana.token = null;
  const done = await ana.fetch(`/api/decisions/${thread}/export`);
  const verdict = await verifyDecision(new Uint8Array(await done.arrayBuffer()));
  expect(verdict).toMatchObject({ ok: true, status: "passed", tally: { counted: 4 } });
});
