import type { OpId } from "../../mesh/op/index.ts";
import { fuse, nearWeightOf, type Placed } from "../knowledge/index.ts";
import { type FoundTerm, houseTermsIn } from "./house-terms.ts";
import type { Language } from "./language.ts";
import { once } from "./once.ts";
import type { FoundPassage, PassageSource, Viewer, WantedWord } from "./passage-source.ts";
import { analyse, type Question, searchWords } from "./question.ts";
import { match } from "./rank.ts";
import { supportOf } from "./support.ts";
import { type Turns, takeTurns } from "./turns.ts";
import { wordIndexOf } from "./word-index.ts";

export interface RankedPassage {
  readonly passage: FoundPassage;
  /** How well it fits, whatever its state. */
  readonly match: number;
  readonly score: number;
  readonly state: "current" | "expired" | "superseded";
}

export interface Retrieved {
  readonly question: Question;
  /** Best first; at most `perItemMax` of one item. */
  readonly passages: readonly RankedPassage[];
  /** How much of what is asked about the passages found by words hold, from 0 to 1 (support.ts). */
  readonly support: number;
  /** How far what is near in meaning is believed to be what is asked about, from 0 to 1. */
  readonly nearness: number;
  /** The community's own words that occur in the question. */
  readonly terms: readonly FoundTerm[];
}

export interface RetrieveOptions {
  readonly limit: number;
  /** Seconds since 1970: what has passed its date is demoted. */
  readonly now: number;
  /** The language taken for a question that shows none: the community's first. */
  readonly language: Language;
  /** Where its turns count along with what comes after it. */
  readonly turns?: Turns;
}

/** Enough that the right passage is among them, few enough to compare word by word at once. */
const candidatesMax = 64;
/** Twice as many as are compared in the end: those that are out of date fall behind. */
const rankedMax = 100;
const searchWordsMax = 64;
const perItemMax = 2;
/** As many of each order as are compared: what stands farther behind in both is not the answer. */
const fusedMax = 50;
/** Old sheets may still help somebody who asks about the past; they never come first. */
const stateFactors = { current: 1, expired: 0.6, superseded: 0.5 } as const;
/** What replaced an item stands above it, however little it repeats the old words. */
const replacesFactor = 1.001;

/** Finds and ranks what the viewer may see and the question asks about. */
export async function retrieve(
  text: string,
  viewer: Viewer,
  source: PassageSource,
  options: RetrieveOptions,
): Promise<Retrieved> {
  const { turns = takeTurns() } = options;
  await turns.next();
  // Asked for first: the model reads the question while the words are looked up.
  const nearest = source.nearest(viewer, text, fusedMax);
  const question = await analyse(text, viewer, source, options.language);
  const every = source.everyPassage?.(viewer) ?? null;
  const items =
    every === null
      ? await rankFound(question, viewer, source, options.now, turns)
      : await rankEvery(question, every, options.now, turns);
  for (const passages of items.values()) passages.sort(byScore);
  liftReplacements(items);
  const byWords = bestOf(items, Math.max(options.limit, fusedMax));
  // The passages do not wait for what only answers need.
  const support = once(() => supportOf(question, byWords));
  const terms = once(() => houseTermsIn(text, entriesIn(items)));
  const found = (passages: readonly RankedPassage[], nearness: number): Retrieved => ({
    question,
    passages,
    nearness,
    get support() {
      return support();
    },
    get terms() {
      return terms();
    },
  });
  const { trust, passages: near } = await nearest;
  if (near.length === 0) return found(byWords.slice(0, options.limit), 0);
  const weight = byWords.length === 0 ? 1 : nearWeightOf(trust, support());
  if (weight === 0) return found(byWords.slice(0, options.limit), 0);
  await turns.next();
  const byNearness = near.flatMap(({ passage }) => withReplacement(passage, viewer, source));
  const fused = fewOfEach(fuse(byWords, byNearness, weight)).slice(0, options.limit);
  const passages = fused.map((each) =>
    "score" in each ? each : rank(question, each.passage, options.now),
  );
  return found(passages, standsOut(near) ? trust : 0);
}

type RankedItems = Map<OpId, RankedPassage[]>;

/**
 * Of a small community's passages those that hold most of the question, by item. Nearly all hold
 * some of it, and what stands far behind is neither shown nor read.
 */
async function rankEvery(
  question: Question,
  every: readonly FoundPassage[],
  now: number,
  turns: Turns,
): Promise<RankedItems> {
  const index = await wordIndexOf(every, () => turns.next());
  const matches = index.match(question);
  const least = leastOfBest(matches, rankedMax);
  const items: RankedItems = new Map();
  const replacing = new Set<OpId>();
  for (let at = 0; at < every.length; at += 1) {
    const found = matches[at] as number;
    const passage = every[at] as FoundPassage;
    // Entries of the vocabulary are told to the model, however little they hold.
    if (found === 0 || (found < least && passage.form !== "term")) continue;
    add(items, ranked(passage, found, now));
    // What took its place may use other words.
    if (passage.supersededBy !== null) replacing.add(passage.supersededBy);
  }
  for (let at = 0; at < every.length && replacing.size > 0; at += 1) {
    const passage = every[at] as FoundPassage;
    if (!replacing.has(passage.item)) continue;
    const isThere = items.get(passage.item)?.some((one) => one.passage === passage) ?? false;
    if (!isThere) add(items, ranked(passage, matches[at] ?? 0, now));
  }
  return items;
}

