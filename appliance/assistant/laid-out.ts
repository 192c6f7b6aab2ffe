/** A text's words as numbers: laid out once, it is compared with many questions. */
import type { Language } from "./language.ts";
import { stem } from "./stem.ts";
import { asciiWordIn, eachAsciiWord, isAscii, wordCharsMax, words } from "./words.ts";

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
  return keyIn(word, 0, word.length);
}

/** Of the word between two places, in lower case. */
function keyIn(text: string, start: number, end: number): number {
  let one = 0x811c9dc5;
  let other = 0x9747b28c;
  for (let at = start; at < end; at += 1) {
    const read = text.charCodeAt(at);
    const code = read >= 65 && read <= 90 ? read + 32 : read;
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
  const keys: number[] = [];
  const stems: number[] = [];
  const marks: number[] = [];
  const ranges: number[] = [];
  const stemmer = stemKeysOf(language);
  const add = (key: number, start: number, end: number, read: () => string) => {
    const stemmed = stemmer.of(key, read);
    keys.push(key);
    stems.push(stemmed);
    marks.push(markOf(key) | (markOf(stemmed) << markBits));
    ranges.push(start, end);
  };
  if (isAscii(text)) {
    eachAsciiWord(text, (start, end, isJoined) => {
      const read = () => asciiWordIn(text, start, end);
      // Of a word that was seen before no string is made.
      const key = isJoined
        ? keyOf(read())
        : keyIn(text, start, Math.min(end, start + wordCharsMax));
      add(key, start, end, read);
    });
  } else {
    for (const { text: word, start, end } of words(text)) add(keyOf(word), start, end, () => word);
  }
  return {
    length: keys.length,
    language,
    words: new Float64Array(keys),
    stems: new Float64Array(stems),
    marks: new Int32Array(marks),
    ranges: new Int32Array(ranges),
    text,
  };
}

/** A megabyte for each language that is spoken; a power of two. */
const stemPlaces = 65_536;

/**
 * Stems of words, both as keys: the words themselves are kept nowhere that erasing does not reach.
 * Each has one place, which the next word with the same place takes over: no lookup is quicker, and
 * a stream of made-up words does not make it grow.
 */
class StemKeys {
  readonly #language: Language;
  readonly #words = new Float64Array(stemPlaces);
  readonly #stems = new Float64Array(stemPlaces);

  constructor(language: Language) {
    this.#language = language;
  }

  /** `read`: the word itself, which is needed when it is new. */
  of(key: number, read: () => string): number {
    const place = Math.floor(key / 0x100000) & (stemPlaces - 1);
    if (this.#words[place] === key) return this.#stems[place] as number;
    const word = read();
    const stemmed = stem(word, this.#language);
    const stemKey = stemmed === word ? key : keyOf(stemmed);
    this.#words[place] = key;
    this.#stems[place] = stemKey;
    return stemKey;
  }
}

const stemKeys: Partial<Record<Language, StemKeys>> = {};

function stemKeysOf(language: Language): StemKeys {
  stemKeys[language] ??= new StemKeys(language);
  return stemKeys[language];
}

/** Of the marks of a word and of its stem, as `marks` has them side by side. */
export function markOfWord(marks: number): number {
  return marks & markMask;
}

export function markOfStem(marks: number): number {
  return marks >>> markBits;
}

export function startAt({ ranges }: LaidOut, at: number): number {
  return ranges[at * 2] ?? 0;
}

export function endAt({ ranges }: LaidOut, at: number): number {
  return ranges[at * 2 + 1] ?? 0;
}
