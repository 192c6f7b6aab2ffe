import { expect, test } from "bun:test";
import { clockFault } from "./clock-difference.ts";

const hour = 3_600;
const week = 7 * 24 * hour;

test.each([
  [0, null],
  [hour, null],
  [-hour, null],
  [hour + 1, "behind"],
  [week - 1, "behind"],
  [week, "over"],
  [400 * 24 * hour, "over"],
  [-hour - 1, "ahead"],
  [-week + 1, "ahead"],
  [-week, "late"],
] as const)("a box's clock %i seconds ahead of the phone's: %p", (aheadSeconds, fault) => {
  expect(clockFault(aheadSeconds)).toBe(fault);
});
