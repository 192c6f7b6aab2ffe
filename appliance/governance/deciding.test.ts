import { afterAll, beforeAll, expect, test } from "bun:test";
import { choices, effects, kinds } from "../../mesh/kinds/index.ts";
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
  expect(
    await ana.refusal((await import("../../mesh/kinds/index.ts")).kinds.ballot, {
      proposal: thread,
      choice: 1,
      revision: 2,
    }),
  ).toBe("too-late");
});
