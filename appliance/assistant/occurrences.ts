import {
  eachMarked,
  endAt,
  keyOf,
  type LaidOut,
  layOut,
  markOf,
  marksMax,
  startAt,
} from "./laid-out.ts";
import { isLanguage, type Language } from "./language.ts";
import { once } from "./once.ts";
import type { Question, WeighedVariant } from "./question.ts";
import { isHan } from "./words.ts";

/** A variant of a question's term, to be looked for in many texts. */
export interface Needle {
  /** Its place among all variants of all terms. */
  readonly index: number;
  readonly variant: WeighedVariant;
  /** The place of its term among the question's. */
  readonly term: number;
  readonly keys: readonly number[];
}

/** Hears which needle begins at a word, and at which word it ends. */
type Hearing = (needle: Needle, at: number, last: number) => void;

/** Needles by the mark of their first part. */
interface ByFirst {
  /** 1 where a word with this mark may begin a needle. */
  readonly marks: Uint8Array;
  readonly needles: ReadonlyMap<number, readonly Needle[]>;
}

interface Needles {
  /** As the terms of the question. */
  readonly byTerm: readonly (readonly Needle[])[];
  /** For whoever counts them in one passage after the other; to be left at zero. */
  readonly counts: Float64Array;
  readonly byWord: () => ByFirst;
  readonly byStem: Readonly<Record<Language, () => ByFirst>>;
}

/** A question is looked for in hundreds of passages, so its words are laid out once. */
const laidOut = new WeakMap<Question, Needles>();

export function needlesOf(question: Question): Needles {
  const known = laidOut.get(question);
  if (known !== undefined) return known;
  let index = 0;
  const byTerm = question.terms.map(({ variants }, term) =>
    variants.map((variant) => ({ index: index++, variant, term, keys: keysOf(variant.parts) })),
  );
  const needles = byTerm.flat();
  const made = {
    byTerm,
    counts: new Float64Array(needles.length),
    // Chinese has no stems: its expressions stand as they are in texts of any language.
    byWord: once(() =>
      byFirst(
        needles.filter(({ variant: { compare } }) => compare === "words" || compare === "zh"),
      ),
    ),
    byStem: {
      en: once(() => byStemOf(needles, "en")),
      es: once(() => byStemOf(needles, "es")),
      zh: () => nowhere,
    },
  };
  laidOut.set(question, made);
  return made;
}

/** Of the expressions of the glossary, which are the same each time. */
const keysOfParts = new WeakMap<readonly string[], readonly number[]>();

function keysOf(parts: readonly string[]): readonly number[] {
  const known = keysOfParts.get(parts);
  if (known !== undefined) return known;
  const keys = parts.map(keyOf);
  keysOfParts.set(parts, keys);
  return keys;
}

function byStemOf(needles: readonly Needle[], language: Language): ByFirst {
  return byFirst(
    needles.filter(
      ({ variant: { compare, parts } }) => compare === language && !isHan(parts[0] ?? ""),
    ),
  );
}

function byFirst(needles: readonly Needle[]): ByFirst {
  const marks = new Uint8Array(marksMax);
  const map = new Map<number, Needle[]>();
  for (const needle of needles) {
    const mark = markOf(needle.keys[0] ?? 0);
    marks[mark] = 1;
    const same = map.get(mark);
    if (same === undefined) map.set(mark, [needle]);
    else same.push(needle);
  }
  return { marks, needles: map };
}

const nowhere = byFirst([]);

/** Says where the question's words, or what they may stand for, are in a text, in order. */
export function eachOccurrence(question: Question, laid: LaidOut, hear: Hearing): void {
  const needles = needlesOf(question);
  const byWord = needles.byWord();
  const stems = needles.byStem[laid.language]();
  eachMarked(laid, byWord.marks, stems.marks, (at, isWord, isStem) => {
    if (isWord) hearAll(byWord, laid.words, at, hear);
    if (isStem) hearAll(stems, laid.stems, at, hear);
  });
}

/** Those that begin with this word, or with its stem, and whose other parts follow. */
function hearAll({ needles }: ByFirst, keys: Float64Array, at: number, hear: Hearing): void {
  const first = keys[at] ?? 0;
  const begun = needles.get(markOf(first));
  if (begun === undefined) return;
  for (const needle of begun) {
    if (needle.keys[0] !== first) continue;
    const { length } = needle.keys;
    let offset = 1;
    while (offset < length && keys[at + offset] === needle.keys[offset]) offset += 1;
    if (offset >= length) hear(needle, at, at + length - 1);
  }
}

export interface Occurrence {
  readonly needle: Needle;
  /** UTF-16 range. */
  readonly start: number;
  readonly end: number;
}

export function occurrencesIn(question: Question, laid: LaidOut): Occurrence[] {
  const found: Occurrence[] = [];
  eachOccurrence(question, laid, (needle, at, last) => {
    found.push({ needle, start: startAt(laid, at), end: endAt(laid, last) });
  });
  return found;
}

/** A text in a language as passages name it. */
export function laidOutText(text: string, lang: string): LaidOut {
  return layOut(text, isLanguage(lang) ? lang : "en");
}
