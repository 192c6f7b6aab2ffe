import { lines, sequenceDiff } from "../../design/word-diff.ts";

export interface Merge {
  text: string;
  /** Places where both changed the same lines: both wordings stand there, one after the other. */
  conflicts: number;
}

interface Edit {
  /** Lines [from, to) of the base that are replaced. */
  from: number;
  to: number;
  lines: string[];
}

/**
 * Brings together two texts that were written apart from one base, line by line. Pure.
 *
 * What only one side changed is taken; where both did, both wordings are kept, because dropping
 * one would be a silent loss. With no base in common (`""`) everything is kept.
 */
export function threeWayMerge(base: string, left: string, right: string): Merge {
  const ground = lines(endLine(base));
  const [ours, theirs] = [edits(ground, left), edits(ground, right)];
  const merged: string[] = [];
  let conflicts = 0;
  let at = 0;
  while (ours.length > 0 || theirs.length > 0) {
    const start = Math.min(ours[0]?.from ?? Infinity, theirs[0]?.from ?? Infinity);
    merged.push(...ground.slice(at, start));
    const region = takeRegion(start, ours, theirs);
    const [mine, other] = [
      render(ground, start, region.end, region.left),
      render(ground, start, region.end, region.right),
    ];
    if (region.left.length === 0 || mine.join("") === other.join("")) merged.push(...other);
    else if (region.right.length === 0) merged.push(...mine);
    else {
      conflicts++;
      merged.push(...mine, ...other);
    }
    at = region.end;
  }
  merged.push(...ground.slice(at));
  return { text: merged.join("").replace(/\n+$/, ""), conflicts };
}

/** The edits of both sides that touch one stretch of the base, taken off the lists. */
function takeRegion(start: number, ours: Edit[], theirs: Edit[]) {
  const left: Edit[] = [];
  const right: Edit[] = [];
  let end = start;
  for (let grew = true; grew; ) {
    grew = false;
    for (const [queue, taken] of [
      [ours, left],
      [theirs, right],
    ] as const) {
      const next = queue[0];
      const touches = next !== undefined && (next.from < end || next.from === start);
      if (next !== undefined && touches) {
        taken.push(next);
        queue.shift();
        end = Math.max(end, next.to);
        grew = true;
      }
    }
  }
  return { left, right, end };
}

/** Lines [start, end) of the base with one side's edits in place. */
function render(ground: readonly string[], start: number, end: number, side: readonly Edit[]) {
  const out: string[] = [];
  let at = start;
  for (const edit of side) {
    out.push(...ground.slice(at, edit.from), ...edit.lines);
    at = edit.to;
  }
  return [...out, ...ground.slice(at, end)];
}

function edits(ground: readonly string[], text: string): Edit[] {
  const found: Edit[] = [];
  let at = 0;
  for (const hunk of sequenceDiff(ground, lines(endLine(text)))) {
    if (hunk.kind === "changed") {
      found.push({ from: at, to: at + hunk.before.length, lines: hunk.after });
    }
    at += hunk.before.length;
  }
  return found;
}

function endLine(text: string): string {
  return text === "" || text.endsWith("\n") ? text : `${text}\n`;
}
