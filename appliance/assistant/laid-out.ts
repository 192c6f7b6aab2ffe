/** A text's words as numbers: laid out once, it is compared with many questions. */
import type { Language } from "./language.ts";
import { stem } from "./stem.ts";
import { isHan, type Word, words } from "./words.ts";

export interface LaidOut {
  readonly language: Language;
  /** How many words there are. */
  readonly length: number;
  /** The key of each folded word. */
  readonly words: Float64Array;
  /** The key of each word's stem; 0 as long as nobody asked. */
  readonly stems: Float64Array;
  /** For each word: its mark, and its UTF-16 range in the text. */
  readonly places: Int32Array;
  readonly text: string;
}

/** Marks tell nearly all words apart from those of a question, without looking any of them up. */
export const marksMax = 1 << 13;
const markMask = marksMax - 1;
const markBits = 13;
const placeSize = 3;

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

export function markOfWord(key: number): number {
  return Math.floor(key / 0x100000) & markMask;
}

/** Words of one stem begin alike: stems are made of words that begin as one asked for does. */
export function markOfStem(stemmed: string): number {
  const first = stemmed.charCodeAt(0);
  return (Math.imul(first, 0x9e35) ^ Math.imul(stemmed.charCodeAt(1) || 0, 0x85eb)) & markMask;
}

export function layOut(text: string, language: Language): LaidOut {
  const found = words(text);
  const { length } = found;
  const keys = new Float64Array(length);
  const places = new Int32Array(length * placeSize);
  for (let at = 0; at < length; at += 1) {
    const { text: word, start, end } = found[at] as Word;
    const key = keyOf(word);
    keys[at] = key;
    places[at * placeSize] = markOfWord(key) | (beginningOf(word) << markBits);
    places[at * placeSize + 1] = start;
    places[at * placeSize + 2] = end;
  }
  return { language, length, words: keys, stems: new Float64Array(length), places, text };
}

/** Chinese has no stems to be looked for. */
function beginningOf(word: string): number {
  return word.charCodeAt(0) > 0x2e00 && isHan(word) ? 0 : markOfStem(word);
}

/**
 * Looks for words whose marks are set: `hear` gets the place of each, and which of the marks it
 * was. Nearly all that happens when a question is compared with a passage happens in here.
 */
export function eachMarked(
  { length, places }: LaidOut,
  ofWords: Uint8Array,
  ofStems: Uint8Array,
  hear: (at: number, isWord: boolean, isStem: boolean) => void,
): void {
  for (let at = 0; at < length; at += 1) {
    const marks = places[at * placeSize] as number;
    const isWord = ofWords[marks & markMask] === 1;
    const isStem = ofStems[marks >>> markBits] === 1;
    if (isWord || isStem) hear(at, isWord, isStem);
  }
}

export function startAt({ places }: LaidOut, at: number): number {
  return places[at * placeSize + 1] ?? 0;
}

export function endAt({ places }: LaidOut, at: number): number {
  return places[at * placeSize + 2] ?? 0;
}

/** The key of a word's stem in the text's language. */
export function stemAt(laid: LaidOut, at: number): number {
  const known = laid.stems[at] ?? 0;
  if (known !== 0) return known;
  const key = stemKeyOf(laid, at);
  laid.stems[at] = key;
  return key;
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
const stemKeysMax = 30_000;

function stemKeyOf(laid: LaidOut, at: number): number {
  const known = stemKeys[laid.language];
  const wordKey = laid.words[at] ?? 0;
  const found = known.get(wordKey);
  if (found !== undefined) return found;
  const [word] = words(laid.text.slice(startAt(laid, at), endAt(laid, at)));
  const key = keyOf(stem((word as Word).text, laid.language));
  if (known.size >= stemKeysMax) known.clear();
  known.set(wordKey, key);
  return key;
}
