import { expect, test } from "bun:test";
import { addItem, type IndexedItem, indexOf, itemId, numberOf } from "../fixtures/index-of.ts";
import { FewPassages } from "./few-passages.ts";
import { removeFromIndex } from "./index-table.ts";

const items: IndexedItem[] = [
  { number: 1, title: "Old oven", body: "Fired on Friday." },
  { number: 2, title: "New oven", body: "Fired on Saturday.", supersedes: 1 },
  { number: 3, title: "Altar", body: "Of the council.", audience: "group:elders" },
];

const numbers = (passages: readonly { item: Parameters<typeof numberOf>[0] }[]) =>
  passages.map(({ item }) => numberOf(item));

test("each sees what is meant for them, the same objects each time, and what replaced it", () => {
  const { db } = indexOf(items);
  const few = new FewPassages(db);
  const [old, newer, ...others] = few.seenBy(["members"]);
  expect([old, newer].map((each) => each?.supersededBy)).toEqual([itemId(2), null]);
  expect(others).toEqual([]);
  expect(numbers(few.seenBy(["group:elders"]))).toEqual([3]);
  expect(few.seenBy(["members"])[1]).toBe(newer as NonNullable<typeof newer>);
  // Who also sees the council's sees the same objects of what all see.
  expect(few.seenBy(["members", "group:elders"]).slice(0, 2)).toEqual([old, newer] as never);
  expect(few.find(["members"], itemId(3), 0)).toBeNull();
  expect(few.find(["group:elders"], itemId(3), 0)?.title).toBe("Altar");
});

test("sees what is written in the next turn, and keeps nothing of what was erased", async () => {
  const { db } = indexOf(items);
  const few = new FewPassages(db);
  const [, newer] = few.seenBy(["members"]);
  addItem(db, { number: 4, title: "Well", body: "Twelve metres." });
  await nextTurn();
  expect(numbers(few.seenBy(["members"]))).toEqual([1, 2, 4]);
  expect(few.seenBy(["members"])[1]).toBe(newer as NonNullable<typeof newer>);
  removeFromIndex(db, itemId(4), true);
  await nextTurn();
  few.forgetErased();
  expect(numbers(few.seenBy(["members"]))).toEqual([1, 2]);
  expect(few.find(["members"], itemId(4), 0)).toBeNull();
});

function nextTurn(): Promise<void> {
  return new Promise(setImmediate);
}
