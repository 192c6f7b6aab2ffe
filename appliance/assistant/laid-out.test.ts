import { expect, test } from "bun:test";
import fc from "fast-check";
import { keyOf, layOut } from "./laid-out.ts";
import { stem } from "./stem.ts";
import { words } from "./words.ts";

/** Words and what stands between them, as people write; with and without other scripts. */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        "Taps",
        "don't",
        "the village's",
        "12.5",
        "1,000",
        "o'clock",
        "A-b",
        "''",
        "x",
      ),
      fc.constantFrom("niño", "\u00a0", "水龙头", "d’eau", "a".repeat(50), "B".repeat(41)),
      fc.string({ maxLength: 8 }),
    ),
  )
  .map((parts) => parts.join(" "));

test("a text is laid out as its words are, however they are found", () => {
  fc.assert(
    fc.property(text, fc.constantFrom("en" as const, "es" as const), (whole, language) => {
      const laid = layOut(whole, language);
      const found = words(whole);
      expect(laid.length).toBe(found.length);
      expect([...laid.words]).toEqual(found.map((word) => keyOf(word.text)));
      expect([...laid.stems]).toEqual(found.map((word) => keyOf(stem(word.text, language))));
      expect([...laid.ranges]).toEqual(found.flatMap(({ start, end }) => [start, end]));
    }),
  );
});

test("and as often as it is asked for, also when very many other words came between", () => {
  const before = layOut("The taps of the upper village", "en");
  for (let n = 0; n < 200; n++) {
    layOut(Array.from({ length: 500 }, (_, at) => `word${n * 500 + at}`).join(" "), "en");
  }
  expect(layOut("The taps of the upper village", "en")).toEqual(before);
});
