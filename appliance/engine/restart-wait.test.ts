import { expect, test } from "bun:test";
import { restartWaitMs } from "./restart-wait.ts";

test("each end in a row doubles the wait, up to a minute", () => {
  expect([1, 2, 3, 7, 50].map(restartWaitMs)).toEqual([1_000, 2_000, 4_000, 60_000, 60_000]);
});
