import { expect, test } from "bun:test";
import fc from "fast-check";
import { WrittenAnswer } from "./written-answer.ts";

const sentence = fc.record({
  text: fc.string({ minLength: 1 }).filter((text) => text.trim() !== ""),
  cites: fc.uniqueArray(fc.integer({ min: 1, max: 5 }), { minLength: 1 }),
});

test("sentences are found whatever is in them and however the text is cut", () => {
  fc.assert(
    fc.property(fc.array(sentence), fc.integer({ min: 1, max: 9 }), (sentences, length) => {
      const json = JSON.stringify({ known: true, sentences }, null, length % 3);
      const answer = new WrittenAnswer([1, 2, 3, 4, 5]);
      const found = [];
      for (let at = 0; at < json.length; at += length) {
        found.push(...answer.take(json.slice(at, at + length)));
      }
      expect(found).toEqual(sentences.map(({ text, cites }) => ({ text: text.trim(), cites })));
    }),
  );
});

test("whatever comes, nothing is thrown and nothing is cited that was not offered", () => {
  fc.assert(
    fc.property(fc.array(fc.string()), (pieces) => {
      const answer = new WrittenAnswer([1]);
      for (const piece of pieces) {
        for (const found of answer.take(piece)) expect(found.cites).toEqual([1]);
      }
    }),
  );
});
