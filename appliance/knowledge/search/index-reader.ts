/**
 * Search over one database connection: reads the question, finds candidates by FTS5, ranks them.
 * Synchronous and bounded; where it runs (beside the server or in a thread of its own) is
 * searcher.ts's business.
 */
import type { Database } from "bun:sqlite";
import { type OpId, toHex } from "../../../mesh/op/index.ts";
import { expressionOf, withinBudget, wordsToFind } from "./expression.ts";
import { FewPassages } from "./few-passages.ts";
import { Gathering } from "./gather.ts";
import { highlightsOf } from "./highlight.ts";
import type {
  FoundPassage,
  Frequencies,
  SearchHit,
  SearchRequest,
  SearchWord,
  SpellingGuess,
  WantedWord,
} from "./hit.ts";
import { audienceNumbers, prefixOf } from "./index-table.ts";
import { LexiconCache } from "./lexicon-cache.ts";
import {
  type Candidate,
  type Filter,
  fieldsOf,
  findCandidates,
  foundPassage,
  type PassageRow,
  readCandidates,
  readPassages,
  readPassagesById,
  replacementsOf,
} from "./passage-rows.ts";
import { Postings } from "./postings.ts";
import { readQuery } from "./query.ts";
import { fitOf } from "./rank.ts";
import { orderRanked, type Ranked } from "./replacements.ts";

/** Enough that the right passage is among them, few enough to compare word by word at once. */
const candidatesMin = 60;

export class IndexReader {
  readonly #db: Database;
  readonly #lexicons: LexiconCache;
  readonly #few: FewPassages;
  readonly #postings: Postings;
  readonly #gathering = new Gathering();

  constructor(db: Database, monotonicMs: () => number) {
    this.#db = db;
    this.#lexicons = new LexiconCache(db, monotonicMs);
    this.#few = new FewPassages(db);
    this.#postings = new Postings(db);
  }

  /** Whether words have come or gone since the vocabulary was read. */
  isStale(): boolean {
    return this.#lexicons.isStale();
  }

  /** Reads the vocabulary again, yielding every few milliseconds. */
  refresh(): Generator<void> {
    return this.#lexicons.refresh();
  }

  /** Lets go of what was erased since. */
  forgetErased(): void {
    this.#lexicons.forgetErased();
    this.forgetPassages();
  }

  /** The same but for the vocabulary, which takes long to read of a large index. */
  forgetPassages(): void {
    this.#few.forgetErased();
    this.#postings.refresh();
  }

  /** Every passage for these audiences: for small indexes, since they are kept in memory. */
  everyPassage(audiences: readonly string[]): readonly FoundPassage[] {
    return this.#few.seenBy(audiences);
  }

  /** As `passage`, of a small index; it does not say what has replaced it. */
  keptPassage(audiences: readonly string[], version: OpId, part: number): FoundPassage | null {
    return this.#few.find(audiences, version, part);
  }

  /** What words are counted by: the same object for as long as their counts are the same. */
  lexicon(audiences: readonly string[]): object {
    return this.#lexicons.of(audiences);
  }

