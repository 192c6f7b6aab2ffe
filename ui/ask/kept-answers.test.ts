import { expect, test } from "bun:test";
import { withSummary, withTurn } from "./kept-answers.ts";
import { afterEvent, newTurn } from "./live-turn.ts";
import type { AskEvent, Conversation, Summary } from "./shapes.ts";

const asking = newTurn("q", "c", "When does it rise?", 5);
const record = { id: "q", conversation: "c", sentences: [], passages: [], asked: 7 };
const heard = afterEvent(asking, { type: "done", record } as unknown as AskEvent);
const failed = afterEvent(asking, {
  type: "failed",
  error: { code: "engine-broke", message: "It broke.", hint: null },
});

const earlier = { id: "p", question: "And before?", asked: 1, state: "answered" as const };
const kept: Conversation = {
  id: "c",
  title: "And before?",
  created: 1,
  updated: 1,
  turns: [{ ...earlier, record: null, error: null }],
};
const list = (...conversations: Summary[]) => ({ conversations, next: "later" });
const summaryOf = (id: string, updated: number) => ({
  id,
  title: id,
  created: 1,
  updated,
  turns: 1,
});

test("an answer that was heard joins its kept conversation, once", () => {
  const once = withTurn(kept, heard, "other");
  expect(once.turns.map(({ id, state }) => [id, state])).toEqual([
    ["p", "answered"],
    ["q", "answered"],
  ]);
  expect([once.title, once.created, once.updated]).toEqual(["And before?", 1, 7]);
  expect(once.turns[1]?.record?.asked).toBe(7);
  expect(withTurn(once, heard, "other")).toBe(once);
});

test("it begins the kept conversation where none was read yet", () => {
  const begun = withTurn(undefined, heard, "When does it rise?");
  expect([begun.id, begun.title, begun.turns.length]).toEqual(["c", "When does it rise?", 1]);
});

test("it takes the place of what was read while it was being answered", () => {
  const answering = { ...earlier, id: "q", state: "answering" as const, record: null, error: null };
  const { turns } = withTurn({ ...kept, turns: [answering] }, heard, "");
  expect(turns.map(({ state }) => state)).toEqual(["answered"]);
});

test("that it failed is kept with its reason, and nothing that still goes on", () => {
  const [turn] = withTurn(undefined, failed, "").turns;
  expect([turn?.state, turn?.error?.code]).toEqual(["failed", "engine-broke"]);
  expect(withTurn(kept, asking, "")).toBe(kept);
});

test("its conversation heads the kept list, counted once; no list is made up", () => {
  const once = withSummary(list(summaryOf("a", 6), summaryOf("c", 1)), heard, "other");
  expect(once?.conversations.map(({ id, turns }) => [id, turns])).toEqual([
    ["c", 2],
    ["a", 1],
  ]);
  expect([once?.next, once?.conversations[0]?.title]).toEqual(["later", "c"]);
  expect(withSummary(once, heard, "other")).toBe(once);
  expect(withSummary(list(), heard, "new")?.conversations[0]?.title).toBe("new");
  expect(withSummary(undefined, heard, "new")).toBeUndefined();
});
