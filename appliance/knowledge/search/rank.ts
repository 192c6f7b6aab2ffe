/** How well a passage fits a question: BM25F over its fields, and how its words stand together. */
import type { Term } from "./query.ts";
import { rarityOf } from "./query.ts";

/** Words of a passage as indexed, separated by spaces. */
export interface Fields {
  readonly title: string;
  readonly about: string;
  readonly body: string;
  readonly pairs: string;
}

export interface Fit {
  readonly score: number;
  /** 0 to 1: the share of the question's weight that the passage holds. */
  readonly matched: number;
  /** Words of the passage that the question means, for highlighting. */
  readonly words: ReadonlySet<string>;
}

export interface RankStats {
  readonly passages: number;
  readonly wordsAverage: number;
}

// Robertson and Zaragoza 2009. Passages are of similar length, so length says less than usual.
const k1 = 1.2;
const b = 0.5;
const fieldWeights = { title: 2.2, about: 1, body: 1, pairs: 1 } as const;
const nearWords = 5;
const nearWeight = 0.25;
const nearWeightMin = 0.25;

/**
 * @param wordCount of the passage, title included
 * @param prefix what the fields' words begin with before the word itself
 */
export function fitOf(
  terms: readonly Term[],
  fields: Fields,
  { wordCount, prefix, stats }: { wordCount: number; prefix: string; stats: RankStats },
): Fit {
  const places = placesOf(fields, prefix, terms);
  const norm = k1 * (1 - b + (b * wordCount) / Math.max(1, stats.wordsAverage));
  const words = new Set<string>();
  let score = 0;
  let held = 0;
  let asked = 0;
  let previous: Gain | null = null;
  for (const term of terms) {
    const worth = worthOf(term, stats);
    asked += worth;
    const gain = gainOf(term, places, norm, stats);
    for (const word of gain?.words ?? []) words.add(word);
    if (gain !== null) {
      score += gain.score;
      held += gain.weight * worth;
    }
    // Function words between two words do not part them.
    if (term.isPair || term.weight < nearWeightMin) continue;
    if (previous !== null && gain !== null) {
      const near = nearness(previous.at, gain.at);
      score += near * nearWeight * Math.min(previous.score, gain.score);
    }
    previous = gain;
  }
  return { score, matched: asked === 0 ? 0 : held / asked, words };
}

/** What the term weighs in the question. A word found nowhere weighs what its best guess does. */
function worthOf({ weight, variants }: Term, { passages }: RankStats): number {
  const [own] = variants;
  if (own === undefined) return 0;
  const known = variants.filter(({ count }) => count > 0).map(({ count }) => count);
  const count = own.count > 0 ? own.count : Math.min(...known);
  return weight * rarityOf(Number.isFinite(count) ? count : 0, passages);
}

interface Gain {
  readonly score: number;
  /** Of the surest variant that stands in the passage. */
  readonly weight: number;
  readonly at: readonly number[];
  readonly words: readonly string[];
}

/** The variant that gains most counts, and no other: three guesses at a word are one word. */
function gainOf(
  term: Term,
  places: ReadonlyMap<string, Place>,
  norm: number,
  { passages }: RankStats,
): Gain | null {
  let best: { score: number; at: readonly number[] } | null = null;
  let weightMax = 0;
  const words: string[] = [];
  for (const { word, weight, count } of term.variants) {
    const place = places.get(word);
    if (place === undefined || place.at.length === 0) continue;
    words.push(word);
    const saturated = (place.frequency * (k1 + 1)) / (place.frequency + norm);
    const score = weight * term.weight * rarityOf(count, passages) * saturated;
    if (best === null || score > best.score) best = { score, at: place.at };
    weightMax = Math.max(weightMax, weight);
  }
  return best === null ? null : { ...best, weight: weightMax, words };
}

interface Place {
  frequency: number;
  readonly at: number[];
}

/** Where each word that the question may mean stands; the fields are set apart from each other. */
function placesOf(
  fields: Fields,
  prefix: string,
  terms: readonly Term[],
): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  const byIndexed = new Map<string, Place>();
  for (const { word } of terms.flatMap(({ variants }) => variants)) {
    const place = places.get(word) ?? { frequency: 0, at: [] };
    places.set(word, place);
    byIndexed.set(prefix + word, place);
  }
  let at = 0;
  for (const field of ["title", "about", "body", "pairs"] as const) {
    if (fields[field] === "") continue;
    for (const word of fields[field].split(" ")) {
      const place = byIndexed.get(word);
      if (place !== undefined) {
        place.frequency += fieldWeights[field];
        place.at.push(at);
      }
      at++;
    }
    at += nearWords * 2;
  }
  return places;
}

/** 1 when one follows the other, less the farther apart, 0 beyond a few words. */
function nearness(first: readonly number[], second: readonly number[]): number {
  let nearest = nearWords + 1;
  let from = 0;
  for (const at of second) {
    while (from < first.length - 1 && (first[from + 1] as number) < at) from++;
    for (const other of [first[from], first[from + 1]]) {
      if (other === undefined || other === at) continue;
      nearest = Math.min(nearest, Math.abs(at - other));
    }
  }
  return nearest > nearWords ? 0 : 1 / nearest;
}
