import { expect, test } from "bun:test";
import { oldestBeyond } from "./copies.ts";

const copy = (atMs: number, bytes: number) => ({ atMs, bytes });

test("the oldest copies go, and only as many as have to", () => {
  const [first, second, third] = [copy(1, 40), copy(2, 40), copy(3, 20)];
  if (!first || !second || !third) throw new Error("Three copies.");
  expect(oldestBeyond([first, second, third], 100)).toEqual([]);
  expect(oldestBeyond([first, second, third], 99)).toEqual([first]);
  expect(oldestBeyond([third, first, second], 59)).toEqual([second, first]);
  expect(oldestBeyond([], 0)).toEqual([]);
});
