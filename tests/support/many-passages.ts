/** A hundred thousand passages of words as frequent as words are, to measure search on. */
import { Database } from "bun:sqlite";
import { addItem, createTables } from "../../appliance/knowledge/fixtures/index-of.ts";
import { seededRandom } from "./operations.ts";

const passagesWanted = 100_000;
const itemWords = 600;
const vocabularySize = 60_000;

/** Returns the number of passages. The bare table holds the same ones. */
export function buildPassages(path: string, words: ZipfWords): number {
  const db = new Database(path, { create: true });
  // Nobody else reads it yet, and what a power cut leaves of it nobody wants.
  for (const pragma of ["journal_mode = OFF", "synchronous = OFF", "cache_size = -400000"]) {
    db.run(`PRAGMA ${pragma}`);
  }
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
  }
  db.run(`INSERT INTO bare (rowid, title, body) SELECT p.id, v.title, p.text
    FROM knowledge_passage AS p JOIN knowledge_version AS v ON v.id = p.version`);
  db.run("COMMIT");
  db.run("PRAGMA journal_mode = WAL");
  db.close();
  return passages;
}

/** Words as often as words are: the second half as often as the first, and so on (Zipf). */
export class ZipfWords {
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

/** What FTS5 alone does: every word, everything, no audience, no slips. */
export function askBare(db: Database, query: string): number {
  const expression = query
    .split(" ")
    .map((word) => `"${word}"`)
    .join(" OR ");
  return db
    .query("SELECT rowid FROM bare WHERE bare MATCH ? ORDER BY bm25(bare) LIMIT 10")
    .all(expression).length;
}
