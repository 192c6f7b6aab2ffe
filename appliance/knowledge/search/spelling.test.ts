import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { areForms, bitsOf, lettersOf, slipsBetween, soundOf } from "./spelling.ts";

describe("slipsBetween", () => {
  test.each([
    ["memebrs", "members", 1],
    ["strat", "start", 1],
    ["lenth", "length", 1],
    ["repare", "repair", 2],
    ["same", "same", 0],
    ["", "ab", 2],
  ])("%s, %s", (a, b, slips) => {
    expect(slipsBetween(a, b, 3)).toBe(slips);
    expect(slipsBetween(b, a, 3)).toBe(slips);
  });

  test("gives up beyond the maximum, and never tells less than there are", () => {
    const word = fc.stringMatching(/^[abc]{0,7}$/);
    fc.assert(
      fc.property(word, word, fc.integer({ min: 0, max: 4 }), (a, b, max) => {
        const exact = slipsBetween(a, b, 20);
        expect(slipsBetween(a, b, max)).toBe(Math.min(exact, max + 1));
        // Which is what lets most words be passed over without a closer look.
        expect(bitsOf(lettersOf(a) ^ lettersOf(b))).toBeLessThanOrEqual(exact * 2);
      }),
    );
  });
});

test.each([
  ["kuanto", "cuanto"],
  ["yerve", "hierve"],
  ["esquela", "escuela"],
  ["pezava", "pesaba"],
  ["canpana", "campana"],
  ["oya", "olla"],
  ["kiero", "quiero"],
  ["bleech", "bleach"],
  ["genarater", "generator"],
  ["frige", "fridge"],
  ["menny", "many"],
  ["mutch", "much"],
  ["vesino", "vecino"],
  ["nite", "night"],
])("%s sounds like %s", (a, b) => {
  expect(soundOf(a)).toBe(soundOf(b));
});

test.each([
  ["charge", "charging", true],
  ["stop", "stopped", true],
  ["carry", "carries", true],
  ["semilla", "semillas", true],
  ["regar", "regamos", true],
  ["plan", "plant", false],
  ["garden", "garlic", false],
  ["water", "wafer", false],
])("%s and %s are forms of one word: %p", (a, b, expected) => {
  expect(areForms(a, b)).toBe(expected);
  expect(areForms(b, a)).toBe(expected);
});
