import { afterEach, beforeEach, expect, test } from "bun:test";
import { choices, effects, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { effectOf, propose, vote } from "../../tests/support/decide.ts";
import { type DecidingBox, day, decidingBox, hour } from "../../tests/support/deciding-box.ts";
import type { TestMember } from "../../tests/support/member.ts";

let moot: DecidingBox;
let founder: TestMember;
let ana: TestMember;
let bo: TestMember;
beforeEach(async () => {
  moot = await decidingBox(2);
  [founder, ana, bo] = moot.members as [TestMember, TestMember, TestMember];
});
afterEach(() => moot.box.close());

const group = () => effectOf(effects.groupCreate, { name: "elders" });

async function opened() {
  const thread = await propose(founder, { effects: [group()] });
  await moot.look();
  return thread;
}

test("discussion, voting, grace, close: each in its time", async () => {
  const thread = await opened();
  const first = await moot.detail(ana, thread);
  expect(first).toMatchObject({ status: "discussion", needs: null });
  expect(first.votingEnds - first.discussionEnds).toBe(48 * hour);
  await moot.pass(72 * hour);
  expect(await moot.detail(ana, thread)).toMatchObject({ status: "voting", needs: "vote" });
  await vote(founder, thread);
  await vote(ana, thread);
  await moot.pass(48 * hour);
  expect(await moot.detail(ana, thread)).toMatchObject({ status: "closing", closes: [] });
  await moot.pass(24 * hour - 1);
  expect(await moot.detail(ana, thread)).toMatchObject({ status: "closing", closes: [] });
  await moot.pass(1);
  const last = await moot.detail(bo, thread);
  expect(last).toMatchObject({
    status: "implemented",
    counted: 2,
    closes: [{ lawful: true, outcome: "passed" }],
  });
});

test("a ballot signed in time counts in the grace, one signed later does not", async () => {
  const thread = await opened();
  await vote(founder, thread);
  const inTime = await ana.sign(kinds.ballot, {
    proposal: thread,
    choice: choices.yes,
    revision: 1,
  });
  await moot.pass(121 * hour);
  expect((await ana.submit(inTime))[0]?.effect).toEqual({ done: true });
  const late = { proposal: thread, choice: choices.no, revision: 1 };
  expect(await bo.refusal(kinds.ballot, late)).toBe("too-late");
  await moot.pass(23 * hour);
  expect(await moot.detail(bo, thread)).toMatchObject({
    outcome: "passed",
    counted: 2,
    mine: null,
  });
});

test("a clock that leaps a year ahead closes nothing until phones agree with it", async () => {
  const thread = await opened();
  await vote(founder, thread);
  const later = moot.clock.nowMs() / 1_000 + 365 * day;
  moot.clock.set(later);
  await moot.look();
  // The phones' clocks are right.
  for (const member of moot.members) member.now = () => Math.floor(later) - 365 * day;
  expect(await ana.speak(kinds.ballot, { proposal: thread, choice: 1, revision: 1 })).toBeString();
  expect(await moot.detail(ana, thread)).toMatchObject({ status: "discussion", closes: [] });
  const health = (await (await moot.box.fetch("/health")).json()) as {
    parts: { time: { state: string } };
  };
  expect(health.parts.time.state).toBe("warning");
  // They agree: it was the box that had slept.
  for (const member of moot.members) member.now = () => Math.floor(moot.clock.nowMs() / 1_000);
  for (const member of [founder, ana]) await member.speak(kinds.comment, commentOn(thread));
  await moot.look();
  expect(await moot.detail(ana, thread)).toMatchObject({ status: "implemented", counted: 2 });
});

const commentOn = (thread: Awaited<ReturnType<typeof opened>>) => ({
  thread,
  parent: null,
  text: "I have read it.",
});

test("a clock set back a year reopens nothing, and keeps no vote open", async () => {
  const thread = await opened();
  for (const member of moot.members) await vote(member, thread);
  await moot.look();
  const next = await propose(ana, { effects: [effectOf(effects.groupCreate, { name: "youth" })] });
  await vote(ana, next);
  await vote(bo, next);
  moot.clock.set(moot.clock.nowMs() / 1_000 - 365 * day);
  await moot.look();
  expect(await moot.detail(bo, thread)).toMatchObject({ status: "implemented" });
  expect(await moot.detail(bo, next)).toMatchObject({ status: "discussion" });
  await moot.pass(144 * hour);
  expect(await moot.detail(bo, thread)).toMatchObject({ status: "implemented" });
  expect(await moot.detail(bo, next)).toMatchObject({ status: "implemented", counted: 2 });
});

test("a deadline that passes while the box is off is kept when it is back", async () => {
  const thread = await opened();
  for (const member of [founder, ana]) await vote(member, thread);
  await moot.box.box.close();
  moot.clock.pass(20 * day);
  moot.box = await moot.box.restart();
  await moot.look();
  expect(await moot.detail(ana, thread)).toMatchObject({ status: "implemented", counted: 2 });
  // As many hours as ever for what is proposed from here on.
  for (const member of moot.members) member.box = moot.box;
  const next = await propose(bo);
  await moot.look();
  const { discussionEnds } = await moot.detail(bo, next);
  expect(discussionEnds - Math.floor(moot.clock.nowMs() / 1_000)).toBe(72 * hour);
});

/** When clocks are set in 2027, in UTC: forward and back, north and south. */
const changes = [
  ["Europe/Madrid", "forward", Date.UTC(2027, 2, 28, 1)],
  ["Europe/Madrid", "back", Date.UTC(2027, 9, 31, 1)],
  ["America/New_York", "forward", Date.UTC(2027, 2, 14, 7)],
  ["America/New_York", "back", Date.UTC(2027, 10, 7, 6)],
  ["Pacific/Auckland", "back", Date.UTC(2027, 3, 3, 14)],
  ["Pacific/Auckland", "forward", Date.UTC(2027, 8, 25, 14)],
] as const;

async function around(zone: string, test: () => Promise<void>): Promise<void> {
  const before = process.env.TZ;
  process.env.TZ = zone;
  try {
    await test();
  } finally {
    if (before === undefined) Reflect.deleteProperty(process.env, "TZ");
    else process.env.TZ = before;
  }
}

for (const [zone, direction, changeMs] of changes) {
  test(`hours are hours while clocks are set ${direction} in ${zone}`, () =>
    around(zone, async () => {
      const change = changeMs / 1_000;
      expect(new Date(changeMs - 1).getTimezoneOffset()).not.toBe(
        new Date(changeMs).getTimezoneOffset(),
      );
      await moot.pass(change - 24 * hour - Math.floor(moot.clock.nowMs() / 1_000));
      const thread = await opened();
      const { discussionEnds, votingEnds } = await moot.detail(ana, thread);
      expect(discussionEnds).toBe(change + 48 * hour);
      expect(votingEnds).toBe(change + 96 * hour);
      await moot.pass(72 * hour - 1);
      expect(await moot.detail(ana, thread)).toMatchObject({ status: "discussion" });
      await moot.pass(1);
      expect(await moot.detail(ana, thread)).toMatchObject({ status: "voting", needs: "vote" });
    }));

  test(`the hour around ${direction} in ${zone} ends each vote once, and stands so in calendars`, () =>
    around(zone, async () => {
      const change = changeMs / 1_000;
      // Two votes end within the hour before the change and two after it: by the kitchen clock the
      // same two times where it is set back.
      await moot.pass(change - 120 * hour - 45 * 60 - Math.floor(moot.clock.nowMs() / 1_000));
      const ends: { thread: OpId; at: number }[] = [];
      for (let step = 0; step < 4; step++) {
        const thread = await opened();
        ends.push({ thread, at: (await moot.detail(ana, thread)).votingEnds });
        await moot.pass(30 * 60);
      }
      expect(ends.map(({ at }) => at - change)).toEqual([-2700, -900, 900, 2700]);
      const starts = change - 900;
      for (const at of [starts, starts + hour]) {
        await ana.speak(kinds.meeting, { ...meeting, title: `At ${at}`, starts: at });
      }
      ana.token = null;
      const feed = await (await ana.fetch("/api/decisions/calendar.ics")).text();
      expect(feed).not.toMatch(/TZID|VTIMEZONE|^DT(START|END|STAMP):\d{8}T\d{6}\r$/m);
      for (const at of [...ends.map((end) => end.at), starts, starts + hour]) {
        expect(feed).toContain(`DTSTART:${utcStamp(at)}`);
      }
      // One after the other, with half an hour between, each when its own time has come.
      await moot.pass(ends[0] ? ends[0].at - Math.floor(moot.clock.nowMs() / 1_000) : 0);
      for (let step = 0; step < 4; step++) {
        const over: string[] = [];
        for (const { thread } of ends) over.push((await moot.detail(ana, thread)).status);
        expect(over.map((status) => status === "closing")).toEqual(
          ends.map((_, nth) => nth <= step),
        );
        await moot.pass(30 * 60);
      }
      // A meeting stands among the coming ones until it is over.
      const coming = async () =>
        (await moot.get<{ items: object[] }>(ana, "/api/meetings?when=coming")).items.length;
      expect(await coming()).toBeGreaterThan(0);
      await moot.pass(6 * hour);
      expect(await coming()).toBe(0);
    }));
}

const meeting = {
  meeting: null,
  title: "",
  starts: 0,
  place: "",
  facilitator: null,
  agenda: [],
  minutes: "",
  actions: [],
};

/** RFC 5545's form 2: the same moment in every zone. */
function utcStamp(seconds: number): string {
  return new Date(seconds * 1_000).toISOString().replace(/[-:]|\.\d{3}/g, "");
}
