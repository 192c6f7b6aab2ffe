import { expect, test } from "bun:test";
import fc from "fast-check";
import { promptTokensBesideStreams, shareStep } from "./prefill-priority.ts";

const waiting = (length: number) => ({ tokens: Array.from({ length }) });

test("beside streams, prompts get a small part of the step", () => {
  const items = [waiting(128), waiting(1), waiting(1)];
  const shares = shareStep({ items, size: 512 });
  expect(
    shares.map(({ item, processAmount }) => [items.indexOf(item as never), processAmount]),
  ).toEqual([
    [1, 1],
    [2, 1],
    [0, promptTokensBesideStreams],
  ]);
});

test("alone, prompts share the whole step", () => {
  const shares = shareStep({ items: [waiting(400), waiting(128), waiting(400)], size: 512 });
  expect(shares.map(({ processAmount }) => processAmount)).toEqual([128, 192, 192]);
});

test("never more than the step holds, never nothing, never more than one has", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 512 }),
      (lengths, size) => {
        const shares = shareStep({ items: lengths.map(waiting), size });
        const sum = shares.reduce((total, { processAmount }) => total + processAmount, 0);
        expect(sum).toBeGreaterThan(0);
        expect(sum).toBeLessThanOrEqual(size);
        for (const { item, processAmount } of shares) {
          expect(processAmount).toBeGreaterThan(0);
          expect(processAmount).toBeLessThanOrEqual(item.tokens.length);
        }
        expect(new Set(shares.map(({ item }) => item)).size).toBe(shares.length);
      },
    ),
  );
});
