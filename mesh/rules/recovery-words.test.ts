import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { parseRecoveryWords, recoveryWords, unknownRecoveryWords } from "./recovery-words.ts";

const seeds = fc.uint8Array({ minLength: 16, maxLength: 16 });

describe("recovery words", () => {
  // From the BIP-39 test vectors (trezor/python-mnemonic).
  test.each([
    [
      0x00,
      "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about",
    ],
    [0x7f, "legal winner thank year wave sausage worth useful legal winner thank yellow"],
    [0xff, "zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong"],
  ])("of sixteen times %p are those of the standard", (byte, words) => {
    const seed = new Uint8Array(16).fill(byte);
    expect(recoveryWords(seed).join(" ")).toBe(words);
    expect(parseRecoveryWords(words)).toEqual(seed);
  });

  test("are read however they are typed", () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const words = recoveryWords(seed);
        const numbered = words.map((word, index) => `${index + 1}. ${word.toUpperCase()}`);
        expect(parseRecoveryWords(words.join(" "))).toEqual(seed);
        expect(parseRecoveryWords(numbered.join("\n"))).toEqual(seed);
        expect(parseRecoveryWords(words.map((word) => word.slice(0, 4)).join(", "))).toEqual(seed);
      }),
    );
  });

  test("one wrong word is told by its place", () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 0, max: 11 }), (seed, at) => {
        const words = recoveryWords(seed).with(at, "folkmoot");
        expect(unknownRecoveryWords(words.join(" "))).toEqual([at + 1]);
        expect(() => parseRecoveryWords(words.join(" "))).toThrow(
          expect.objectContaining({
            code: "recovery-words-unknown",
            message: `Word ${at + 1}: not in the list.`,
          }),
        );
      }),
    );
  });

  test.each([
    ["", "recovery-words-count", "These are 0 words; there must be 12."],
    ["zoo zoo zoo", "recovery-words-count", "These are 3 words; there must be 12."],
    ["zoo ".repeat(13), "recovery-words-count", "These are 13 words; there must be 12."],
    ["zoo ".repeat(12), "recovery-words-checksum", "These words do not belong together."],
    [
      "ab ".repeat(12),
      "recovery-words-unknown",
      "Words 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12: not in the list.",
    ],
  ])("%p is refused", (typed, code, message) => {
    expect(() => parseRecoveryWords(typed)).toThrow(expect.objectContaining({ code, message }));
  });

  test("a wall of text ends early", () => {
    expect(() => parseRecoveryWords("x".repeat(10_000_000))).toThrow(
      expect.objectContaining({ code: "recovery-words-count" }),
    );
  });

  test("need a seed of 16 bytes", () => {
    expect(() => recoveryWords(new Uint8Array(32))).toThrow(
      expect.objectContaining({ code: "malformed-seed" }),
    );
  });
});
