import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { countChanges, wordDiff } from "./word-diff.ts";

const sides = (before: string, after: string) => {
  const changes = wordDiff(before, after);
  const join = (without: string) =>
    changes
      .filter((change) => change.kind !== without)
      .map((change) => change.text)
      .join("");
  return { before: join("added"), after: join("removed") };
};

describe("comparing two versions", () => {
  test("shows the words that changed", () => {
    expect(wordDiff("Boil it for three minutes.", "Boil it for one minute.")).toEqual([
      { kind: "same", text: "Boil it for " },
      { kind: "removed", text: "three" },
      { kind: "added", text: "one" },
      { kind: "same", text: " " },
      { kind: "removed", text: "minutes" },
      { kind: "added", text: "minute" },
      { kind: "same", text: "." },
    ]);
  });

  test("takes a language without spaces by the character", () => {
    expect(wordDiff("水要煮三分钟", "水要煮一分钟").filter((c) => c.kind !== "same")).toEqual([
      { kind: "removed", text: "三" },
      { kind: "added", text: "一" },
    ]);
  });

  test("counts words, not signs", () => {
    expect(countChanges(wordDiff("one, two", "one; two three"))).toEqual({ added: 1, removed: 0 });
  });

  test("gives both texts back", () => {
    const text = fc.array(fc.constantFrom("a", "b", "la casa", "\n", " ", "ñ", "水", "🌱", "."), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(text, text, (a, b) => {
        const [before, after] = [a.join(""), b.join("")];
        expect(sides(before, after)).toEqual({ before, after });
      }),
    );
  });

  test("of two long unlike texts ends without comparing every pair", () => {
    const before = Array.from({ length: 9_000 }, (_, i) => `a${i}`).join(" ");
    const after = Array.from({ length: 9_000 }, (_, i) => `b${i}`).join(" ");
    expect(sides(before, after)).toEqual({ before, after });
  });
});
