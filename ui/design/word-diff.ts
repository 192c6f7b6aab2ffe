/** What changed between two versions, in words a person can follow. Pure. */

export interface Change {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Pairs to compare at most (some 20 ms on a phone); beyond it a stretch counts as replaced. */
const stepsMax = 4_000_000;

/**
 * The differences between two texts: first by lines, then by words inside the lines that changed.
 * Joining what is not `added` gives `before`; joining what is not `removed` gives `after`.
 */
export function wordDiff(before: string, after: string): Change[] {
  const changes: Change[] = [];
  for (const hunk of sequenceDiff(lines(before), lines(after))) {
    if (hunk.kind === "same") push(changes, "same", hunk.before.join(""));
    else {
      for (const part of sequenceDiff(words(hunk.before.join("")), words(hunk.after.join("")))) {
        if (part.kind === "same") push(changes, "same", part.before.join(""));
        else {
          push(changes, "removed", part.before.join(""));
          push(changes, "added", part.after.join(""));
        }
      }
    }
  }
  return changes;
}

/** How many words were added and removed. */
export function countChanges(changes: readonly Change[]): { added: number; removed: number } {
  const count = (kind: Change["kind"]) =>
    changes
      .filter((change) => change.kind === kind)
      .reduce((sum, change) => sum + words(change.text).filter(isWord).length, 0);
  return { added: count("added"), removed: count("removed") };
}

export interface Hunk {
  kind: "same" | "changed";
  before: string[];
  after: string[];
}

/** Runs of equal and unequal elements, by the longest common subsequence. */
export function sequenceDiff(before: readonly string[], after: readonly string[]): Hunk[] {
  let start = 0;
  while (start < Math.min(before.length, after.length) && before[start] === after[start]) start++;
  let end = 0;
  const room = Math.min(before.length, after.length) - start;
  while (end < room && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;

  const hunks: Hunk[] = [];
  if (start > 0) extend(hunks, "same", before.slice(0, start), after.slice(0, start));
  const [a, b] = [before.slice(start, before.length - end), after.slice(start, after.length - end)];
  if (a.length * b.length > stepsMax) extend(hunks, "changed", a, b);
  else middle(hunks, a, b);
  if (end > 0) extend(hunks, "same", before.slice(-end), after.slice(-end));
  return hunks;
}

/** The plain dynamic programme; what both ends share is already off, so the tables stay small. */
function middle(hunks: Hunk[], a: readonly string[], b: readonly string[]): void {
  const width = b.length + 1;
  const common = new Uint16Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] as number;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] =
        a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      extend(hunks, "same", [a[i++] as string], [b[j++] as string]);
    } else if (j >= b.length || (i < a.length && at(i + 1, j) >= at(i, j + 1))) {
      extend(hunks, "changed", [a[i++] as string], []);
    } else {
      extend(hunks, "changed", [], [b[j++] as string]);
    }
  }
}

function extend(hunks: Hunk[], kind: Hunk["kind"], before: string[], after: string[]): void {
  if (before.length === 0 && after.length === 0) return;
  const last = hunks.at(-1);
  if (last?.kind === kind) {
    last.before.push(...before);
    last.after.push(...after);
  } else {
    hunks.push({ kind, before: [...before], after: [...after] });
  }
}

function push(changes: Change[], kind: Change["kind"], text: string): void {
  if (text === "") return;
  const last = changes.at(-1);
  if (last?.kind === kind) last.text += text;
  else changes.push({ kind, text });
}

/** Lines with their line ends, so that joining gives the text back. */
export function lines(text: string): string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** Words, spaces and signs; a language without spaces is taken by the character. */
function words(text: string): string[] {
  return text.match(/\p{Ideographic}|[\p{L}\p{M}\p{N}'’-]+|\s+|[^\p{L}\p{M}\p{N}\s]/gu) ?? [];
}

function isWord(piece: string): boolean {
  return /[\p{L}\p{N}]/u.test(piece);
}
