import { expect, test } from "bun:test";
import { askedWords, isWord, isWrong } from "./check-words-step.tsx";

test("one word of each half is asked, the same two for the same key", () => {
  for (let byte = 0; byte < 256; byte++) {
    const [first, second] = askedWords(Uint8Array.of(byte, 255 - byte));
    expect(first).toBeWithin(0, 6);
    expect(second).toBeWithin(6, 12);
  }
});

test("a word is right when typed whole, or by its first four letters, in any case", () => {
  expect(isWord("pottery", "Pottery ")).toBe(true);
  expect(isWord("pottery", "pott")).toBe(true);
  expect(isWord("pottery", "pot")).toBe(false);
  expect(isWord("can", "can")).toBe(true);
});

test("nobody is corrected while still typing", () => {
  expect(isWrong("pottery", "po")).toBe(false);
  expect(isWrong("pottery", "")).toBe(false);
  expect(isWrong("pottery", "pan")).toBe(true);
});
