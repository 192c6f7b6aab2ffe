/** Of many passages that fit a question more or less, the few to show. */
import type { OpId } from "../../mesh/op/index.ts";
import type { FoundPassage } from "./passage-source.ts";

export interface RankedPassage {
  readonly passage: FoundPassage;
  /** How well it fits, whatever its state. */
  readonly match: number;
  readonly score: number;
  readonly state: "current" | "expired" | "superseded";
}

export const perItemMax = 2;
/** Old sheets may still help somebody who asks about the past; they never come first. */
const stateFactors = { current: 1, expired: 0.6, superseded: 0.5 } as const;
/** What replaced an item stands above it, however little it repeats the old words. */
const replacesFactor = 1.001;

export function ranked(passage: FoundPassage, match: number, now: number): RankedPassage {
  const state = stateOf(passage, now);
  return { passage, match, score: match * stateFactors[state], state };
}

function stateOf({ supersededBy, validUntil }: FoundPassage, now: number): RankedPassage["state"] {
  if (supersededBy !== null) return "superseded";
  return validUntil !== null && validUntil < now ? "expired" : "current";
}

/** Of equals, the newer one first. */
export function byScore(one: RankedPassage, other: RankedPassage): number {
  return other.score - one.score || other.passage.created - one.passage.created;
}

/** Which passages are of one item, by their places among all. */
interface Items {
  /** For each passage the number of its item. */
  readonly of: Int32Array;
  readonly numbers: ReadonlyMap<OpId, number>;
}

/** Kept with a list that is the same one for many questions. */
const known = new WeakMap<readonly FoundPassage[], Items>();

function itemsOf(passages: readonly FoundPassage[]): Items {
  const kept = known.get(passages);
  if (kept !== undefined) return kept;
  const numbers = new Map<OpId, number>();
  const of = Int32Array.from(passages, ({ item }) => {
    const number = numbers.get(item) ?? numbers.size;
    numbers.set(item, number);
    return number;
  });
  const made = { of, numbers };
  known.set(passages, made);
  return made;
}

/**
 * Best first; at most `perItemMax` of one item. Hundreds may hold some of a question's words, so
 * that only those that are among the best become objects.
 *
 * @param matches how well each passage fits; 0 for those that hold nothing of the question
 */
export function bestPassages(
  passages: readonly FoundPassage[],
  matches: ArrayLike<number>,
  now: number,
  limit: number,
): RankedPassage[] {
  const { of, numbers } = itemsOf(passages);
  const scores = new Float64Array(passages.length);
  for (let at = 0; at < scores.length; at += 1) {
    const match = matches[at] ?? 0;
    if (match > 0) scores[at] = match * stateFactors[stateOf(passages[at] as FoundPassage, now)];
  }
  const { first, second } = bestOfItems(of, scores, numbers.size);
  for (let item = 0; item < first.length; item += 1) {
    const old = first[item] as number;
    const { supersededBy } = passages[old] as FoundPassage;
    const newest = supersededBy === null ? undefined : first[numbers.get(supersededBy) ?? -1];
    if (newest === undefined) continue;
    // Whoever matches an old sheet is after what replaced it, which may use other words.
    const state = stateOf(passages[newest] as FoundPassage, now);
    const wanted = (matches[old] ?? 0) * replacesFactor * stateFactors[state];
    if (wanted > (scores[newest] as number)) scores[newest] = wanted;
  }
  return highest([first, second], scores, limit)
    .map((at): RankedPassage => {
      const passage = passages[at] as FoundPassage;
      const [match, score] = [matches[at] ?? 0, scores[at] ?? 0];
      return { passage, match, score, state: stateOf(passage, now) };
    })
    .sort(byScore)
    .slice(0, limit);
}

/** For each item where its best passage is, and its second best; -1 where it has no other. */
function bestOfItems(of: Int32Array, scores: Float64Array, items: number) {
  const first = new Int32Array(items).fill(-1);
  const second = new Int32Array(items).fill(-1);
  for (let at = 0; at < of.length; at += 1) {
    const item = of[at] as number;
    const best = first[item] as number;
    const next = second[item] as number;
    const score = scores[at] as number;
    if (best < 0 || score > (scores[best] as number)) {
      second[item] = best;
      first[item] = at;
    } else if (next < 0 || score > (scores[next] as number)) {
      second[item] = at;
    }
  }
  return { first, second };
}

/** Places of those that score highest, in no order; more than `limit` where some are equals. */
function highest(
  lists: readonly Int32Array[],
  scores: Float64Array,
  limit: number,
): readonly number[] {
  const places: number[] = [];
  for (const list of lists) {
    for (let each = 0; each < list.length; each += 1) {
      const at = list[each] as number;
      if (at >= 0 && (scores[at] as number) > 0) places.push(at);
    }
  }
  if (places.length <= limit) return places;
  const sorted = new Float64Array(places.length);
  for (let each = 0; each < sorted.length; each += 1) {
    sorted[each] = scores[places[each] as number] as number;
  }
  const least = sorted.sort()[sorted.length - limit] as number;
  return places.filter((at) => (scores[at] as number) >= least);
}
