import { expect, test } from "bun:test";
import { Gathering } from "./gather.ts";

const postings = new Map([
  ["oven", { all: [1, 2, 3, 9], titled: [3] }],
  ["bread", { all: [2, 5], titled: [] }],
  ["loaf", { all: [2, 3, 5], titled: [] }],
  ["well", { all: [7], titled: [7] }],
]);
const wanted = (word: string, term: number, worth: number) => ({
  word,
  prefix: false,
  term,
  worth,
});
const gathering = new Gathering();
const gather = (words: ReturnType<typeof wanted>[], limit = 10) =>
  gathering.gather(
    words,
    ({ word }) => {
      const { all = [], titled = [] } = postings.get(word) ?? {};
      return [{ all: Int32Array.from(all), titled: Int32Array.from(titled) }];
    },
    limit,
  );

test("what holds more of the question comes first, then titles, then the newest", () => {
  expect(gather([wanted("oven", 0, 1), wanted("bread", 1, 3)])).toEqual([2, 5, 3, 9, 1]);
});

test("words of one term count once, by the best", () => {
  expect(gather([wanted("bread", 0, 2), wanted("loaf", 0, 1), wanted("oven", 1, 1.5)])).toEqual([
    2, 3, 5, 9, 1,
  ]);
});

test("keeps to the limit, also among equals, and forgets one question before the next", () => {
  expect(gather([wanted("oven", 0, 1)], 2)).toEqual([3, 9]);
  expect(gather([wanted("well", 0, 1)])).toEqual([7]);
  expect(gather([wanted("nowhere", 0, 1)])).toEqual([]);
});
