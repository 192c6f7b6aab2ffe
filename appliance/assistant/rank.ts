import { needlesOf, occurrencesIn } from "./occurrences.ts";
import type { Question, WeighedTerm } from "./question.ts";

/** The part of a passage that is compared with a question. */
export interface Rankable {
  readonly title: string;
  readonly text: string;
  readonly tags: readonly string[];
  readonly lang: string;
  readonly form: "article" | "term";
}

export interface TermMatch {
  readonly term: WeighedTerm;
  /** What the term adds to the score. */
  readonly gain: number;
  /** The weight of the best variant found: 1 for the member's own word, 0 for none. */
  readonly weight: number;
}

export interface Match {
  readonly score: number;
  readonly terms: readonly TermMatch[];
}

// BM25's usual constants (Robertson and Zaragoza 2009, where they are found hard to improve).
const k1 = 1.2;
const b = 0.75;
/** A word of the title says more about an item than one of its body; a tag, a little less. */
const titleCount = 1.6;
const tagCount = 0.8;
/** Whoever asks what a word means wants its vocabulary entry before the notices that use it. */
const meaningFactor = 1.4;

/**
 * How well a passage fits a question: BM25 with weighted fields, where every term of the question
 * counts by its best variant only. A guessed word never tells more than the member's own word
 * would: "contador" is rare here, but as a translation of a common "gauge" it is not news.
 */
export function match(question: Question, passage: Rankable): Match {
  const { counts, isTitled, length } = countsIn(question, passage);
  const norm = k1 * (1 - b + (b * length) / question.wordsAverage);
  let sum = 0;
  let index = 0;
  const terms = question.terms.map((term) => {
    let gain = 0;
    let weight = 0;
    for (const variant of term.variants) {
      const count = counts[index] ?? 0;
      index += 1;
      if (count === 0) continue;
      const saturated = (count * (k1 + 1)) / (count + norm);
      const rarity = Math.min(term.rarity, variant.rarity);
      gain = Math.max(gain, variant.weight * rarity * saturated * term.weight);
      weight = Math.max(weight, variant.weight);
    }
    sum += gain;
    return { term, gain, weight };
  });
  const explains = question.asksMeaning && passage.form === "term" && isTitled;
  return { score: explains ? sum * meaningFactor : sum, terms };
}

/** How often each variant of each term stands in a passage, in the order of the question. */
function countsIn(question: Question, { title, text, tags, lang }: Rankable) {
  const { needles } = needlesOf(question);
  const counts = new Float64Array(needles.length);
  const inBody = occurrencesIn(question, text, lang);
  const inTitle = occurrencesIn(question, title, lang);
  for (const { needle } of inBody.found) counts[needle.index] = (counts[needle.index] ?? 0) + 1;
  for (const { needle } of inTitle.found) {
    counts[needle.index] = (counts[needle.index] ?? 0) + titleCount;
  }
  for (const { needle } of occurrencesIn(question, tags.join(" . "), lang).found) {
    counts[needle.index] = (counts[needle.index] ?? 0) + tagCount;
  }
  const isTitled = inTitle.found.some(({ needle }) => needle.variant.weight === 1);
  return { counts, isTitled, length: inBody.words + inTitle.words };
}
