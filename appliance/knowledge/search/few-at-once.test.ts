import { expect, test } from "bun:test";
import { FewAtOnce } from "./few-at-once.ts";

test("lets a few run, the others in their order, and goes on after one that failed", async () => {
  const few = new FewAtOnce(2);
  const begun: number[] = [];
  const ends: ((failed: boolean) => void)[] = [];
  const calls = [0, 1, 2, 3, 4].map((number) =>
    few.run(() => {
      begun.push(number);
      return new Promise<number>((resolve, reject) => {
        ends[number] = (failed) => (failed ? reject(new Error("broken")) : resolve(number));
      });
    }),
  );
  const settled = Promise.allSettled(calls);
  expect(begun).toEqual([0, 1]);
  expect(few.waiting).toBe(3);
  ends[1]?.(true);
  await calls[1]?.catch(() => {});
  expect(begun).toEqual([0, 1, 2]);
  ends[0]?.(false);
  await calls[0];
  expect(begun).toEqual([0, 1, 2, 3]);
  ends[3]?.(false);
  await calls[3];
  for (const number of [2, 4]) ends[number]?.(false);
  expect((await settled).map(({ status }) => status)).toEqual([
    "fulfilled",
    "rejected",
    "fulfilled",
    "fulfilled",
    "fulfilled",
  ]);
  expect(few.waiting).toBe(0);
});
