/** The order of what was found: by fit, and what is out of date behind what took its place. Pure. */
import { type OpId, toHex } from "../../../mesh/op/index.ts";
import type { Candidate } from "./passage-rows.ts";
import type { Fit } from "./rank.ts";

export interface Ranked {
  readonly row: Candidate;
  readonly fit: Fit;
  /** The newest item that took its item's place. */
  readonly replacement: OpId | null;
  readonly score: number;
}

// Old sheets still help whoever asks about the past; they never come first.
const expiredFactor = 0.6;
const replacedFactor = 0.5;
/** Just above the best of what it replaced. */
const aboveFactor = 1.001;

/** Best first, at most `perItem` passages of one item. */
export function orderRanked(found: readonly Ranked[], now: number, perItem: number): Ranked[] {
  const lifted = liftedScores(found);
  const scored = found.map((one) => {
    const item = toHex(one.row.item);
    const lift = lifted.get(item);
    const best = lift?.passage === one ? Math.max(one.score, lift.score) : one.score;
    const expired = one.row.valid_until !== null && one.row.valid_until < now;
    const factor = one.replacement !== null ? replacedFactor : expired ? expiredFactor : 1;
    return { ...one, score: best * factor };
  });
  const counts = new Map<string, number>();
  return scored
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || b.row.created - a.row.created || compareIds(a, b))
    .filter(({ row }) => {
      const item = toHex(row.item);
      const count = (counts.get(item) ?? 0) + 1;
      counts.set(item, count);
      return count <= perItem;
    });
}

/**
 * For each item that replaced another that was found: its best passage, and the score of what it
 * replaced. A new sheet often says less of the old words than the old one did.
 */
function liftedScores(found: readonly Ranked[]): Map<string, { passage: Ranked; score: number }> {
  const lifted = new Map<string, { passage: Ranked; score: number }>();
  const bestOf = new Map<string, Ranked>();
  for (const one of found) {
    const item = toHex(one.row.item);
    if (one.score > (bestOf.get(item)?.score ?? -1)) bestOf.set(item, one);
  }
  for (const { replacement, score } of found) {
    if (replacement === null) continue;
    const passage = bestOf.get(replacement);
    const wanted = score * aboveFactor;
    if (passage === undefined || wanted <= (lifted.get(replacement)?.score ?? 0)) continue;
    lifted.set(replacement, { passage, score: wanted });
  }
  return lifted;
}

function compareIds(a: Ranked, b: Ranked): number {
  const [one, other] = [toHex(a.row.version), toHex(b.row.version)];
  return one < other ? -1 : one > other ? 1 : a.row.part - b.row.part;
}
