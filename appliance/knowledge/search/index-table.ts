/**
 * The search index as tables: passages, their words in FTS5, and which audience each belongs to.
 *
 * **Every indexed word begins with the number of its audience.** "water" for all members is
 * `000water`, for the elders `002water`. A query is made of the numbers that its viewer may see, so
 * no other passage can match, be counted or lend its rarity to a score; and the index's own list of
 * terms (fts5vocab) is a vocabulary per audience for correcting spelling, without a table of words
 * that erasing could forget.
 */
import type { Database } from "bun:sqlite";
import { fromHex, type OpId } from "../../../mesh/op/index.ts";
import { noteChange } from "./index-state.ts";
import { type Passage, passagesOf } from "./passages.ts";
import { pairsOf, wordsOf } from "./words.ts";

export const searchSchema = [
  `CREATE TABLE knowledge_audience (
     number INTEGER PRIMARY KEY, audience TEXT NOT NULL UNIQUE)`,
  `CREATE TABLE knowledge_passage (
     id INTEGER PRIMARY KEY, version BLOB NOT NULL, part INTEGER NOT NULL,
     audience INTEGER NOT NULL, start INTEGER NOT NULL, heading TEXT, text TEXT NOT NULL,
     words INTEGER NOT NULL, UNIQUE (version, part))`,
  // Covers the counts that scores need.
  "CREATE INDEX knowledge_passage_audience ON knowledge_passage (audience, words)",
  // Words come folded by words.ts. The tokenizer only has to leave them whole and as they are: it
  // knows fewer letters than we do, and would spell some of them in yet another way.
  `CREATE VIRTUAL TABLE knowledge_words USING fts5(
     title, about, body, pairs, tokenize = "unicode61 remove_diacritics 0 tokenchars '.,:'")`,
  // Deleted words leave the index at once, not when segments happen to be merged.
  "INSERT INTO knowledge_words (knowledge_words, rank) VALUES ('secure-delete', 1)",
  "CREATE VIRTUAL TABLE knowledge_vocabulary USING fts5vocab(knowledge_words, row)",
  `CREATE TABLE knowledge_index (
     one INTEGER PRIMARY KEY CHECK (one = 1), changes INTEGER NOT NULL, erasures INTEGER NOT NULL)`,
  "INSERT INTO knowledge_index VALUES (1, 0, 0)",
];
export const searchTables = [
  "knowledge_vocabulary",
  "knowledge_words",
  "knowledge_passage",
  "knowledge_audience",
  "knowledge_index",
];

/** What of a version can be searched. */
export interface Searchable {
  readonly version: OpId;
  readonly audience: string;
  readonly title: string;
  readonly body: string;
  /** Category and tags: found by, not quoted. */
  readonly about: readonly string[];
}

/** Digits and letters of one length, so that no prefix begins another. */
const prefixDigits = 3;
const audiencesMax = 36 ** prefixDigits - 1;

export function prefixOf(audience: number): string {
  return audience.toString(36).padStart(prefixDigits, "0");
}

/** Puts a version's passages into the index. It must not be there yet. */
export function addToIndex(db: Database, searchable: Searchable): void {
  const audience = audienceNumber(db, searchable.audience);
  const prefix = prefixOf(audience);
  const insertPassage = db.query(
    `INSERT INTO knowledge_passage (version, part, audience, start, heading, text, words)
     VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id`,
  );
  const insertWords = db.query(
    "INSERT INTO knowledge_words (rowid, title, about, body, pairs) VALUES (?, ?, ?, ?, ?)",
  );
  const version = fromHex(searchable.version);
  for (const [part, passage] of passagesOf(searchable.body).entries()) {
    const { start, heading, text } = passage;
    const fields = indexedWords(searchable, passage, prefix);
    const row = insertPassage.get(version, part, audience, start, heading, text, fields.count) as {
      id: number;
    };
    insertWords.run(row.id, fields.title, fields.about, fields.body, fields.pairs);
  }
  noteChange(db);
}

function indexedWords(
  { title, about }: Searchable,
  { text, heading }: Passage,
  prefix: string,
): { title: string; about: string; body: string; pairs: string; count: number } {
  const join = (words: readonly { text: string }[]) =>
    words.map((word) => prefix + word.text).join(" ");
  const titleWords = wordsOf(title);
  const aboutWords = wordsOf([...about, heading ?? ""].join("\n"));
  const bodyWords = wordsOf(text);
  return {
    title: join(titleWords),
    about: join(aboutWords),
    body: join(bodyWords),
    pairs: join([titleWords, aboutWords, bodyWords].flatMap(pairsOf)),
    count: titleWords.length + bodyWords.length,
  };
}

/** Takes a version out of the index. `erased` says that readers must forget its words at once. */
export function removeFromIndex(db: Database, version: OpId, erased = false): void {
  const rows = db
    .query<{ id: number; audience: number }, [Uint8Array | null]>(
      "DELETE FROM knowledge_passage WHERE version = ? RETURNING id, audience",
    )
    .all(fromHex(version));
  for (const { id } of rows) db.query("DELETE FROM knowledge_words WHERE rowid = ?").run(id);
  for (const audience of new Set(rows.map((row) => row.audience))) {
    db.query(
      `DELETE FROM knowledge_audience WHERE number = ?1
       AND NOT EXISTS (SELECT 1 FROM knowledge_passage WHERE audience = ?1)`,
    ).run(audience);
  }
  db.run(
    `UPDATE knowledge_index SET changes = changes + 1, erasures = erasures + ${erased ? 1 : 0}`,
  );
}

/** The lowest number that is free: kept as long as the audience has passages. */
function audienceNumber(db: Database, audience: string): number {
  const known = db
    .query<{ number: number }, [string]>("SELECT number FROM knowledge_audience WHERE audience = ?")
    .get(audience);
  if (known !== null) return known.number;
  const { number } = db
    .query<{ number: number }, []>(
      `SELECT min(number) AS number FROM (
         SELECT 0 AS number WHERE NOT EXISTS (SELECT 1 FROM knowledge_audience WHERE number = 0)
         UNION ALL
         SELECT number + 1 FROM knowledge_audience AS a
         WHERE NOT EXISTS (SELECT 1 FROM knowledge_audience AS b WHERE b.number = a.number + 1))`,
    )
    .get() as { number: number };
  if (number >= audiencesMax) throw new RangeError("There are more audiences than numbers.");
  db.query("INSERT INTO knowledge_audience VALUES (?, ?)").run(number, audience);
  return number;
}

/** Numbers of those audiences that have passages. */
export function audienceNumbers(db: Database, audiences: readonly string[]): number[] {
  return db
    .query<{ number: number }, [string]>(
      `SELECT number FROM knowledge_audience
       WHERE audience IN (SELECT value FROM json_each(?)) ORDER BY number`,
    )
    .all(JSON.stringify(audiences))
    .map(({ number }) => number);
}
