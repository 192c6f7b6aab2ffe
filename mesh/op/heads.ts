import { missingRangesMax, seqMax } from "./limits.ts";
import type { DeviceId } from "./types.ts";

/** First and last sequence number, both included. */
export type SeqRange = [from: number, to: number];

/** What is known of one device: everything up to `highest`, except the missing ranges. */
export interface Head {
  highest: number;
  missing: SeqRange[];
}

export type Heads = Map<DeviceId, Head>;

/** Notes that this operation has arrived; the order of arrival does not matter. */
export function recordSeq(heads: Heads, device: DeviceId, seq: number): void {
  const head = heads.get(device) ?? { highest: 0, missing: [] };
  heads.set(device, head);
  if (seq > head.highest) {
    if (seq > head.highest + 1) head.missing.push([head.highest + 1, seq - 1]);
    head.highest = seq;
    mergeNearest(head.missing);
    return;
  }
  const at = head.missing.findIndex(([from, to]) => from <= seq && seq <= to);
  const range = head.missing[at];
  if (range === undefined) return;
  head.missing.splice(at, 1, ...split(range, seq));
  mergeNearest(head.missing);
}

/** Whether the operation has arrived. May say no to one that has, after ranges were merged. */
export function hasSeq(heads: Heads, device: DeviceId, seq: number): boolean {
  const head = heads.get(device);
  if (head === undefined || seq > head.highest) return false;
  return !head.missing.some(([from, to]) => from <= seq && seq <= to);
}

/** What they have and I do not, per device: what to ask them for. */
export function missingFrom(mine: Heads, theirs: Heads): Map<DeviceId, SeqRange[]> {
  const wanted = new Map<DeviceId, SeqRange[]>();
  for (const [device, their] of theirs) {
    const head = mine.get(device) ?? { highest: 0, missing: [] };
    const lacking: SeqRange[] = [...head.missing];
    if (head.highest < seqMax) lacking.push([head.highest + 1, seqMax]);
    const ranges = overlap(lacking, present(their));
    if (ranges.length > 0) wanted.set(device, ranges);
  }
  return wanted;
}

function present(head: Head): SeqRange[] {
  const ranges: SeqRange[] = [];
  let from = 1;
  for (const gap of head.missing) {
    if (gap[0] > from) ranges.push([from, gap[0] - 1]);
    from = gap[1] + 1;
  }
  if (from <= head.highest) ranges.push([from, head.highest]);
  return ranges;
}

/** Both lists ascend and do not overlap themselves. */
function overlap(a: SeqRange[], b: SeqRange[]): SeqRange[] {
  const both: SeqRange[] = [];
  for (const [aFrom, aTo] of a) {
    for (const [bFrom, bTo] of b) {
      const from = Math.max(aFrom, bFrom);
      const to = Math.min(aTo, bTo);
      if (from <= to) both.push([from, to]);
    }
  }
  return both;
}

function split([from, to]: SeqRange, seq: number): SeqRange[] {
  const parts: SeqRange[] = [];
  if (from < seq) parts.push([from, seq - 1]);
  if (seq < to) parts.push([seq + 1, to]);
  return parts;
}

/**
 * A device that skips every second number would fill memory with gaps. Beyond the limit the two
 * nearest gaps become one: some operations are asked for again, and are duplicates then.
 */
function mergeNearest(missing: SeqRange[]): void {
  if (missing.length <= missingRangesMax) return;
  let nearest = 1;
  for (let i = 1; i < missing.length; i++) {
    if (distance(missing, i) < distance(missing, nearest)) nearest = i;
  }
  const left = missing[nearest - 1];
  const right = missing[nearest];
  if (left && right) missing.splice(nearest - 1, 2, [left[0], right[1]]);
}

function distance(missing: SeqRange[], i: number): number {
  return (missing[i]?.[0] ?? 0) - (missing[i - 1]?.[1] ?? 0);
}
