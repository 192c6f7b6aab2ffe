import { afterEach, beforeEach, expect, test } from "bun:test";
import { type BodyOf, effects, kinds } from "../../mesh/kinds/index.ts";
import { decide } from "../../tests/support/decide.ts";
import { type DecidingBox, day, decidingBox, hour } from "../../tests/support/deciding-box.ts";
import type { TestMember } from "../../tests/support/member.ts";

let moot: DecidingBox;
let founder: TestMember;
let ana: TestMember;
beforeEach(async () => {
  moot = await decidingBox(1);
  [founder, ana] = moot.members as [TestMember, TestMember];
});
afterEach(() => moot.box.close());

type Meeting = BodyOf<typeof kinds.meeting>;
const planned = (given: Partial<Meeting> = {}): Meeting => ({
  meeting: null,
  title: "Water circle",
  starts: founder.now() + day,
  place: "Casa del Puente",
  facilitator: ana.member,
  agenda: ["The tank", "Who repairs the pump?"],
  minutes: "",
  actions: [],
  ...given,
});
interface View {
  id: string;
  minutes: string;
  versions: number;
  actions: { owner: string | null; done: boolean }[];
}
const meetings = (when: string) =>
  moot.get<{ items: View[]; nextFacilitator: string | null }>(ana, `/api/meetings?when=${when}`);

test("an agenda is posted ahead, minutes and actions follow, and all versions are kept", async () => {
  const meeting = await founder.speak(kinds.meeting, planned());
  expect((await meetings("coming")).items).toMatchObject([{ id: meeting, versions: 1 }]);
  const feed = await (await ana.fetch("/api/decisions/calendar.ics")).text();
  expect(feed).toContain("SUMMARY:Water circle\r\n");
  expect(feed).toContain("LOCATION:Casa del Puente\r\n");
  await moot.pass(day + 5 * hour);
  const action = { text: "Repair the pump", owner: ana.member, due: null, done: false };
  const minutes = "We repair it.";
  await ana.speak(
    kinds.meeting,
    planned({ meeting, starts: founder.now() - 5 * hour, minutes, actions: [action] }),
  );
  expect((await meetings("coming")).items).toEqual([]);
  expect((await meetings("past")).items).toMatchObject([
    { id: meeting, minutes, versions: 2, actions: [{ owner: ana.member, done: false }] },
  ]);
  const detail = await moot.get<{ history: object[] }>(ana, `/api/meetings/${meeting}`);
  expect(detail.history).toMatchObject([{ member: founder.member }, { member: ana.member }]);
  await founder.speak(kinds.erase, { targets: [meeting] });
  expect((await meetings("past")).items).toMatchObject([{ id: meeting, versions: 1 }]);
});

test("of versions signed within a second the last one is shown", async () => {
  const meeting = await founder.speak(kinds.meeting, planned());
  for (let draft = 1; draft <= 6; draft++) {
    await founder.speak(kinds.meeting, planned({ meeting, minutes: `Draft ${draft}` }));
    expect((await meetings("coming")).items).toMatchObject([{ minutes: `Draft ${draft}` }]);
  }
});

test("facilitating goes round among those who hold the office, and offices are handed over", async () => {
  const until = founder.now() + 20 * day;
  for (const { member } of [founder, ana]) {
    await decide(founder, effects.roleAppoint, { member, role: "facilitator", until }, [ana]);
  }
  await founder.speak(kinds.meeting, planned({ facilitator: ana.member }));
  expect((await meetings("coming")).nextFacilitator).toBe(founder.member);
  await ana.speak(kinds.handover, {
    role: "facilitator",
    to: founder.member,
    text: "The bell is in the drawer.",
  });
  const view = await moot.get<{ offices: object[]; short: object[]; handovers: object[] }>(
    ana,
    "/api/offices",
  );
  expect(view.offices).toMatchObject([{ endsSoon: true }, { endsSoon: true }]);
  expect(view.short).toEqual([]);
  const feed = await (await ana.fetch("/api/decisions/calendar.ics")).text();
  expect(feed).toMatch(/SUMMARY:.* – \w+\\, term ends/);
  expect(view.handovers).toMatchObject([{ from: ana.member, to: founder.member }]);
});
