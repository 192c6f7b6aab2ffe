import { afterAll, beforeAll, expect, test } from "bun:test";
import { choices, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { propose } from "../../tests/support/decide.ts";
import { type DecidingBox, decidingBox } from "../../tests/support/deciding-box.ts";
import type { MadeOperation, TestMember } from "../../tests/support/member.ts";

interface Page {
  operations: { id: OpId; position: number; effect: { done: boolean } }[];
  position: number;
  next: number | null;
}

const ballots = 230;
let deciding: DecidingBox;
let rosa: TestMember;
let ana: TestMember;
const made: MadeOperation[] = [];
let comment: OpId;
beforeAll(async () => {
  deciding = await decidingBox(2);
  [rosa, ana] = deciding.members as [TestMember, TestMember];
  const proposal = await propose(rosa, { hidden: true });
  for (let revision = 1; revision <= ballots; revision++) {
    made.push(await ana.sign(kinds.ballot, { proposal, choice: choices.yes, revision }));
  }
  for (let from = 0; from < ballots; from += 100) await ana.submit(...made.slice(from, from + 100));
  comment = await ana.speak(kinds.comment, { thread: proposal, parent: null, text: "After all." });
});
afterAll(() => deciding.box.close());

/** As a client would that takes an empty page for the end. */
async function pullAll(member: TestMember, limit: number): Promise<Page[]> {
  const pages: Page[] = [];
  for (let after = 0; ; ) {
    const page = await deciding.get<Page>(member, `/api/ops?after=${after}&limit=${limit}`);
    pages.push(page);
    const last = page.operations.at(-1)?.position;
    if (last === undefined) return pages;
    after = last;
  }
}

test("no page is empty before the end, however many ballots in a row stay back", async () => {
  for (const limit of [1, 7, 100]) {
    const pages = await pullAll(rosa, limit);
    const ids = pages.flatMap(({ operations }) => operations.map(({ id }) => id));
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.at(-1)).toBe(comment);
    expect(ids).not.toContain(made[0]?.id as OpId);
    expect(pages.at(-1)).toMatchObject({ operations: [], next: null });
    const positions = pages.flatMap(({ operations }) => operations.map((op) => op.position));
    expect(positions).toEqual(positions.toSorted((a, b) => a - b));
    expect(pages.slice(0, -1).every(({ operations }) => operations.length <= limit)).toBe(true);
  }
  expect((await pullAll(ana, 100)).flatMap(({ operations }) => operations)).toHaveLength(
    deciding.box.box.store.position(),
  );
});

test("where to go on is said, past what stays back, until nothing is left", async () => {
  const ids: OpId[] = [];
  let pages = 0;
  for (let after: number | null = 0; after !== null; pages++) {
    const page: Page = await deciding.get(rosa, `/api/ops?after=${after}&limit=10`);
    ids.push(...page.operations.map(({ id }) => id));
    after = page.next;
  }
  expect(ids.at(-1)).toBe(comment);
  expect(pages).toBeLessThan(ballots / 10);
});
