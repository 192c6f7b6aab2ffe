/** Two orders of passages made into one: by the question's words, and by nearness in meaning. Pure. */
import type { FoundPassage } from "./hit.ts";

/** A passage at its place in an order. */
export interface Placed {
  readonly passage: FoundPassage;
}

/** Reciprocal rank fusion (Cormack, Clarke and Büttcher 2009), with the constant they found best. */
const k = 60;

/**
 * Best first. A passage counts one over its place in each of the orders, with `nearWeight` for the
 * places by nearness: at 0 the words alone decide, and what is only near comes last.
 */
export function fuse<One extends Placed, Other extends Placed>(
  byWords: readonly One[],
  byNearness: readonly Other[],
  nearWeight: number,
): (One | Other)[] {
  const fused = new Map<string, { passage: One | Other; score: number }>();
  const count = (passages: readonly (One | Other)[], weight: number) => {
    const counted = new Set<string>();
    for (const [at, passage] of passages.entries()) {
      const key = `${passage.passage.version}/${passage.passage.part}`;
      if (counted.has(key)) continue;
      counted.add(key);
      const known = fused.get(key) ?? { passage, score: 0 };
      fused.set(key, { ...known, score: known.score + weight / (k + 1 + at) });
    }
  };
  count(byWords, 1);
  count(byNearness, nearWeight);
  const sorted = [...fused.values()].sort((one, other) => other.score - one.score);
  return newestFirst(sorted.map(({ passage }) => passage));
}

/** What has been replaced stands behind what replaced it. */
function newestFirst<Each extends Placed>(passages: readonly Each[]): Each[] {
  const ordered = new Set<Each>();
  for (const ranked of passages) {
    const { supersededBy } = ranked.passage;
    const newer = passages.find(({ passage }) => passage.item === supersededBy);
    if (newer !== undefined) ordered.add(newer);
    ordered.add(ranked);
  }
  return [...ordered];
}

/**
 * What nearness weighs beside words, from 0 to 1: as much as the model has shown to understand of
 * this community's texts, and less the more of the question the words have found. Where every word
 * is found together, a guess at the meaning only muddles the order.
 */
export function nearWeightOf(trust: number, support: number): number {
  return trust * Math.min(1, unsaidFactor * (1 - support));
}

const unsaidFactor = 1.5;
