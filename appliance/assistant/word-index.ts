/**
 * Where each word stands in all passages that somebody may see. A question looks up its own words
 * here, instead of being compared with every passage; it comes to the same (`match` in rank.ts).
 */
import type { Language } from "./language.ts";
import { keysOf } from "./occurrences.ts";
import { type Rankable, wordsOfPassage } from "./passage-words.ts";
import type { Question, WeighedTerm, WeighedVariant } from "./question.ts";
import { boosted, fieldCounts, gainBy, normFor } from "./rank.ts";

/** What stands between two fields: no phrase goes on over it, and no word has this key. */
const gap = 0;
const passagesPerStep = 250;

type Places = Map<number, number[]>;

/** Passages by their place among all, and what each gains. */
interface Gained {
  readonly passages: Int32Array;
  readonly gains: Float64Array;
  /** Those whose title holds the member's own word. */
  readonly inTitle: readonly number[];
}

export class WordIndex {
  readonly #passages: readonly Rankable[];
  /** For each place the keys of the word and of its stem, and which passage and field it is in. */
  readonly #words: number[] = [];
  readonly #stems: number[] = [];
  readonly #passageAt: number[] = [];
  readonly #countAt: number[] = [];
  readonly #lengths: number[] = [];
  readonly #byWord: Places = new Map();
  readonly #byStem: Record<Language, Places> = { en: new Map(), es: new Map(), zh: new Map() };
  /** For the passage and the variant looked at; left at zero. */
  readonly #counts: Float64Array;
  readonly #gains: Float64Array;
  /** Goes with the vocabulary that the variants were weighed by (readings.ts). */
  readonly #gainedBy = new WeakMap<readonly WeighedVariant[], Gained>();

  private constructor(passages: readonly Rankable[]) {
    this.#passages = passages;
    this.#counts = new Float64Array(passages.length);
    this.#gains = new Float64Array(passages.length);
  }

  /** Lays out what was not laid out yet; others get their turn between two steps. */
  static async of(passages: readonly Rankable[], pause: () => Promise<void>): Promise<WordIndex> {
    const index = new WordIndex(passages);
    for (const [at, passage] of passages.entries()) {
      if (at > 0 && at % passagesPerStep === 0) await pause();
      index.#add(at, passage);
    }
    return index;
  }

  /** How well each passage fits, in their order; 0 for those that hold nothing of the question. */
  match(question: Question): Float64Array {
    const sums = new Float64Array(this.#passages.length);
    const titled = new Set<number>();
    for (const term of question.terms) {
      const { passages, gains, inTitle } = this.#gained(term, question);
      for (let at = 0; at < passages.length; at += 1) {
        const passage = passages[at] as number;
        sums[passage] = (sums[passage] ?? 0) + (gains[at] as number) * term.weight;
      }
      for (const passage of inTitle) titled.add(passage);
    }
    for (const at of titled) {
      const passage = this.#passages[at];
      if (passage !== undefined) sums[at] = boosted(sums[at] ?? 0, question, passage);
    }
    return sums;
  }

  /** What a term of full weight gains in which passages. Words come again in other questions. */
  #gained(term: WeighedTerm, question: Question): Gained {
    const known = this.#gainedBy.get(term.variants);
    if (known !== undefined) return known;
    const passages: number[] = [];
    const inTitle = new Set<number>();
    for (const variant of term.variants) {
      for (const passage of this.#count(variant, inTitle)) {
        const norm = normFor(this.#lengths[passage] ?? 0, question);
        const gain = gainBy(this.#counts[passage] ?? 0, norm, variant, term);
        this.#counts[passage] = 0;
        const before = this.#gains[passage] ?? 0;
        if (before === 0) passages.push(passage);
        if (gain > before) this.#gains[passage] = gain;
      }
    }
    const gains = Float64Array.from(passages, (passage) => this.#gains[passage] ?? 0);
    for (const passage of passages) this.#gains[passage] = 0;
    const gained = { passages: Int32Array.from(passages), gains, inTitle: [...inTitle] };
    this.#gainedBy.set(term.variants, gained);
    return gained;
  }

  /** Passages that hold a variant, each once; how often is in `#counts`. */
  #count(variant: WeighedVariant, inTitle: Set<number>): number[] {
    const keys = keysOf(variant.parts);
    const [first = gap] = keys;
    const held: number[] = [];
    const isWord = variant.compare === "words" || variant.compare === "zh";
    const places = isWord ? this.#byWord : this.#byStem[variant.compare as Language];
    const texts = isWord ? this.#words : this.#stems;
    for (const place of places.get(first) ?? none) {
      let offset = 1;
      while (offset < keys.length && texts[place + offset] === keys[offset]) offset += 1;
      if (offset < keys.length) continue;
      const passage = this.#passageAt[place] as number;
      const count = this.#countAt[place] as number;
      if (this.#counts[passage] === 0) held.push(passage);
      this.#counts[passage] = (this.#counts[passage] ?? 0) + count;
      if (count === fieldCounts.title && variant.weight === 1) inTitle.add(passage);
    }
    return held;
  }

  #add(at: number, passage: Rankable): void {
    const { body, title, tags } = wordsOfPassage(passage);
    this.#lengths.push(body.length + title.length);
    for (const [laid, count] of [
      [body, fieldCounts.body],
      [title, fieldCounts.title],
      [tags, fieldCounts.tags],
    ] as const) {
      const stems = this.#byStem[laid.language];
      for (let word = 0; word < laid.length; word += 1) {
        const place = this.#push(laid.words[word] ?? gap, laid.stems[word] ?? gap, at, count);
        note(this.#byWord, this.#words[place] as number, place);
        note(stems, this.#stems[place] as number, place);
      }
      this.#push(gap, gap, at, 0);
    }
  }

  #push(word: number, stem: number, passage: number, count: number): number {
    this.#words.push(word);
    this.#stems.push(stem);
    this.#passageAt.push(passage);
    return this.#countAt.push(count) - 1;
  }
}

const none: readonly number[] = [];

function note(places: Places, key: number, place: number): void {
  const known = places.get(key);
  if (known === undefined) places.set(key, [place]);
  else known.push(place);
}

/** Kept with the list of passages, which is the same one until any of them changes. */
const known = new WeakMap<readonly Rankable[], Promise<WordIndex>>();

export function wordIndexOf(
  passages: readonly Rankable[],
  pause: () => Promise<void>,
): Promise<WordIndex> {
  const kept = known.get(passages);
  if (kept !== undefined) return kept;
  const made = WordIndex.of(passages, pause);
  known.set(passages, made);
  return made;
}
