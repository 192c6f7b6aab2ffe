import { expect, test } from "bun:test";
import fc from "fast-check";
import { StopTexts } from "./stop-texts.ts";

function said(pieces: readonly string[], stops: readonly string[]): string {
  const texts = new StopTexts(stops);
  let out = "";
  for (const piece of pieces) {
    out += texts.take(piece);
    if (texts.isOver) return out;
  }
  return out + texts.rest();
}

test("a stop is found across pieces, and is not said", () => {
  expect(said(["one ", "EN", "D two"], ["END"])).toBe("one ");
  expect(said(["one E", "ND"], ["END", "zzz"])).toBe("one ");
});

test("what only looked like a stop is said in the end", () => {
  expect(said(["one EN", " two EN"], ["END"])).toBe("one EN two EN");
});

test("pieces make no difference", () => {
  const letters = fc.array(fc.constantFrom("a", "b", "ab", "ba", "aab"), { maxLength: 20 });
  fc.assert(
    fc.property(
      letters,
      fc.array(fc.constantFrom("aab", "bb", "abab"), { maxLength: 2 }),
      (pieces, stops) => {
        const whole = pieces.join("");
        const ends = stops.map((stop) => whole.indexOf(stop)).filter((at) => at >= 0);
        // Letter by letter, the stop that is complete first is the first that is seen.
        const letterwise = said([...whole], stops);
        expect(letterwise.length).toBeLessThanOrEqual(whole.length);
        expect(whole.startsWith(letterwise)).toBe(true);
        if (ends.length === 0) expect(said(pieces, stops)).toBe(whole);
        if (stops.length === 1 && ends.length === 1) {
          expect(said(pieces, stops)).toBe(whole.slice(0, ends[0]));
        }
      },
    ),
  );
});
