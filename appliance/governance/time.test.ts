import { afterEach, beforeEach, expect, test } from "bun:test";
import { choices, effects, kinds } from "../../mesh/kinds/index.ts";
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

test("hours are hours where clocks are changed in spring and autumn", async () => {
  const zone = process.env.TZ;
  process.env.TZ = "Europe/Madrid";
  try {
    // Sunday, 28 March 2027, 01:00 UTC: Spain goes from two to three o'clock.
    const change = Date.UTC(2027, 2, 28, 1) / 1_000;
    const seconds = change - 24 * hour - Math.floor(moot.clock.nowMs() / 1_000);
    await moot.pass(seconds);
    const thread = await opened();
    const { discussionEnds, votingEnds } = await moot.detail(ana, thread);
    expect(discussionEnds).toBe(change + 48 * hour);
    expect(votingEnds).toBe(change + 96 * hour);
    await moot.pass(72 * hour - 1);
    expect(await moot.detail(ana, thread)).toMatchObject({ status: "discussion" });
    await moot.pass(1);
    expect(await moot.detail(ana, thread)).toMatchObject({ status: "voting" });
  } finally {
    if (zone === undefined) Reflect.deleteProperty(process.env, "TZ");
    else process.env.TZ = zone;
  }
});
