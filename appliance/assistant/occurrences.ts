import { isLanguage, type Language } from "./language.ts";
import type { Question, WeighedVariant } from "./question.ts";
import { stem } from "./stem.ts";
import { isHan, type Word, words } from "./words.ts";

/** A variant of a question's term, to be looked for in many texts. */
export interface Needle {
  /** Its place among all variants of all terms. */
  readonly index: number;
  readonly variant: WeighedVariant;
}

export interface Occurrence {
  readonly needle: Needle;
  /** UTF-16 range. */
  readonly start: number;
  readonly end: number;
}

interface Needles {
  readonly needles: readonly Needle[];
  /** By their first part, as a folded word or as a stem of a language. */
  readonly byWord: ReadonlyMap<string, readonly Needle[]>;
  readonly byStem: Record<Language, ReadonlyMap<string, readonly Needle[]>>;
}

/** A question is looked for in a hundred passages, so its words are laid out once. */
const laidOut = new WeakMap<Question, Needles>();

export function needlesOf(question: Question): Needles {
  const known = laidOut.get(question);
  if (known !== undefined) return known;
  const needles = question.terms
    .flatMap(({ variants }) => variants)
    .map((variant, index) => ({ index, variant }));
  const byFirst = (compare: (variant: WeighedVariant) => boolean) => {
    const map = new Map<string, Needle[]>();
    for (const needle of needles.filter(({ variant }) => compare(variant))) {
      const first = needle.variant.parts[0] ?? "";
      map.set(first, [...(map.get(first) ?? []), needle]);
    }
    return map;
  };
  const made = {
    needles,
    // Chinese has no stems: its expressions stand as they are in texts of any language.
    byWord: byFirst(({ compare }) => compare === "words" || compare === "zh"),
    byStem: {
      en: byFirst(({ compare }) => compare === "en"),
      es: byFirst(({ compare }) => compare === "es"),
      zh: new Map(),
    },
  };
  laidOut.set(question, made);
  return made;
}

/** Where the question's words, or what they may stand for, are in a text, and how long it is. */
export function occurrencesIn(
  question: Question,
  text: string,
  lang: string,
): { readonly found: readonly Occurrence[]; readonly words: number } {
  const language = isLanguage(lang) ? lang : "en";
  const { byWord, byStem } = needlesOf(question);
  const stems = byStem[language];
  const all = words(text);
  const found: Occurrence[] = [];
  for (const [at, word] of all.entries()) {
    for (const needle of byWord.get(word.text) ?? []) {
      const end = endOf(needle, all, at, (each) => each.text);
      if (end !== null) found.push({ needle, start: word.start, end });
    }
    if (stems.size === 0 || isHan(word.text)) continue;
    for (const needle of stems.get(stem(word.text, language)) ?? []) {
      const end = endOf(needle, all, at, (each) => stem(each.text, language));
      if (end !== null) found.push({ needle, start: word.start, end });
    }
  }
  return { found, words: all.length };
}

/** Where an occurrence that begins at a word ends; null if its other parts do not follow. */
function endOf(
  { variant: { parts } }: Needle,
  all: readonly Word[],
  at: number,
  read: (word: Word) => string,
): number | null {
  for (let offset = 1; offset < parts.length; offset += 1) {
    const word = all[at + offset];
    if (word === undefined || read(word) !== parts[offset]) return null;
  }
  return all[at + parts.length - 1]?.end ?? null;
}
