import { expect, test } from "bun:test";
import fc from "fast-check";
import { passagesFrom } from "../../tests/support/few-passages.ts";
import { bestPassages, byScore, perItemMax, type RankedPassage, ranked } from "./best-passages.ts";
import type { FoundPassage } from "./passage-source.ts";

const now = 1_795_000_000;
const itemsMax = 6;
const ids = passagesFrom(Array(itemsMax).fill({ title: "", text: "" })).map(({ item }) => item);

/** Passages of a few items, some out of date and some replaced by another item, in any order. */
const someItems = fc.uniqueArray(fc.integer({ min: 0, max: itemsMax - 1 }), { minLength: 1 });
const passages = someItems
  .chain((numbers) =>
    fc.tuple(
      ...numbers.map((number) =>
        fc.record({
          number: fc.constant(number),
          parts: fc.integer({ min: 1, max: 4 }),
          isExpired: fc.boolean(),
          supersededBy: fc.constantFrom(null, ...numbers.filter((other) => other > number)),
        }),
      ),
    ),
  )
  .map((items) =>
    items.flatMap(({ number, parts, isExpired, supersededBy }) =>
      passagesFrom(Array(parts).fill({ title: "", text: "" })).map((passage, part) => ({
        ...passage,
        part,
        item: ids[number] as FoundPassage["item"],
        // No two items are equals.
        created: number,
        validUntil: isExpired ? now - 1 : null,
        supersededBy: supersededBy === null ? null : (ids[supersededBy] ?? null),
      })),
    ),
  );

/** The same, said plainly: by item, the newest lifted above the old, two of each, the best. */
function plainly(all: readonly FoundPassage[], matches: readonly number[], limit: number) {
  const each = all.map((passage, at) => ranked(passage, matches[at] ?? 0, now));
  const items = Map.groupBy(each, ({ passage }) => passage.item);
  for (const [item, own] of items) items.set(item, own.sort(byScore));
  const lifted = new Map<RankedPassage, number>();
  for (const [old] of items.values()) {
    const newest = old?.passage.supersededBy && items.get(old.passage.supersededBy)?.[0];
    if (!old || !newest) continue;
    const above = ranked(newest.passage, old.match * 1.001, now).score;
    lifted.set(newest, Math.max(above, lifted.get(newest) ?? newest.score));
  }
  return [...items.values()]
    .flatMap((own) => own.slice(0, perItemMax))
    .map((one) => ({ ...one, score: lifted.get(one) ?? one.score }))
    .filter(({ score }) => score > 0)
    .sort(byScore)
    .slice(0, limit);
}

test("the best of many are those that a plain sort would give", () => {
  fc.assert(
    fc.property(
      passages,
      fc.uniqueArray(fc.double({ min: 0.01, max: 9, noNaN: true }), { minLength: 24 }),
      fc.array(fc.boolean(), { minLength: 24, maxLength: 24 }),
      fc.integer({ min: 1, max: 8 }),
      (all, values, isHeld, limit) => {
        const matches = all.map((_, at) => (isHeld[at] ? (values[at] ?? 0) : 0));
        const best = bestPassages(all, matches, now, limit);
        expect(best).toEqual(plainly(all, matches, limit));
      },
    ),
    { numRuns: 300 },
  );
});

test("of equals the newer one comes first, and none is left out for being one", () => {
  const twins = passagesFrom([
    { title: "Old", text: "", created: 1 },
    { title: "New", text: "", created: 3 },
    { title: "Between", text: "", created: 2 },
  ]);
  const titles = (limit: number) =>
    bestPassages(twins, [1, 1, 1], now, limit).map(({ passage }) => passage.title);
  expect(titles(1)).toEqual(["New"]);
  expect(titles(8)).toEqual(["New", "Between", "Old"]);
  expect(bestPassages(twins, [0, 0, 0], now, 8)).toEqual([]);
  expect(bestPassages([], [], now, 8)).toEqual([]);
});
