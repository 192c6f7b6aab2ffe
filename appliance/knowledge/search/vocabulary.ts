/**
 * The words of one audience's passages, in memory, with what finding a misspelt one needs. Read
 * from the index's own list of terms, so that an erased word is gone from here with the next read.
 */
import type { Database } from "bun:sqlite";
import { prefixOf } from "./index-table.ts";
import { bitsOf, lettersOf, slipsBetween, slipsMax, soundOf } from "./spelling.ts";
import { isSpaceless } from "./words.ts";

export interface Resembling {
  readonly word: string;
  /** Passages that hold it. */
  readonly count: number;
  /** Slips of the finger between the words; less when they sound alike. */
  readonly cost: number;
}

/** As many words are looked at that begin alike: more of them say nothing about any. */
const beginningsMax = 2_000;

const none = { places: [], letters: [] };

export class Vocabulary {
  /** In code unit order, as the index keeps them. */
  readonly #words: string[] = [];
  readonly #counts: number[] = [];
  /** Of all words before each, and at last of all of them. */
  readonly #sums: number[] = [0];
  /** Where the words of each length are that may be misspelt, and which letters they have. */
  readonly #byLength: { readonly places: number[]; readonly letters: number[] }[] = [];
  readonly #bySound = new Map<string, number[]>();

  /** Takes words in order. */
  add(word: string, count: number): void {
    const at = this.#words.push(word) - 1;
    this.#counts.push(count);
    this.#sums.push((this.#sums[at] as number) + count);
    if (!isSpelt(word)) return;
    this.#byLength[word.length] ??= { places: [], letters: [] };
    const alike = this.#byLength[word.length] ?? none;
    alike.places.push(at);
    alike.letters.push(lettersOf(word));
    const sound = soundOf(word);
    const same = this.#bySound.get(sound);
    if (same === undefined) this.#bySound.set(sound, [at]);
    else same.push(at);
  }

  get size(): number {
    return this.#words.length;
  }

  /** In how many passages the word stands. */
  count(word: string): number {
    const at = this.#firstFrom(word);
    return this.#words[at] === word ? (this.#counts[at] as number) : 0;
  }

  /** In how many passages the words stand that begin with `prefix`, added up. */
  countBeginningWith(prefix: string): number {
    const first = this.#firstFrom(prefix);
    // No word holds a code unit above all others: those are no letters.
    const last = this.#firstFrom(`${prefix}\uffff`);
    const end = Math.min(last, first + beginningsMax);
    return (this.#sums[end] as number) - (this.#sums[first] as number);
  }

  /** Words that begin with `prefix`. */
  *beginningWith(prefix: string): Generator<{ word: string; count: number }> {
    const first = this.#firstFrom(prefix);
    for (let at = first; at < this.#words.length && at - first < beginningsMax; at++) {
      const word = this.#words[at] as string;
      if (!word.startsWith(prefix)) return;
      yield { word, count: this.#counts[at] as number };
    }
  }

  /** Words that `word` may be a misspelling of, in no order. */
  resembling(word: string): Resembling[] {
    if (!isSpelt(word)) return [];
    const found = new Map<number, number>();
    const offer = (at: number, cost: number) => {
      const known = found.get(at);
      if (known === undefined || cost < known) found.set(at, cost);
    };
    this.#soundingLike(word, offer);
    const max = slipsMax(word.length);
    const letters = lettersOf(word);
    for (let length = word.length - max; length <= word.length + max; length++) {
      const { places, letters: others } = this.#byLength[length] ?? none;
      for (let index = 0; index < places.length; index++) {
        // A slip changes at most two letters of the set.
        if (bitsOf(letters ^ (others[index] as number)) > max * 2) continue;
        const at = places[index] as number;
        const slips = slipsBetween(word, this.#words[at] as string, max);
        if (slips <= max) offer(at, slips);
      }
    }
    return [...found].map(([at, cost]) => ({
      word: this.#words[at] as string,
      count: this.#counts[at] as number,
      cost,
    }));
  }

  /** A word that sounds the same counts as one slip, however it is written, and a bit. */
  #soundingLike(word: string, offer: (at: number, cost: number) => void): void {
    for (const at of this.#bySound.get(soundOf(word)) ?? []) {
      const slips = slipsBetween(word, this.#words[at] as string, 4);
      if (slips <= 4) offer(at, 0.6 + 0.2 * slips);
    }
  }

  #firstFrom(word: string): number {
    let low = 0;
    let high = this.#words.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#words[middle] as string) < word) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Words of letters: numbers and characters of Chinese have no misspellings of this sort. */
export function isSpelt(word: string): boolean {
  return word.length >= 3 && /^[a-z]/.test(word) && !/\d{2}/.test(word) && !isSpaceless(word);
}

/** A slice of a large index takes some ten milliseconds. */
const termsPerSlice = 200;

/** Reads the words of one audience; yields between slices. */
export function* readVocabulary(db: Database, audience: number): Generator<void, Vocabulary> {
  const prefix = prefixOf(audience);
  const terms = db.query<{ term: string; doc: number }, [string, string, number]>(
    `SELECT term, doc FROM knowledge_vocabulary WHERE term > ? AND term < ?
     ORDER BY term LIMIT ?`,
  );
  const rows: { term: string; doc: number }[] = [];
  for (let last = prefix; ; ) {
    const slice = terms.all(last, prefixOf(audience + 1), termsPerSlice);
    rows.push(...slice);
    last = slice.at(-1)?.term ?? last;
    if (slice.length < termsPerSlice) break;
    yield;
  }
  // The index orders by UTF-8, strings compare by UTF-16: they differ beyond the basic plane.
  rows.sort(({ term: a }, { term: b }) => (a < b ? -1 : a > b ? 1 : 0));
  const vocabulary = new Vocabulary();
  for (const { term, doc } of rows) vocabulary.add(term.slice(prefix.length), doc);
  return vocabulary;
}
