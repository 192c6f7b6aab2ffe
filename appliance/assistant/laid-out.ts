/** A text's words as numbers: laid out once, it is compared with many questions. */
import type { Language } from "./language.ts";
import { stem } from "./stem.ts";
import { type Word, words } from "./words.ts";

export interface LaidOut {
  readonly language: Language;
  /** How many words there are. */
  readonly length: number;
  /** The key of each folded word. */
  readonly words: Float64Array;
  /** The key of each word's stem in the text's language. */
  readonly stems: Float64Array;
  /** The marks of each word and of its stem. */
  readonly marks: Int32Array;
  /** Where each word begins and ends in the text (UTF-16). */
  readonly ranges: Int32Array;
  readonly text: string;
}

/** Marks tell nearly all words apart from those of a question, without looking any of them up. */
const markBits = 11;
export const marksMax = 1 << markBits;
const markMask = marksMax - 1;

/** Two hashes of 32 and 20 bits side by side: no two words of a community share a key. */
export function keyOf(word: string): number {
  let one = 0x811c9dc5;
  let other = 0x9747b28c;
  for (let at = 0; at < word.length; at += 1) {
    const code = word.charCodeAt(at);
    one = Math.imul(one ^ code, 0x01000193);
    other = Math.imul(other ^ code, 0x5bd1e995);
    other ^= other >>> 15;
  }
  return (one >>> 0) * 0x100000 + ((other >>> 12) | 1);
}

export function markOf(key: number): number {
  return Math.floor(key / 0x100000) & markMask;
}

export function layOut(text: string, language: Language): LaidOut {
  const found = words(text);
  const { length } = found;
  const keys = new Float64Array(length);
  const stems = new Float64Array(length);
  const marks = new Int32Array(length);
  const ranges = new Int32Array(length * 2);
  for (let at = 0; at < length; at += 1) {
    const { text: word, start, end } = found[at] as Word;
    const key = keyOf(word);
    const stemmed = stemKeyOf(word, key, language);
    keys[at] = key;
    stems[at] = stemmed;
    marks[at] = markOf(key) | (markOf(stemmed) << markBits);
    ranges[at * 2] = start;
    ranges[at * 2 + 1] = end;
  }
  return { length, language, words: keys, stems, marks, ranges, text };
}

/**
 * Stems of words, both as keys: the words themselves are kept nowhere that erasing does not reach.
 * A community's vocabulary fits; a stream of made-up words must not grow it for ever.
 */
const stemKeys: Record<Language, Map<number, number>> = {
  en: new Map(),
  es: new Map(),
  zh: new Map(),
};
const stemKeysMax = 50_000;

function stemKeyOf(word: string, key: number, language: Language): number {
  const known = stemKeys[language].get(key);
  if (known !== undefined) return known;
  const stemmed = stem(word, language);
  const stemKey = stemmed === word ? key : keyOf(stemmed);
  if (stemKeys[language].size >= stemKeysMax) stemKeys[language].clear();
  stemKeys[language].set(key, stemKey);
  return stemKey;
}

/**
 * Looks for words whose marks are set: `hear` gets the place of each, and which of the marks it
 * was. Nearly all that happens when a question is compared with a passage happens in here.
 */
export function eachMarked(
  { length, marks }: LaidOut,
  ofWords: Uint8Array,
  ofStems: Uint8Array,
  hear: (at: number, isWord: boolean, isStem: boolean) => void,
): void {
  for (let at = 0; at < length; at += 1) {
    const both = marks[at] as number;
    const isWord = ofWords[both & markMask] === 1;
    const isStem = ofStems[both >>> markBits] === 1;
    if (isWord || isStem) hear(at, isWord, isStem);
  }
}

export function startAt({ ranges }: LaidOut, at: number): number {
  return ranges[at * 2] ?? 0;
}

export function endAt({ ranges }: LaidOut, at: number): number {
  return ranges[at * 2 + 1] ?? 0;
}
