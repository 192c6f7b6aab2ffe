import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { fold, pairsOf, wordsOf } from "./words.ts";

const texts = (text: string) => wordsOf(text).map((word) => word.text);

describe("wordsOf", () => {
  test.each([
    ["The Niño's pump, won't start!", ["the", "nino", "pump", "wont", "start"]],
    [
      "¿Cuántos kilos? 0.4 crédito; 7:00-9:00",
      ["cuantos", "kilos", "0.4", "credito", "7:00", "9:00"],
    ],
    ["Straße ǅ ﬁne Æ", ["strasse", "dz", "fine", "ae"]],
    ["面包房 opens 8点", ["面", "包", "房", "opens", "8", "点"]],
    ["パン屋 ร้าน", ["ハ", "ン", "屋", "ร", "า", "น"]],
    ["E4 and G-4", ["e4", "and", "g", "4"]],
    ["— … 🌊 ---", []],
  ])("%s", (text, words) => {
    expect(texts(text)).toEqual(words);
  });

  test("says where each word stands, whatever the text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        let end = 0;
        for (const word of wordsOf(text)) {
          expect(word.start).toBeGreaterThanOrEqual(end);
          expect(word.end).toBeGreaterThan(word.start);
          expect(word.end).toBeLessThanOrEqual(text.length);
          // Words go into an FTS5 expression inside quotation marks, and are joined by spaces.
          expect(word.text).not.toMatch(/["\s*]/);
          expect(word.text).not.toBe("");
          end = word.end;
        }
      }),
    );
  });

  test("reads plain ASCII as it reads everything else", () => {
    const text = fc.string({ unit: fc.constantFrom(..."aZ09.,:'_- \n!") });
    fc.assert(
      fc.property(text, (ascii) => {
        // One other letter at the end sends the text the other way.
        expect(wordsOf(`${ascii} é`).slice(0, -1)).toEqual(wordsOf(ascii));
      }),
    );
  });

  test("folding twice changes nothing", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        expect(fold(fold(text))).toBe(fold(text));
      }),
    );
  });
});

test("pairsOf joins neighbours of scripts without spaces, and no others", () => {
  const pairs = (text: string) => pairsOf(wordsOf(text)).map((pair) => pair.text);
  expect(pairs("面包房")).toEqual(["面包", "包房"]);
  expect(pairs("面,包 a房b")).toEqual([]);
  expect(pairs("plain words")).toEqual([]);
});