  search(request: SearchRequest): SearchHit[] {
    const lexicon = this.#lexicons.of(request.audiences);
    const terms = readQuery(request.query, lexicon);
    const words = wordsToFind(terms, lexicon.passages);
    const candidates = Math.max(candidatesMin, request.limit * 2);
    const found = this.#find(words, request.audiences, request, candidates);
    const replacements = this.#replacementsOf(found, request.audiences);
    const rank = (row: Candidate): Ranked => {
      const prefix = prefixOf(row.audience);
      const fit = fitOf(terms, fieldsOf(row), { wordCount: row.words, prefix, stats: lexicon });
      const replacement = replacements.get(toHex(row.item)) ?? null;
      return { row, fit, replacement, score: fit.score };
    };
    const ranked = found.map(rank);
    const missing = missingReplacements(ranked);
    for (const row of this.#candidatesOf(missing, request)) ranked.push(rank(row));
    const best = orderRanked(ranked, request.now, request.perItem).slice(0, request.limit);
    const rows = readPassagesById(
      this.#db,
      best.map(({ row }) => row.id),
    );
    return best.map((one, at) => hitOf(one, rows[at] as PassageRow, request.now));
  }

  /**
   * Passages that hold any of the words, the most promising first. The words name the audiences
   * they are looked for in, and what is read is asked for these audiences once more.
   */
  candidates(
    audiences: readonly string[],
    words: readonly WantedWord[],
    limit: number,
  ): FoundPassage[] {
    const lexicon = this.#lexicons.of(audiences);
    const counted = words.map((word) => ({ ...word, count: lexicon.count(word) }));
    const numbers = audienceNumbers(this.#db, audiences);
    this.#postings.refresh();
    // A word that was not there when words were counted may have come since.
    const mayBeNew = !this.#lexicons.isCurrent();
    const found = this.#gathering.gather(
      withinBudget(counted.filter(({ count }) => count > 0 || mayBeNew)),
      (word) => numbers.map((number) => this.#postings.of(word, number)),
      limit,
    );
    const rows = readPassagesById(this.#db, found);
    return this.#passages(
      rows.filter(({ audience }) => audiences.includes(audience)),
      audiences,
    );
  }

  frequencies(audiences: readonly string[], words: readonly SearchWord[]): Frequencies {
    const lexicon = this.#lexicons.of(audiences);
    return {
      passages: lexicon.passages,
      wordsAverage: lexicon.wordsAverage,
      of: words.map((word) => lexicon.count(word)),
    };
  }

  spelling(audiences: readonly string[], words: readonly string[]): (readonly SpellingGuess[])[] {
    const lexicon = this.#lexicons.of(audiences);
    return words.map((word) => lexicon.guesses(word));
  }

  passagesOf(audiences: readonly string[], item: OpId): FoundPassage[] {
    return this.#passages(readPassages(this.#db, { item }, audiences), audiences);
  }

  passage(audiences: readonly string[], version: OpId, part: number): FoundPassage | null {
    const rows = readPassages(this.#db, { version, part }, audiences);
    return this.#passages(rows, audiences)[0] ?? null;
  }

  #passages(rows: readonly PassageRow[], audiences: readonly string[]): FoundPassage[] {
    const replacements = this.#replacementsOf(rows, audiences);
    return rows.map((row) => foundPassage(row, replacements.get(toHex(row.item)) ?? null));
  }

  #replacementsOf(rows: readonly { item: Uint8Array }[], audiences: readonly string[]) {
    const items = rows.map(({ item }) => toHex(item));
    return replacementsOf(this.#db, items, audiences);
  }

  #find(
    words: readonly SearchWord[],
    audiences: readonly string[],
    filter: Filter,
    limit: number,
  ): Candidate[] {
    const numbers = audienceNumbers(this.#db, audiences);
    const expression = expressionOf(words, numbers);
    if (expression === null) return [];
    return findCandidates(this.#db, expression, numbers, filter, limit);
  }

  /** All passages of these items: whoever finds an old sheet is after what replaced it. */
  #candidatesOf(items: readonly OpId[], { audiences }: SearchRequest): Candidate[] {
    return items.flatMap((item) => readCandidates(this.#db, item, audiences));
  }
}

/** Items that replaced one that was found, and were not found themselves. */
function missingReplacements(ranked: readonly Ranked[]): OpId[] {
  const found = new Set(ranked.map(({ row }) => toHex(row.item)));
  const wanted = new Set(ranked.flatMap(({ replacement }) => replacement ?? []));
  return [...wanted].filter((item) => !found.has(item));
}

function hitOf({ fit, replacement, score }: Ranked, row: PassageRow, now: number): SearchHit {
  return {
    ...foundPassage(row, replacement),
    score,
    matched: fit.matched,
    expired: row.valid_until !== null && row.valid_until < now,
    highlights: highlightsOf(row.text, fit.words),
    titleHighlights: highlightsOf(row.title, fit.words),
  };
}
