import { isLanguage, type Language } from "./language.ts";
import type { Question, Variant, WeighedTerm } from "./question.ts";
import { stem } from "./stem.ts";
import { isHan, type Word, words } from "./words.ts";

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

/** One field, ready to be compared: where each word and each stem stands. */
interface Field {
  readonly words: readonly Word[];
  readonly places: ReadonlyMap<string, readonly number[]>;
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
  const language = isLanguage(passage.lang) ? passage.lang : "en";
  const body = fieldOf(passage.text, language);
  const title = fieldOf(passage.title, language);
  const tags = fieldOf(passage.tags.join(" . "), language);
  const length = body.words.length + title.words.length;
  const norm = k1 * (1 - b + (b * length) / question.wordsAverage);
  let isTitled = false;
  const terms = question.terms.map((term) => {
    let gain = 0;
    let weight = 0;
    for (const variant of term.variants) {
      const inTitle = placesOf(title, variant, language).length;
      const count =
        placesOf(body, variant, language).length +
        titleCount * inTitle +
        tagCount * placesOf(tags, variant, language).length;
      if (count === 0) continue;
      if (inTitle > 0 && variant.weight === 1) isTitled = true;
      const saturated = (count * (k1 + 1)) / (count + norm);
      const rarity = Math.min(term.rarity, variant.rarity);
      gain = Math.max(gain, variant.weight * rarity * saturated * term.weight);
      weight = Math.max(weight, variant.weight);
    }
    return { term, gain, weight };
  });
  const sum = terms.reduce((total, { gain }) => total + gain, 0);
  const explains = question.asksMeaning && passage.form === "term" && isTitled;
  return { score: explains ? sum * meaningFactor : sum, terms };
}

export function fieldOf(text: string, language: Language): Field {
  const found = words(text);
  const places = new Map<string, number[]>();
  const put = (key: string, at: number) => {
    const known = places.get(key);
    if (known === undefined) places.set(key, [at]);
    else known.push(at);
  };
  for (const [at, word] of found.entries()) {
    put(word.text, at);
    if (!isHan(word.text)) put(`~${stem(word.text, language)}`, at);
  }
  return { words: found, places };
}

/** Where a variant begins in a field of this language; several parts stand one after the other. */
export function placesOf(
  { places }: Field,
  { compare, parts }: Variant,
  language: Language,
): readonly number[] {
  if (compare !== "words" && compare !== "zh" && compare !== language) return [];
  const mark = compare === "words" || compare === "zh" ? "" : "~";
  const first = places.get(`${mark}${parts[0]}`) ?? [];
  if (parts.length === 1) return first;
  return first.filter((at) =>
    parts.every((part, offset) => places.get(`${mark}${part}`)?.includes(at + offset)),
  );
}
