import { describe, expect, test } from "bun:test";
import type { OpId } from "../../mesh/op/index.ts";
import { seededRandom } from "../../tests/support/operations.ts";
import { createTypedCodes } from "./typed-codes.ts";

function setUp() {
  let nowMs = 0;
  const random = { bytes: (length: number) => new Uint8Array(seeded.bytes(length)) };
  const seeded = seededRandom(7);
  const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs };
  const codes = createTypedCodes({ clock, random });
  const seed = new Uint8Array(16).fill(1);
  const tryCode = (typed: string) => {
    try {
      codes.redeem(typed);
      return "found";
    } catch (error) {
      return (error as { code: string }).code;
    }
  };
  return { codes, seed, seeded, tryCode, pass: (ms: number) => (nowMs += ms) };
}
const invite = "ab".repeat(16) as OpId;

describe("short codes", () => {
  test("ten thousand guesses over weeks find none of sixty", () => {
    const { codes, seed, seeded, tryCode, pass } = setUp();
    const outcomes = new Map<string, number>();
    for (let guess = 0; guess < 10_000; guess++) {
      if (guess % 200 === 0) {
        for (let made = 0; made < 60; made++) {
          codes.create(seeded.bytes(16).toHex() as OpId, seed);
        }
      }
      const outcome = tryCode(
        seeded
          .below(2 ** 40)
          .toString(32)
          .padStart(8, "0"),
      );
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      pass(20_000);
    }
    expect(outcomes.get("found")).toBeUndefined();
    expect(outcomes.get("code-unknown")).toBeGreaterThan(5_000);
  });

  test("five wrong endings burn a code; the sixth try may be right and finds nothing", () => {
    const { codes, seed, tryCode, pass } = setUp();
    const { code } = codes.create(invite, seed);
    for (let guess = 0; guess < 5; guess++) {
      expect(tryCode(`${code.slice(0, 2)}00-000${guess}`)).toBe("code-unknown");
    }
    expect(codes.stateOf(invite)).toBe("burnt");
    expect(tryCode(code)).toBe("code-unknown");
    pass(60_000);
    const again = codes.create(invite, seed);
    expect(tryCode(again.code)).toBe("found");
    expect(codes.stateOf(invite)).toBe("live");
  });

  test("an unknown beginning burns nothing, and is rationed with the rest", () => {
    const { codes, seed, tryCode, pass } = setUp();
    const { code } = codes.create(invite, seed);
    const other = code.startsWith("Z") ? "Y" : "Z";
    const tries = Array.from({ length: 50 }, () => tryCode(`${other}ZZZ-ZZZZ`));
    expect(tries.filter((outcome) => outcome === "code-unknown")).toHaveLength(20);
    expect(tryCode(code)).toBe("too-many-tries");
    pass(60_000);
    expect(tryCode(code)).toBe("found");
  });

  test("right ones are never rationed", () => {
    const { codes, seed, tryCode } = setUp();
    const { code } = codes.create(invite, seed);
    const tries = Array.from({ length: 500 }, () => tryCode(code.toLowerCase()));
    expect(new Set(tries)).toEqual(new Set(["found"]));
  });

  test("run out after an hour, and are replaced by a newer one", () => {
    const { codes, seed, tryCode, pass } = setUp();
    const first = codes.create(invite, seed);
    const second = codes.create(invite, seed);
    expect(tryCode(first.code)).toBe("code-unknown");
    expect(tryCode(second.code)).toBe("found");
    pass(3_600_001);
    expect(tryCode(second.code)).toBe("code-unknown");
    expect(codes.stateOf(invite)).toBeNull();
  });

  test("are at most sixty-four at a time", () => {
    const { codes, seed, seeded, pass } = setUp();
    const make = () => codes.create(seeded.bytes(16).toHex() as OpId, seed);
    for (let made = 0; made < 64; made++) make();
    expect(make).toThrow("many short codes");
    pass(3_600_001);
    expect(make).not.toThrow();
  });
});
