import { expect, test } from "bun:test";
import { kinds } from "../../../mesh/kinds/index.ts";
import { toMemberId, toOpId } from "../../../mesh/op/index.ts";
import type { OwnOperation } from "../../offline/index.ts";
import {
  broughtOnto,
  draftOfMeeting,
  emptyMeeting,
  type Meeting,
  meetingBody,
} from "./meeting-draft.ts";
import { newestOf } from "./newest-meeting.ts";

const written = { ...emptyMeeting, title: " Roof ", day: "2027-05-01", time: "9:30" };

test("a meeting needs its title and a time that exists", () => {
  expect(meetingBody(emptyMeeting, null)).toBeNull();
  expect(meetingBody({ ...written, time: "25:00" }, null)).toBeNull();
  expect(meetingBody({ ...written, title: " " }, null)).toBeNull();
  const starts = meetingBody(written, null)?.starts ?? 0;
  expect(new Date(starts * 1000).getHours()).toBe(9);
});

test("empty lines are no points, and what nobody wrote is nothing to do", () => {
  const actions = [
    { text: " ", owner: "", due: "", done: false },
    { text: "Buy nails", owner: "", due: "2027-05-03", done: false },
  ];
  const body = meetingBody({ ...written, agenda: "one\n\n two ", actions }, null);
  expect(body?.agenda).toEqual(["one", "two"]);
  expect(body?.actions).toMatchObject([{ text: "Buy nails", owner: null, done: false }]);
});

test("what was signed is shown, and signed again the same", () => {
  const id = toOpId("a".repeat(32));
  const owner = toMemberId("b".repeat(32));
  const actions = [{ text: "Buy nails", owner, due: "2027-05-03", done: true }];
  const draft = { ...written, title: "Roof", time: "09:30", agenda: "one\ntwo", actions };
  const body = meetingBody(draft, id);
  if (body === null) throw new Error("no body");
  expect(kinds.meeting.schema.decode(kinds.meeting.schema.encode(body))).toEqual(body);
  const meeting = { ...body, id, version: id, author: owner, changed: 0, versions: 1 };
  expect(draftOfMeeting(meeting as Meeting)).toEqual(draft);
});

test("who writes the minutes moves no meeting of the hour that comes twice", () => {
  const zone = process.env.TZ;
  process.env.TZ = "America/New_York";
  try {
    // Sunday, 7 November 2027: half past one, for the second time.
    const starts = Date.UTC(2027, 10, 7, 6, 30) / 1_000;
    const due = Date.UTC(2027, 10, 8, 3) / 1_000;
    const actions = [{ text: "Buy nails", owner: null, due, done: false }];
    const meeting = { ...meetingBody(written, null), starts, actions } as Meeting;
    const draft = { ...draftOfMeeting(meeting), minutes: "It was short." };
    expect([draft.day, draft.time]).toEqual(["2027-11-07", "01:30"]);
    expect(meetingBody(draft, null, meeting)).toMatchObject({ starts, actions: [{ due }] });
    expect(meetingBody({ ...draft, time: "03:00" }, null, meeting)?.starts).toBe(
      Date.UTC(2027, 10, 7, 8) / 1_000,
    );
    expect(meetingBody(draft, null)?.starts).toBe(starts - 3_600);
  } finally {
    if (zone === undefined) Reflect.deleteProperty(process.env, "TZ");
    else process.env.TZ = zone;
  }
});

test("writing the minutes undoes nothing that others changed meanwhile", () => {
  const task = { text: "Buy nails", owner: "", due: "", done: false };
  const from = { ...written, actions: [task] };
  const now = { ...from, place: "The shed", actions: [{ ...task, done: true }] };
  const mine = { ...from, minutes: "Teo has bought them.", time: "10:00" };
  expect(broughtOnto(mine, from, now)).toEqual({
    ...now,
    minutes: "Teo has bought them.",
    time: "10:00",
  });
});

test("what the box has taken and does not show yet is not lost", () => {
  const meeting = { ...meetingBody(written, null), id: "m", version: "v", changed: 50 } as Meeting;
  const said = (minutes: string, given: Partial<OwnOperation>) =>
    ({
      kind: kinds.meeting.number,
      body: { ...meetingBody({ ...written, minutes }, null), meeting: "m" },
      ...given,
    }) as OwnOperation;
  const minutesOf = (...own: OwnOperation[]) => newestOf(meeting, own).minutes;
  expect(minutesOf(said("old", { state: "done", seq: 1, time: 40 }))).toBe("");
  expect(minutesOf(said("new", { state: "done", seq: 2, time: 60 }))).toBe("new");
  // Within the second in which the shown version was signed here, by the number.
  const shown = said("shown", { id: meeting.version, state: "done", seq: 3, time: 50 });
  expect(minutesOf(shown, said("later", { state: "done", seq: 4, time: 50 }))).toBe("later");
  expect(minutesOf(shown, said("before", { state: "done", seq: 2, time: 50 }))).toBe("");
  expect(minutesOf(shown, said("refused", { state: "no-effect", seq: 5, time: 70 }))).toBe("");
  expect(minutesOf(said("waits", { state: "queued", seq: 9, time: 10 }))).toBe("waits");
});
