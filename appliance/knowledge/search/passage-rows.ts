/** Reads passages with what is known of their versions: the SQL of search, in one place. */
import type { Database, SQLQueryBindings } from "bun:sqlite";
import type { Consent, ItemForm } from "../../../mesh/kinds/index.ts";
import { fromHex, type OpId, toHex, toMemberId, toOpId } from "../../../mesh/op/index.ts";
import type { FoundPassage } from "./hit.ts";
import type { Fields } from "./rank.ts";

export interface Filter {
  readonly lang: string | null;
  readonly category: string | null;
  readonly tag: string | null;
}

/** What ranking needs of a passage, and no more: a hundred of them are read for each question. */
export interface Candidate {
  id: number;
  version: Uint8Array;
  part: number;
  item: Uint8Array;
  audience: number;
  words: number;
  created: number;
  valid_until: number | null;
  title_words: string;
  about_words: string;
  body_words: string;
  pair_words: string;
}

export interface PassageRow {
  id: number;
  version: Uint8Array;
  part: number;
  start: number;
  heading: string | null;
  text: string;
  item: Uint8Array;
  member: Uint8Array;
  form: ItemForm;
  title: string;
  lang: string;
  category: string;
  tags: string;
  audience: string;
  consent: Consent;
  attribution: string | null;
  source: string | null;
  created: number;
  valid_until: number | null;
}

const candidateColumns = `p.id, p.version, p.part, v.item, p.audience, p.words, i.created,
  v.valid_until, w.title AS title_words, w.about AS about_words, w.body AS body_words,
  w.pairs AS pair_words`;
const passageColumns = `p.id, p.version, p.part, p.start, p.heading, p.text, v.item, v.member,
  v.form, v.title, v.lang, v.category, v.tags, v.audience, v.consent, v.attribution, v.source,
  i.created, v.valid_until`;
const joins = `JOIN knowledge_version AS v ON v.id = p.version
  JOIN knowledge_item AS i ON i.id = v.item`;

/**
 * Passages that match an FTS5 expression, the most telling first. The expression names audiences
 * word by word; the list of numbers says it once more, so that no expression could ever ask for
 * another audience's passage.
 */
export function findCandidates(
  db: Database,
  expression: string,
  audiences: readonly number[],
  filter: Filter,
  limit: number,
): Candidate[] {
  const { lang, category, tag } = filter;
  return db
    .query<Candidate, SQLQueryBindings[]>(
      `SELECT ${candidateColumns}
       FROM knowledge_words AS w
       CROSS JOIN knowledge_passage AS p ON p.id = w.rowid
       ${joins}
       WHERE knowledge_words MATCH ?1 AND w.rank MATCH 'bm25(2.2, 1.0, 1.0, 1.0)'
         AND p.audience IN (SELECT value FROM json_each(?2))
         AND (?3 IS NULL OR v.lang = ?3) AND (?4 IS NULL OR v.category = ?4)
         AND (?5 IS NULL OR EXISTS (SELECT 1 FROM json_each(v.tags) WHERE value = ?5))
       ORDER BY w.rank LIMIT ?6`,
    )
    .all(expression, JSON.stringify(audiences), lang, category, tag, limit);
}

/** Every passage of an item's shown versions, as a candidate. */
export function readCandidates(
  db: Database,
  item: OpId,
  audiences: readonly string[],
): Candidate[] {
  return db
    .query<Candidate, SQLQueryBindings[]>(
      `SELECT ${candidateColumns} FROM knowledge_version AS v
       JOIN knowledge_item AS i ON i.id = v.item
       CROSS JOIN knowledge_passage AS p ON p.version = v.id
       CROSS JOIN knowledge_words AS w ON w.rowid = p.id
       WHERE v.item = ?1 AND v.audience IN (SELECT value FROM json_each(?2))
       ORDER BY p.id`,
    )
    .all(fromHex(item), JSON.stringify(audiences));
}