/** How much the last of so many holds, of those that hold most; 0 when there are not so many. */
function leastOfBest(matches: Float64Array, count: number): number {
  return matches.length <= count ? 0 : (matches.slice().sort()[matches.length - count] ?? 0);
}

/** The most promising of many passages, and what took their place, by item. */
async function rankFound(
  question: Question,
  viewer: Viewer,
  source: PassageSource,
  now: number,
  turns: Turns,
): Promise<RankedItems> {
  const items: RankedItems = new Map();
  const found = await source.candidates(viewer, wordsToFind(question), candidatesMax);
  await turns.next();
  const replacements = found.flatMap(({ supersededBy }) =>
    supersededBy === null ? [] : source.passagesOf(viewer, supersededBy),
  );
  for (const passage of [...found, ...replacements]) {
    const known = items.get(passage.item);
    if (known?.some(({ passage: { part } }) => part === passage.part)) continue;
    add(items, rank(question, passage, now));
  }
  await turns.next();
  return items;
}

function add(items: RankedItems, one: RankedPassage): void {
  const known = items.get(one.passage.item);
  if (known === undefined) items.set(one.passage.item, [one]);
  else known.push(one);
}

/** Passages of the vocabulary that hold any of the question's words, the most telling first. */
function entriesIn(items: ReadonlyMap<OpId, readonly RankedPassage[]>): FoundPassage[] {
  return [...items.values()]
    .flat()
    .filter(({ match: found, passage: { form } }) => form === "term" && found > 0)
    .sort(byScore)
    .map(({ passage }) => passage);
}

/**
 * Whether the nearest is nearer than chance makes the first of so many: the others are what a
 * question about something else is near to.
 */
function standsOut(near: readonly { readonly likeness: number }[]): boolean {
  const [first, ...others] = near.map(({ likeness }) => likeness);
  if (first === undefined || others.length === 0) return first !== undefined;
  const mean = others.reduce((sum, each) => sum + each, 0) / others.length;
  const spread = others.reduce((sum, each) => sum + (each - mean) ** 2, 0) / others.length;
  return first > mean + deviationsMin * Math.sqrt(spread);
}

const deviationsMin = 3;

/** Whoever is near to an old sheet is after what replaced it. */
function withReplacement(passage: FoundPassage, viewer: Viewer, source: PassageSource): Placed[] {
  const { supersededBy } = passage;
  if (supersededBy === null) return [{ passage }];
  const [newer] = source.passagesOf(viewer, supersededBy);
  return newer === undefined ? [{ passage }] : [{ passage: newer }, { passage }];
}

function fewOfEach<Each extends Placed>(passages: readonly Each[]): Each[] {
  const counts = new Map<OpId, number>();
  return passages.filter(({ passage: { item } }) => {
    const count = (counts.get(item) ?? 0) + 1;
    counts.set(item, count);
    return count <= perItemMax;
  });
}

function rank(question: Question, passage: FoundPassage, now: number): RankedPassage {
  return ranked(passage, match(question, passage), now);
}

function ranked(passage: FoundPassage, found: number, now: number): RankedPassage {
  const state = stateOf(passage, now);
  return { passage, match: found, score: found * stateFactors[state], state };
}

function stateOf({ supersededBy, validUntil }: FoundPassage, now: number): RankedPassage["state"] {
  if (supersededBy !== null) return "superseded";
  return validUntil !== null && validUntil < now ? "expired" : "current";
}

/** Whoever matches an old sheet is after what replaced it, which may use other words. */
function liftReplacements(items: Map<OpId, RankedPassage[]>): void {
  for (const [old] of items.values()) {
    const newest = old?.passage.supersededBy ? items.get(old.passage.supersededBy) : undefined;
    const first = newest?.[0];
    if (old === undefined || newest === undefined || first === undefined) continue;
    const wanted = old.match * replacesFactor * stateFactors[first.state];
    if (first.score < wanted) newest[0] = { ...first, score: wanted };
  }
}

function bestOf(
  items: ReadonlyMap<OpId, readonly RankedPassage[]>,
  limit: number,
): RankedPassage[] {
  return [...items.values()]
    .flatMap((passages) => passages.slice(0, perItemMax))
    .filter(({ score }) => score > 0)
    .sort(byScore)
    .slice(0, limit);
}

/** Of equals, the newer one first. */
function byScore(one: RankedPassage, other: RankedPassage): number {
  return other.score - one.score || other.passage.created - one.passage.created;
}

/** The question's words and what they may stand for, the most telling first. */
function wordsToFind(question: Question): WantedWord[] {
  const wanted = new Map<string, WantedWord>();
  for (const [at, term] of question.terms.entries()) {
    for (const variant of term.variants) {
      const worth = term.weight * variant.weight * Math.min(term.rarity, variant.rarity);
      for (const word of searchWords(variant)) {
        const key = `${word.word}${word.prefix ? "*" : ""}`;
        if (worth > (wanted.get(key)?.worth ?? 0)) wanted.set(key, { ...word, term: at, worth });
      }
    }
  }
  return [...wanted.values()]
    .sort((one, other) => other.worth - one.worth)
    .slice(0, searchWordsMax);
}
