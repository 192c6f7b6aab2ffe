import { eachOccurrence, needlesOf } from "./occurrences.ts";
import { type Rankable, wordsOfPassage } from "./passage-words.ts";
import type { Question, WeighedTerm, WeighedVariant } from "./question.ts";

// BM25's usual constants (Robertson and Zaragoza 2009, where they are found hard to improve).
const k1 = 1.2;
const b = 0.75;
/** A word of the title says more about an item than one of its body; a tag, a little less. */
export const fieldCounts = { body: 1, title: 1.6, tags: 0.8 } as const;
/** Whoever asks what a word means wants its vocabulary entry before the notices that use it. */
const meaningFactor = 1.4;

/**
 * How well a passage fits a question: BM25 with weighted fields, where every term of the question
 * counts by its best variant only. `WordIndex` does the same for many passages at once.
 */
export function match(question: Question, passage: Rankable): number {
  const { counts } = needlesOf(question);
  const { isHeld, isTitled, length } = countIn(question, passage);
  if (!isHeld) return 0;
  const norm = normFor(length, question);
  let sum = 0;
  let index = 0;
  for (const term of question.terms) {
    let gain = 0;
    for (const variant of term.variants) {
      const count = counts[index] ?? 0;
      index += 1;
      if (count > 0) gain = Math.max(gain, gainBy(count, norm, variant, term));
    }
    sum += gain * term.weight;
  }
  counts.fill(0);
  return isTitled ? boosted(sum, question, passage) : sum;
}

/** @param length words of the passage's text and title */
export function normFor(length: number, { wordsAverage }: Question): number {
  return k1 * (1 - b + (b * length) / wordsAverage);
}

/**
 * What a term of full weight gains by one of its variants. A guessed word never tells more than the member's own
 * word would: "contador" is rare here, but as a translation of a common "gauge" it is not news.
 */
export function gainBy(
  count: number,
  norm: number,
  variant: WeighedVariant,
  term: Pick<WeighedTerm, "rarity">,
): number {
  const saturated = (count * (k1 + 1)) / (count + norm);
  const rarity = Math.min(term.rarity, variant.rarity);
  return variant.weight * rarity * saturated;
}

/** For a passage whose title holds a word of the question itself. */
export function boosted(sum: number, { asksMeaning }: Question, { form }: Rankable): number {
  return asksMeaning && form === "term" ? sum * meaningFactor : sum;
}

/** Adds up how often each variant of each term stands in a passage. */
function countIn(question: Question, passage: Rankable) {
  const { counts, variants } = needlesOf(question);
  const { body, title, tags } = wordsOfPassage(passage);
  let isHeld = false;
  let isTitled = false;
  const count = (needle: number, by: number) => {
    isHeld = true;
    counts[needle] = (counts[needle] ?? 0) + by;
  };
  eachOccurrence(question, body, (needle) => count(needle, fieldCounts.body));
  eachOccurrence(question, title, (needle) => {
    count(needle, fieldCounts.title);
    if (variants[needle]?.weight === 1) isTitled = true;
  });
  eachOccurrence(question, tags, (needle) => count(needle, fieldCounts.tags));
  return { isHeld, isTitled, length: body.length + title.length };
}