/** Passages by their row ids, in that order. */
export function readPassagesById(db: Database, ids: readonly number[]): PassageRow[] {
  return db
    .query<PassageRow, [string]>(
      `SELECT ${passageColumns} FROM json_each(?1) AS wanted
       CROSS JOIN knowledge_passage AS p ON p.id = wanted.value ${joins}
       ORDER BY wanted.key`,
    )
    .all(JSON.stringify(ids));
}

/** Passages of the shown versions of an item, or one of a version, in order. */
export function readPassages(
  db: Database,
  which: { item: OpId } | { version: OpId; part: number },
  audiences: readonly string[],
): PassageRow[] {
  const byItem = "item" in which;
  return db
    .query<PassageRow, SQLQueryBindings[]>(
      `SELECT ${passageColumns} FROM knowledge_passage AS p ${joins}
       WHERE ${byItem ? "v.item = ?1" : "p.version = ?1 AND p.part = ?3"}
         AND v.audience IN (SELECT value FROM json_each(?2))
       ORDER BY v.time DESC, v.id, p.part`,
    )
    .all(
      fromHex(byItem ? which.item : which.version),
      JSON.stringify(audiences),
      ...(byItem ? [] : [which.part]),
    );
}

// A chain of replacements this long is a mistake or a game.
const replacementsMax = 20;

/**
 * For each of the items that was replaced: the newest item in the chain of replacements, as far as
 * the viewer may see it. Keys and values are hex.
 */
export function replacementsOf(
  db: Database,
  items: readonly string[],
  audiences: readonly string[],
): ReadonlyMap<string, OpId> {
  const next = new Map<string, OpId>();
  let asked = new Set(items);
  for (let step = 0; step < replacementsMax && asked.size > 0; step++) {
    const fresh = new Set<string>();
    for (const { old, item } of replacementRows(db, [...asked], audiences)) {
      next.set(toHex(old), toOpId(item));
      if (!next.has(toHex(item))) fresh.add(toHex(item));
    }
    asked = fresh;
  }
  const newest = new Map<string, OpId>();
  for (const item of new Set(items)) {
    const last = endOf(next, item);
    if (last !== null) newest.set(item, last);
  }
  return newest;
}

function endOf(next: ReadonlyMap<string, OpId>, item: string): OpId | null {
  const seen = new Set([item]);
  let last: OpId | null = null;
  for (let at = next.get(item); at !== undefined && !seen.has(at); at = next.get(at)) {
    seen.add(at);
    last = at;
  }
  return last;
}

function replacementRows(
  db: Database,
  items: readonly string[],
  audiences: readonly string[],
): { old: Uint8Array; item: Uint8Array }[] {
  // The newest of several replacements comes last and wins.
  return db
    .query<{ old: Uint8Array; item: Uint8Array }, [string, string]>(
      `SELECT v.supersedes AS old, v.item FROM json_each(?1) AS asked
       CROSS JOIN knowledge_version AS v INDEXED BY knowledge_version_supersedes
         ON v.supersedes = unhex(asked.value)
       WHERE v.item <> v.supersedes AND v.shown = 1 AND v.replaces = 1
         AND v.audience IN (SELECT value FROM json_each(?2))
       ORDER BY v.time, v.id`,
    )
    .all(JSON.stringify(items), JSON.stringify(audiences));
}

export function foundPassage(row: PassageRow, replacement: OpId | null): FoundPassage {
  return {
    item: toOpId(row.item),
    version: toOpId(row.version),
    part: row.part,
    title: row.title,
    heading: row.heading,
    text: row.text,
    start: row.start,
    lang: row.lang,
    category: row.category,
    tags: JSON.parse(row.tags) as string[],
    form: row.form,
    audience: row.audience,
    consent: row.consent,
    author: toMemberId(row.member),
    attribution: row.attribution,
    source: row.source,
    created: row.created,
    validUntil: row.valid_until,
    supersededBy: replacement,
  };
}

export function fieldsOf(row: Candidate): Fields {
  return {
    title: row.title_words,
    about: row.about_words,
    body: row.body_words,
    pairs: row.pair_words,
  };
}
