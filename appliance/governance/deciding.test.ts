import { afterAll, beforeAll, expect, test } from "bun:test";
import { choices, effects, kinds } from "../../mesh/kinds/index.ts";
import { verifyDecision } from "../../mesh/rules/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { decide, effectOf, propose, vote } from "../../tests/support/decide.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";

let box: TestBox;
let founder: TestMember;
let ana: TestMember;
beforeAll(async () => {
  box = await startBox();
  const community = await foundedBox(box, 1);
  founder = community.founder;
  [ana] = community.members as [TestMember];
});
afterAll(() => box.close());

interface Row {
  thread: string;
  title: string;
  status: string;
  roll: number;
  counted: number;
  needs: string | null;
  mine: { choice: number } | null;
}
interface Detail extends Row {
  effects: { state: string; facts: { fact: string; after: unknown }[]; refusal: string | null }[];
  tally: { outcome: string; yes: number; final: boolean } | null;
  closes: { lawful: boolean; outcome: string }[];
  text: { title: string } | null;
}

const list = (member: TestMember, filter: string) =>
  member.get<{ items: Row[]; needs: { vote: number; discuss: number } }>(
    `/api/decisions?filter=${filter}`,
  );

test("a decision changes what belongs to the community, once, and is on record", async () => {
  const thread = await decide(founder, effects.groupCreate, { name: "elders" }, [ana]);
  const gate = await founder.get<{ groups: { name: string }[] }>("/api/gate");
  expect(gate.groups.map(({ name }) => name)).toEqual(["elders"]);
  const detail = await ana.get<Detail>(`/api/decisions/${thread}`);
  expect(detail).toMatchObject({
    title: "A proposal",
    status: "implemented",
    roll: 2,
    counted: 2,
    mine: { choice: choices.yes },
    tally: { outcome: "passed", yes: 2, final: true },
    closes: [{ lawful: true, outcome: "passed" }],
    effects: [{ state: "applied", refusal: null, facts: [{ fact: "group", after: "elders" }] }],
  });
  await box.box.rebuild();
  expect(await ana.get<Detail>(`/api/decisions/${thread}`)).toEqual(detail);
  const { items } = await list(ana, "log");
  expect(items.map((item) => item.thread)).toEqual([thread]);
});

test("what is open waits for those who have not voted", async () => {
  const effect = effectOf(effects.groupCreate, { name: "youth" });
  const thread = await propose(ana, {
    effects: [effect],
    text: { title: "A group for the youth" },
  });
  await box.box.governance.look();
  await vote(ana, thread);
  const { items, needs } = await list(founder, "open");
  expect(items).toMatchObject([
    {
      thread,
      title: "A group for the youth",
      status: "discussion",
      roll: 2,
      counted: 1,
      mine: null,
    },
  ]);
  expect(needs).toMatchObject({ vote: 0, discuss: 1 });
  await vote(founder, thread, choices.no);
  await box.box.governance.look();
  const detail = await founder.get<Detail>(`/api/decisions/${thread}`);
  expect(detail).toMatchObject({ status: "not_passed", tally: { outcome: "not_passed" } });
  const late = { proposal: thread, choice: choices.yes, revision: 2 };
  expect(await ana.refusal(kinds.ballot, late)).toBe("too-late");
});

test("an exported decision proves itself", async () => {
  const thread = await decide(founder, effects.groupCreate, { name: "cooks" }, [ana]);
  const response = await ana.fetch(`/api/decisions/${thread}/export`);
  expect(response.headers.get("content-disposition")).toContain(".moot");
  const verdict = await verifyDecision(new Uint8Array(await response.arrayBuffer()));
  expect(verdict).toMatchObject({
    ok: true,
    problems: [],
    status: "passed",
    title: "A proposal",
    thread,
    tally: { yes: 2, roll: 2 },
  });
});

test("the log is a list, a spreadsheet and a page to print", async () => {
  const thread = await propose(founder, {
    text: { title: '=cmd|"x" <b>', rationale: "Because, they said" },
  });
  await vote(founder, thread);
  await vote(ana, thread);
  await box.box.governance.look();
  await founder.speak(kinds.outcomeNote, { thread, text: "It went well in Märchental." });
  const log = (query: string) => ana.fetch(`/api/decisions/log?${query}`);
  const { entries } = (await (await log("q=marchental")).json()) as {
    entries: { title: string; approvedBy: { name: string }[]; notes: { text: string }[] }[];
  };
  expect(entries).toMatchObject([
    { outcome: "passed", yes: 2, notes: [{ text: "It went well in Märchental." }] },
  ]);
  const names = entries[0]?.approvedBy.map(({ name }) => name).sort();
  expect(names).toEqual(["Member 1", "Rosa"]);
  const csv = await (await log("format=csv&q=marchental")).text();
  expect(csv).toContain(`"'=cmd|""x"" <b>"`);
  expect(csv.split("\r\n")).toHaveLength(3);
  const page = await (await log("format=html")).text();
  expect(page).toContain("&lt;b&gt;");
  expect(page).not.toContain("<b>");
  expect(page).not.toContain("<script");
  expect((await (await log("q=nothinglikethis")).json()) as object).toEqual({ entries: [] });
});

test("deadlines are a calendar in UTC", async () => {
  await propose(founder, { text: { title: "Swap day; bring, and take" } });
  await box.box.governance.look();
  const feed = await (await ana.fetch("/api/decisions/calendar.ics")).text();
  expect(feed).toContain("SUMMARY:Swap day\\; bring\\, and take – voting begins\r\n");
  expect(feed).toMatch(/DTSTART:\d{8}T\d{6}Z\r\n/);
  for (const line of feed.split("\r\n")) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
});
