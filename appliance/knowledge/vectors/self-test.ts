/**
 * How far an embedding model understands what a community writes, measured before it is believed.
 *
 * People give their texts titles. The words of a title that its own text does not use can lead to
 * that text by their meaning only: so the box takes such words as questions, some of its texts as
 * candidates, and looks how high each title's own text comes. A model that knows no meaning (or not
 * in these languages) finds no more than chance does, and its vectors then order nothing.
 */
import { commonWords, wordsOf } from "../search/words.ts";

export interface TitledText {
  readonly title: string;
  readonly text: string;
}

const testPairsMax = 64;
/** With fewer, chance says more than the model. */
const testPairsMin = 16;
/** Nothing is known of the model: half of a say. */
const trustUnknown = 0.5;
/** Candidates are as long as passages are. */
const textCharsMax = 900;
/** Forms of one word begin alike. */
const stemChars = 4;
const titleWordsMin = 2;

/** Titles reduced to words that their own texts do not hold, beside these texts. */
export function testPairs(items: readonly TitledText[]): TitledText[] {
  const pairs = items.flatMap(({ title, text }) => {
    const candidate = text.slice(0, textCharsMax);
    const used = new Set(wordsOf(candidate).map((word) => stemOf(word.text)));
    const left = new Set(
      wordsOf(title)
        .map((word) => word.text)
        .filter((word) => !commonWords.has(word) && !/\p{N}/u.test(word))
        .filter((word) => word.length >= stemChars && !used.has(stemOf(word))),
    );
    return left.size < titleWordsMin ? [] : [{ title: [...left].join(" "), text: candidate }];
  });
  // From everywhere in the list, not from its beginning.
  const step = Math.max(1, pairs.length / testPairsMax);
  return Array.from(
    { length: Math.min(pairs.length, testPairsMax) },
    (_, at) => pairs[Math.floor(at * step)] as TitledText,
  );
}

/** From 0 (no better than twice chance) to 1 (six times chance); vectors in the order of pairs. */
export function trustFrom(titles: readonly Float32Array[], texts: readonly Float32Array[]): number {
  const count = Math.min(titles.length, texts.length);
  if (count < testPairsMin) return trustUnknown;
  let found = 0;
  let chance = 0;
  for (let at = 0; at < count; at++) {
    const likeness = texts.map((text) => dot(titles[at] as Float32Array, text));
    const own = likeness[at] as number;
    found += 1 / likeness.filter((other) => other >= own).length;
    chance += 1 / (at + 1) / count;
  }
  return Math.min(1, Math.max(0, (found / count - 2 * chance) / (4 * chance)));
}

function stemOf(word: string): string {
  return word.slice(0, stemChars);
}

function dot(one: Float32Array, other: Float32Array): number {
  return one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0);
}
