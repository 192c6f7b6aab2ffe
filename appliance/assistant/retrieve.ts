import type { OpId } from "../../mesh/op/index.ts";
import { fuse, nearWeightOf, type Placed } from "../knowledge/index.ts";
import { bestPassages, byScore, perItemMax, type RankedPassage, ranked } from "./best-passages.ts";
import { type FoundTerm, houseTermsIn } from "./house-terms.ts";
import type { Language } from "./language.ts";
import { once } from "./once.ts";
import type { FoundPassage, PassageSource, Viewer, WantedWord } from "./passage-source.ts";
import { analyse, type Question, searchWords } from "./question.ts";
import { match } from "./rank.ts";
import { supportOf } from "./support.ts";
import { type Turns, takeTurns } from "./turns.ts";
import { wordIndexOf } from "./word-index.ts";

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
  /**
   * Entries of its vocabulary that may explain what is read about it: all of them, or among very
   * many passages those that hold a word of the question.
   */
  readonly vocabulary: readonly FoundPassage[];
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
const searchWordsMax = 64;
/** As many of each order as are compared: what stands farther behind in both is not the answer. */
const fusedMax = 50;

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
  const { passages: fitting, matches } =
    every === null
      ? await findFitting(question, viewer, source, turns)
      : { passages: every, matches: await matchAll(question, every, turns) };
  const best = (limit: number) => bestPassages(fitting, matches, options.now, limit);
  const byWords = best(options.limit);
  // The passages do not wait for what only answers need.
  const support = once(() => supportOf(question, byWords));
  const terms = once(() => houseTermsIn(text, entriesIn(fitting, matches, options.now)));
  const vocabulary = once(() => fitting.filter(({ form }) => form === "term"));
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
    get vocabulary() {
      return vocabulary();
    },
  });
  const { trust, passages: near } = await nearest;
  if (near.length === 0) return found(byWords, 0);
  const weight = byWords.length === 0 ? 1 : nearWeightOf(trust, support());
  if (weight === 0) return found(byWords, 0);
  await turns.next();
  const byNearness = near.flatMap(({ passage }) => withReplacement(passage, viewer, source));
  const fused = fewOfEach(fuse(best(fusedMax), byNearness, weight)).slice(0, options.limit);
  const passages = fused.map((each) =>
    "score" in each ? each : ranked(each.passage, match(question, each.passage), options.now),
  );
  return found(passages, standsOut(near) ? trust : 0);
}

/** Passages, and how well each fits. */
interface Fitting {
  readonly passages: readonly FoundPassage[];
  readonly matches: ArrayLike<number>;
}

/** How well each passage of a small community fits. */
async function matchAll(
  question: Question,
  every: readonly FoundPassage[],
  turns: Turns,
): Promise<Float64Array> {
  const index = await wordIndexOf(every, () => turns.next());
  return index.match(question);
}

/** The most promising of many passages, and what took their place. */
async function findFitting(
  question: Question,
  viewer: Viewer,
  source: PassageSource,
  turns: Turns,
): Promise<Fitting> {
  const found = await source.candidates(viewer, wordsToFind(question), candidatesMax);
  await turns.next();
  const replacements = found.flatMap(({ supersededBy }) =>
    supersededBy === null ? [] : source.passagesOf(viewer, supersededBy),
  );
  const each = new Map<string, FoundPassage>();
  for (const passage of [...found, ...replacements]) {
    const key = `${passage.item}/${passage.part}`;
    if (!each.has(key)) each.set(key, passage);
  }
  const passages = [...each.values()];
  const matches = passages.map((passage) => match(question, passage));
  await turns.next();
  return { passages, matches };
}

/** Passages of the vocabulary that hold any of the question's words, the most telling first. */
function entriesIn(
  passages: readonly FoundPassage[],
  matches: ArrayLike<number>,
  now: number,
): FoundPassage[] {
  return passages
    .flatMap((passage, at) => {
      const found = passage.form === "term" ? (matches[at] ?? 0) : 0;
      return found > 0 ? [ranked(passage, found, now)] : [];
    })
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
