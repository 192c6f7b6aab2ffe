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
  const laid = layOut(text, language);
  const { byWord, byStem } = needlesOf(question);
  const found: Occurrence[] = [];
  const look = (
    first: string,
    needles: readonly Needle[],
    places: ReadonlyMap<string, readonly number[]>,
    read: (at: number) => string | undefined,
  ) => {
    for (const at of places.get(first) ?? []) {
      for (const needle of needles) {
        const end = endOf(needle, laid, at, read);
        if (end !== null) found.push({ needle, start: laid.words[at]?.start ?? 0, end });
      }
    }
  };
  for (const [first, needles] of byWord) {
    look(first, needles, laid.wordPlaces, (at) => laid.words[at]?.text);
  }
  for (const [first, needles] of byStem[language]) {
    look(first, needles, laid.stemPlaces, (at) => laid.stems[at]);
  }
  found.sort((one, other) => one.start - other.start);
  return { found, words: laid.words.length };
}

/** Where an occurrence that begins at a word ends; null if its other parts do not follow. */
function endOf(
  { variant: { parts } }: Needle,
  { words: all }: LaidOut,
  at: number,
  read: (at: number) => string | undefined,
): number | null {
  for (let offset = 1; offset < parts.length; offset += 1) {
    if (read(at + offset) !== parts[offset]) return null;
  }
  return all[at + parts.length - 1]?.end ?? null;
}

/** A text's words, and where each stands. */
interface LaidOut {
  readonly words: readonly Word[];
  readonly stems: readonly string[];
  readonly wordPlaces: ReadonlyMap<string, readonly number[]>;
  /** Without Chinese, which has no stems. */
  readonly stemPlaces: ReadonlyMap<string, readonly number[]>;
}

/**
 * Each question is compared with a hundred passages, and in a community they are mostly the same
 * ones: laid out once, a passage costs a look-up for each word of the question (a hundred
 * questions at once: from 3.1 s of processor time to 0.5 s). Bounded by characters, the longest
 * unused first.
 */
const charsKeptMax = 4_000_000;
const kept: Record<Language, Map<string, LaidOut>> = {
  en: new Map(),
  es: new Map(),
  zh: new Map(),
};
let charsKept = 0;

function layOut(text: string, language: Language): LaidOut {
  const own = kept[language];
  const known = own.get(text);
  if (known !== undefined) {
    own.delete(text);
    own.set(text, known);
    return known;
  }
  const all = words(text);
  const stems = all.map((word) => stem(word.text, language));
  const wordPlaces = new Map<string, number[]>();
  const stemPlaces = new Map<string, number[]>();
  for (const [at, word] of all.entries()) {
    note(wordPlaces, word.text, at);
    if (!isHan(word.text)) note(stemPlaces, stems[at] ?? "", at);
  }
  const laid = { words: all, stems, wordPlaces, stemPlaces };
  own.set(text, laid);
  charsKept += text.length;
  for (const [oldest] of own) {
    if (charsKept <= charsKeptMax) break;
    own.delete(oldest);
    charsKept -= oldest.length;
  }
  return laid;
}

function note(places: Map<string, number[]>, word: string, at: number): void {
  const known = places.get(word);
  if (known === undefined) places.set(word, [at]);
  else known.push(at);
}
