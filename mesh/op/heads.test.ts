import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { runs } from "../../tests/support/arbitrary.ts";
import { type Heads, hasSeq, missingFrom, recordSeq, type SeqRange } from "./heads.ts";
import { missingRangesMax } from "./limits.ts";
import { toDeviceId } from "./types.ts";

const ana = toDeviceId("aa".repeat(8));
const luz = toDeviceId("bb".repeat(8));
const arrivals = fc.array(fc.integer({ min: 1, max: 40 }), { maxLength: 60 });

function headsOf(seqs: Iterable<number>): Heads {
  const heads: Heads = new Map();
  for (const seq of seqs) recordSeq(heads, ana, seq);
  return heads;
}

function numbersIn(ranges: SeqRange[]): number[] {
  return ranges.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, i) => from + i));
}

describe("heads", () => {
  test("remember what is missing, in whatever order operations arrive", () => {
    fc.assert(
      fc.property(arrivals, (seqs) => {
        const heads = headsOf(seqs);
        const arrived = new Set(seqs);
        for (let seq = 1; seq <= 41; seq++) {
          expect(hasSeq(heads, ana, seq)).toBe(arrived.has(seq));
        }
        expect(heads).toEqual(headsOf(seqs.toReversed()));
        expect(heads).toEqual(headsOf(arrived));
      }),
      runs(200),
    );
  });

  test("tell exactly what to ask the other side for", () => {
    fc.assert(
      fc.property(arrivals, arrivals, (mine, theirs) => {
        const wanted = missingFrom(headsOf(mine), headsOf(theirs)).get(ana) ?? [];
        const lacking = new Set(theirs).difference(new Set(mine));
        expect(numbersIn(wanted)).toEqual([...lacking].sort((a, b) => a - b));
      }),
      runs(200),
    );
  });

  test("ask for nothing more once everything came", () => {
    const mine = headsOf([1, 2, 5]);
    const theirs = headsOf([1, 2, 3, 4, 5, 6]);
    recordSeq(theirs, luz, 3);
    expect([...missingFrom(mine, theirs)]).toEqual([
      [
        ana,
        [
          [3, 4],
          [6, 6],
        ],
      ],
      [luz, [[3, 3]]],
    ]);
    for (const seq of [3, 4, 6]) recordSeq(mine, ana, seq);
    recordSeq(mine, luz, 3);
    expect(missingFrom(mine, theirs).size).toBe(0);
  });

  test("stay small whatever a device skips, and then ask for too much rather than too little", () => {
    const everySecond = Array.from({ length: 2_000 }, (_, i) => 2 * i + 2);
    const heads = headsOf(everySecond);
    const missing = heads.get(ana)?.missing ?? [];
    expect(missing.length).toBe(missingRangesMax);
    for (let seq = 1; seq < 4_000; seq += 2) expect(hasSeq(heads, ana, seq)).toBe(false);
  });

  test("span the whole range of numbers", () => {
    const heads = headsOf([0xffff_ffff]);
    expect(heads.get(ana)).toEqual({ highest: 0xffff_ffff, missing: [[1, 0xffff_fffe]] });
    expect(missingFrom(heads, headsOf([7])).get(ana)).toEqual([[7, 7]]);
  });
});
