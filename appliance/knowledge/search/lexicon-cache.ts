/** Vocabularies and counts, read from the index when it has changed, and not more often than fair. */
import type { Database } from "bun:sqlite";
import type { SearchWord, SpellingGuess } from "./hit.ts";
import { type IndexState, isSameState, readIndexState } from "./index-state.ts";
import { audienceNumbers } from "./index-table.ts";
import { countOf, guessesOf, type Lexicon } from "./query.ts";
import { readVocabulary, type Vocabulary } from "./vocabulary.ts";

interface Part {
  readonly vocabulary: Vocabulary;
  readonly passages: number;
  readonly words: number;
}

/** Words come again in questions, and with them what each may stand for. */
const answersKeptMax = 20_000;

/** The words meant for some audiences, and what was asked about them: one for each circle. */
export class CountedLexicon implements Lexicon {
  readonly passages: number;
  readonly wordsAverage: number;
  readonly vocabularies: readonly Vocabulary[];
  readonly #counts = new Map<string, number>();
  readonly #countsOfBeginnings = new Map<string, number>();
  readonly #guesses = new Map<string, readonly SpellingGuess[]>();

  constructor(parts: readonly Part[]) {
    const words = parts.reduce((sum, part) => sum + part.words, 0);
    this.passages = parts.reduce((sum, part) => sum + part.passages, 0);
    this.wordsAverage = this.passages === 0 ? 0 : words / this.passages;
    this.vocabularies = parts.map(({ vocabulary }) => vocabulary);
  }

  /** In how many passages a word stands, or any that begins with it. */
  count({ word, prefix }: SearchWord): number {
    if (!prefix) return kept(this.#counts, word, () => countOf(word, this));
    return kept(this.#countsOfBeginnings, word, () => {
      const count = (sum: number, vocabulary: Vocabulary) =>
        sum + vocabulary.countBeginningWith(word);
      return Math.min(this.vocabularies.reduce(count, 0), this.passages);
    });
  }

  /** What a word may have been meant to be; nothing for one that stands somewhere. */
  guesses(word: string): readonly SpellingGuess[] {
    if (this.count({ word, prefix: false }) > 0) return noGuesses;
    return kept(this.#guesses, word, () =>
      guessesOf(word, this).map(({ word: guess, weight }) => ({ word: guess, likeness: weight })),
    );
  }
}

const noGuesses: readonly SpellingGuess[] = [];

function kept<Value>(all: Map<string, Value>, key: string, make: () => Value): Value {
  const known = all.get(key);
  if (known !== undefined) return known;
  const made = make();
  if (all.size >= answersKeptMax) all.clear();
  all.set(key, made);
  return made;
}

/**
 * Reading the vocabulary of 100,000 passages takes a third of a second. While members write, it is
 * read again only after this many times as long as it took: counts may be a little old, and new
 * words are found all the same, since a question always looks for its own words too. An erasure
 * does not wait: its words are to be gone from memory as well.
 */
const restFactor = 20;
/** More circles of people who may see just the same are answered, but not remembered. */
const circlesMax = 16;
const nothing: IndexState = { changes: -1, erasures: -1, schema: -1 };

export class LexiconCache {
  readonly #db: Database;
  readonly #monotonicMs: () => number;
  #parts = new Map<number, Part>();
  /** By the numbers of their audiences; let go of when any part is another. */
  #lexicons = new Map<string, CountedLexicon>();
  /** As long as the index stays as it is. */
  #numbers = { state: nothing, of: new Map<string, readonly number[]>() };
  #state = nothing;
  #restUntilMs = 0;

  constructor(db: Database, monotonicMs: () => number) {
    this.#db = db;
    this.#monotonicMs = monotonicMs;
  }

  /** Of the passages meant for these audiences, and of no others. */
  of(audiences: readonly string[]): CountedLexicon {
    const numbers = this.#numbersOf(audiences);
    const circle = numbers.join();
    const known = this.#lexicons.get(circle);
    if (known !== undefined) return known;
    const made = new CountedLexicon(numbers.map((number) => this.#part(number)));
    if (this.#lexicons.size >= circlesMax) this.#lexicons.clear();
    this.#lexicons.set(circle, made);
    return made;
  }

  #numbersOf(audiences: readonly string[]): readonly number[] {
    const state = readIndexState(this.#db);
    if (!isSameState(state, this.#numbers.state)) this.#numbers = { state, of: new Map() };
    const { of } = this.#numbers;
    return kept(of, audiences.join("\n"), () => audienceNumbers(this.#db, audiences));
  }

  /** Lets go of everything when something was erased; it is read again with the next question. */
  forgetErased(): void {
    const { erasures, schema } = this.#state;
    const state = readIndexState(this.#db);
    if (state.erasures === erasures && state.schema === schema) return;
    this.#parts = new Map();
    this.#lexicons = new Map();
    this.#state = nothing;
  }

  /** Whether nothing has changed since it was read. */
  isCurrent(): boolean {
    return isSameState(readIndexState(this.#db), this.#state);
  }

  /** Whether it is time to read again. */
  isStale(): boolean {
    const state = readIndexState(this.#db);
    const { changes, erasures, schema } = this.#state;
    if (state.erasures !== erasures || state.schema !== schema) return true;
    return state.changes !== changes && this.#monotonicMs() >= this.#restUntilMs;
  }

  /** Reads again, yielding every few milliseconds; what was known stays in use until the end. */
  *refresh(): Generator<void> {
    const state = readIndexState(this.#db);
    let spentMs = 0;
    const parts = new Map<number, Part>();
    const numbers = this.#db
      .query<{ number: number }, []>("SELECT number FROM knowledge_audience")
      .all();
    for (const { number } of numbers) {
      const reading = readPart(this.#db, number);
      for (;;) {
        const beganMs = this.#monotonicMs();
        const step = reading.next();
        spentMs += this.#monotonicMs() - beganMs;
        if (step.done === true) {
          parts.set(number, step.value);
          break;
        }
        yield;
      }
    }
    this.#parts = parts;
    this.#lexicons = new Map();
    this.#state = state;
    this.#restUntilMs = this.#monotonicMs() + spentMs * restFactor;
  }

  /** An audience whose first passage came since the last reading is read at once: it is small. */
  #part(number: number): Part {
    const known = this.#parts.get(number);
    if (known !== undefined) return known;
    const reading = readPart(this.#db, number);
    let step = reading.next();
    while (step.done !== true) step = reading.next();
    this.#parts.set(number, step.value);
    return step.value;
  }
}

function* readPart(db: Database, number: number): Generator<void, Part> {
  const counts = db
    .query<{ passages: number; words: number }, [number]>(
      `SELECT count(*) AS passages, coalesce(sum(words), 0) AS words
       FROM knowledge_passage WHERE audience = ?`,
    )
    .get(number) ?? { passages: 0, words: 0 };
  const vocabulary = yield* readVocabulary(db, number);
  return { vocabulary, ...counts };
}
