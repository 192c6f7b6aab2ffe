import { eachOccurrence, needlesOf } from "./occurrences.ts";
import { type Rankable, wordsOfPassage } from "./passage-words.ts";
import type { Question } from "./question.ts";

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
export function match(question: Question, passage: Rankable): number {
  const { counts } = needlesOf(question);
  const { isHeld, isTitled, length } = countIn(counts, question, passage);
  if (!isHeld) return 0;
  const norm = k1 * (1 - b + (b * length) / question.wordsAverage);
  let sum = 0;
  let index = 0;
  for (const term of question.terms) {
    let gain = 0;
    for (const variant of term.variants) {
      const count = counts[index] ?? 0;
      index += 1;
      if (count === 0) continue;
      const saturated = (count * (k1 + 1)) / (count + norm);
      const rarity = Math.min(term.rarity, variant.rarity);
      gain = Math.max(gain, variant.weight * rarity * saturated * term.weight);
    }
    sum += gain;
  }
  counts.fill(0);
  const explains = question.asksMeaning && passage.form === "term" && isTitled;
  return explains ? sum * meaningFactor : sum;
}

/** Adds up how often each variant of each term stands in a passage. */
function countIn(counts: Float64Array, question: Question, passage: Rankable) {
  const { body, title, tags } = wordsOfPassage(passage);
  let isHeld = false;
  let isTitled = false;
  const count = (index: number, by: number) => {
    isHeld = true;
    counts[index] = (counts[index] ?? 0) + by;
  };
  eachOccurrence(question, body, ({ index }) => count(index, 1));
  eachOccurrence(question, title, ({ index, variant }) => {
    count(index, titleCount);
    if (variant.weight === 1) isTitled = true;
  });
  eachOccurrence(question, tags, ({ index }) => count(index, tagCount));
  return { isHeld, isTitled, length: body.length + title.length };
}
