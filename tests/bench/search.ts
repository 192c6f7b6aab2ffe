/**
 * Search over 100,000 passages, audience filter and typing errors included, against what FTS5 alone
 * takes for the same words in the same run. Bare FTS5 sees everything and forgives nothing.
 */
import { Database } from "bun:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../appliance/clock.ts";
import {
  addItem,
  createTables,
  plainRequest,
} from "../../appliance/knowledge/fixtures/index-of.ts";
import { Searcher } from "../../appliance/knowledge/search/searcher.ts";
import { seededRandom } from "../support/operations.ts";
import { type Figures, figuresOf, watchEventLoop } from "../support/timing.ts";
import type { BenchLine } from "./run.ts";

const passagesWanted = 100_000;
const itemWords = 600;
const vocabularySize = 60_000;
const questionCount = 200;
const clients = 100;
const audiences = ["members", "group:elders"];

export default async function bench(): Promise<BenchLine[]> {
  const dir = mkdtempSync(join(tmpdir(), "folkmoot-bench-search-"));
  try {
    const path = join(dir, "folkmoot.db");
    const words = new ZipfWords();
    const passages = build(path, words);
    const db = new Database(path, { readonly: true });
    const searcher = new Searcher({ db, path, clock: systemClock });
    const questions = Array.from({ length: questionCount }, () => words.question());
    const lines = await measure(db, searcher, questions, passages);
    await searcher.close();
    return lines;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function measure(
  db: Database,
  searcher: Searcher,
  questions: readonly string[],
  passages: number,
): Promise<BenchLine[]> {
  const ask = (query: string) => searcher.ask("search", { ...plainRequest, query, audiences });
  for (const query of questions.slice(0, 10)) {
    await ask(query);
    askBare(db, query);
  }
  const ours: number[] = [];
  const bare: number[] = [];
  let found = 0;
  // By turns, so that both meet the same machine.
  for (const query of questions) {
    ours.push(await timed(async () => (found += (await ask(query)).length)));
    bare.push(await timed(async () => askBare(db, query)));
  }
  const watch = watchEventLoop();
  const beganMs = performance.now();
  const together = await askTogether(questions, ask);
  const blocked = watch.stop();
  // A busy machine holds up an event loop that does nothing, too: as long again, for comparison.
  const idle = watchEventLoop();
  await Bun.sleep(performance.now() - beganMs);
  const blockedIdle = idle.stop();
  const [own, plain] = [figuresOf(ours), figuresOf(bare)];
  const against = "bare FTS5 bm25, the same words, no audience, no typos";
  return [
    line("one at a time", own, {
      against,
      ratio: round(own.p99 / plain.p99),
      ratio_p50: round(own.p50 / plain.p50),
      bare_p50_ms: plain.p50,
      bare_p99_ms: plain.p99,
      passages,
      found_mean: round(found / questions.length),
    }),
    line(`${clients} clients`, together.figures, {
      // A question waits for those before it: what counts is how many are answered in a second.
      against: `${against}, one after the other`,
      questions_per_s: round(together.perSecond),
      ratio: round(together.perSecond / (1000 / plain.mean)),
      event_loop_blocked_ms_max: blocked,
      event_loop_blocked_idle_ms_max: blockedIdle,
    }),
  ];
}

function line(figure: string, figures: Figures, rest: Record<string, unknown>): BenchLine {
  const { p50, p99 } = figures;
  return { bench: "search", figure, unit: "ms", p50_ms: p50, p99_ms: p99, ...rest };
}

async function askTogether(
  questions: readonly string[],
  ask: (query: string) => Promise<unknown>,
): Promise<{ figures: Figures; perSecond: number }> {
  const times: number[] = [];
  let next = 0;
  const total = questions.length;
  const began = performance.now();
  await Promise.all(
    Array.from({ length: clients }, async () => {
      while (next < total) {
        const query = questions[next++ % questions.length] as string;
        times.push(await timed(() => ask(query)));
      }
    }),
  );
  return { figures: figuresOf(times), perSecond: (total * 1000) / (performance.now() - began) };
}

function askBare(db: Database, query: string): number {
  const expression = query
    .split(" ")
    .map((word) => `"${word}"`)
    .join(" OR ");
  return db
    .query("SELECT rowid FROM bare WHERE bare MATCH ? ORDER BY bm25(bare) LIMIT 10")
    .all(expression).length;
}

/** Returns the number of passages. The bare table holds the same ones. */
function build(path: string, words: ZipfWords): number {
  const db = new Database(path, { create: true });
  db.run("PRAGMA journal_mode = WAL");
  db.run("PRAGMA synchronous = OFF");
  createTables(db);
  db.run(`CREATE VIRTUAL TABLE bare USING fts5(
    title, body, content = '', tokenize = 'unicode61 remove_diacritics 2')`);
  const last = db.query<{ last: number }, []>("SELECT max(id) AS last FROM knowledge_passage");
  let passages = 0;
  db.run("BEGIN");
  for (let number = 1; passages < passagesWanted; number++) {
    const title = words.text(5);
    const audience =
      number % 10 === 0 ? "role:moderator" : number % 9 === 0 ? "group:elders" : "members";
    addItem(db, { number, title, body: words.text(itemWords), audience });
    passages = last.get()?.last ?? 0;
    if (number % 500 === 0) {
      db.run("COMMIT");
      db.run("BEGIN");
    }
  }
  db.run(`INSERT INTO bare (rowid, title, body) SELECT p.id, v.title, p.text
    FROM knowledge_passage AS p JOIN knowledge_version AS v ON v.id = p.version`);
  db.run("COMMIT");
  db.close();
  return passages;
}

/** Words as often as words are: the second half as often as the first, and so on (Zipf). */
class ZipfWords {
  readonly #random = seededRandom(20_261_121);
  readonly #words: string[] = [];
  readonly #sums: number[] = [];

  constructor() {
    const syllables = "ka lo mi ra te su no pi ve do an er in ol us ba fe go ri ma".split(" ");
    const seen = new Set<string>();
    let sum = 0;
    while (this.#words.length < vocabularySize) {
      const length = 2 + this.#random.below(3);
      const word = Array.from(
        { length },
        () => syllables[this.#random.below(syllables.length)],
      ).join("");
      if (seen.has(word)) continue;
      seen.add(word);
      this.#words.push(word);
      sum += 1 / (this.#words.length + 2.7);
      this.#sums.push(sum);
    }
  }

  #word(): string {
    const wanted = this.#random.next() * (this.#sums.at(-1) as number);
    let low = 0;
    let high = this.#sums.length - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#sums[middle] as number) < wanted) low = middle + 1;
      else high = middle;
    }
    return this.#words[low] as string;
  }

  text(length: number): string {
    return Array.from({ length }, (_, at) => `${this.#word()}${at % 12 === 11 ? "." : ""}`).join(
      " ",
    );
  }

  /** Three to six words; in every second question one of them is mistyped. */
  question(): string {
    const words = Array.from({ length: 3 + this.#random.below(4) }, () => this.#word());
    if (this.#random.next() < 0.5) {
      const at = this.#random.below(words.length);
      words[at] = this.#mistyped(words[at] as string);
    }
    return words.join(" ");
  }

  #mistyped(word: string): string {
    const at = 1 + this.#random.below(word.length - 2);
    const swapped = word.slice(0, at) + word[at + 1] + word[at] + word.slice(at + 2);
    return this.#random.next() < 0.5 ? swapped : word.slice(0, at) + word.slice(at + 1);
  }
}

async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
