/** No box is left that could close: the stewards do it together, where only the record is kept. */
import { afterEach, beforeEach, expect, test } from "bun:test";
import { type CloseBody, choices, effects, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { idSetOf, splitIds } from "../../mesh/rules/index.ts";
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
