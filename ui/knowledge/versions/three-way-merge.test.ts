import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { threeWayMerge } from "./three-way-merge.ts";

const base = "title\n\nfirst\nsecond\nthird";

describe("bringing two versions together", () => {
  test("takes what only one side changed", () => {
    const merged = threeWayMerge(
      base,
      base.replace("first", "FIRST"),
      base.replace("third", "THIRD"),
    );
    expect(merged).toEqual({ text: "title\n\nFIRST\nsecond\nTHIRD", conflicts: 0 });
  });

  test("keeps both wordings where both changed one place", () => {
    const merged = threeWayMerge(base, base.replace("first", "L"), base.replace("first", "R"));
    expect(merged).toEqual({ text: "title\n\nL\nR\nsecond\nthird", conflicts: 1 });
  });

  test("takes the same change once", () => {
    const both = base.replace("second", "2");
    expect(threeWayMerge(base, both, both)).toEqual({ text: both, conflicts: 0 });
  });

  test("keeps what both added at the end", () => {
    const merged = threeWayMerge(base, `${base}\nleft`, `${base}\nright`);
    expect(merged).toEqual({ text: `${base}\nleft\nright`, conflicts: 1 });
  });

  test("keeps everything when there is no common ground", () => {
    expect(threeWayMerge("", "left", "right")).toEqual({ text: "left\nright", conflicts: 1 });
  });

  test("an unchanged side leaves the other as it is", () => {
    const line = fc.constantFrom("a", "b", "c", "");
    const text = fc.array(line, { maxLength: 12 }).map((all) => all.join("\n").replace(/\n+$/, ""));
    fc.assert(
      fc.property(text, text, (ground, changed) => {
        expect(threeWayMerge(ground, changed, ground)).toEqual({ text: changed, conflicts: 0 });
        expect(threeWayMerge(ground, ground, changed)).toEqual({ text: changed, conflicts: 0 });
      }),
    );
  });

  test("loses no line that one side added and neither removed", () => {
    const lines = fc.array(fc.constantFrom("a", "b", "c"), { maxLength: 8 });
    fc.assert(
      fc.property(lines, fc.nat(8), fc.nat(8), (ground: string[], i, j) => {
        const insert = (at: number, text: string) => ground.toSpliced(at, 0, text).join("\n");
        const merged = threeWayMerge(ground.join("\n"), insert(i, "L"), insert(j, "R")).text;
        expect(merged.split("\n").toSorted()).toEqual([...ground, "L", "R"].toSorted());
      }),
    );
  });
});
