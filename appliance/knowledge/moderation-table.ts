/**
 * What is said about items: labels, reviews, hiding, reports, and which passage helped. Of two
 * statements about one thing the later one counts, by its author's clock and then by its turn, so
 * that boxes that heard them in another order agree.
 */
import type { Database, SQLQueryBindings } from "bun:sqlite";
import { type AppliedOperation, turnOf } from "../store/index.ts";

export const moderationSchema = [
  `CREATE TABLE knowledge_label (
     item BLOB NOT NULL, label TEXT NOT NULL, is_on INTEGER NOT NULL,
     time INTEGER NOT NULL, turn BLOB NOT NULL, PRIMARY KEY (item, label)) WITHOUT ROWID`,
  `CREATE TABLE knowledge_review (
     version BLOB PRIMARY KEY, verdict TEXT NOT NULL, reason TEXT NOT NULL,
     position INTEGER NOT NULL, time INTEGER NOT NULL, turn BLOB NOT NULL) WITHOUT ROWID`,
  // Authors and moderators each say it for themselves: neither takes back the other's word.
  `CREATE TABLE knowledge_hiding (
     item BLOB NOT NULL, by_moderator INTEGER NOT NULL, is_on INTEGER NOT NULL,
     position INTEGER NOT NULL, time INTEGER NOT NULL, turn BLOB NOT NULL,
     PRIMARY KEY (item, by_moderator)) WITHOUT ROWID`,
  `CREATE TABLE knowledge_report (
     id BLOB PRIMARY KEY, item BLOB NOT NULL, member BLOB NOT NULL, reason TEXT NOT NULL,
     text TEXT NOT NULL, position INTEGER NOT NULL, time INTEGER NOT NULL) WITHOUT ROWID`,
  "CREATE INDEX knowledge_report_item ON knowledge_report (item)",
  // What many say of one passage, they say at about the same time: in this order that shares pages.
  `CREATE TABLE knowledge_feedback (
     version BLOB NOT NULL, part INTEGER NOT NULL, member BLOB NOT NULL, verdict TEXT NOT NULL,
     time INTEGER NOT NULL, turn BLOB NOT NULL, PRIMARY KEY (version, part, member)) WITHOUT ROWID`,
];
export const moderationTables = [
  "knowledge_feedback",
  "knowledge_report",
  "knowledge_hiding",
  "knowledge_review",
  "knowledge_label",
];

type Values = { readonly [column: string]: SQLQueryBindings };

/** Writes the row unless a later statement with the same key is there. */
export function putLatest(
  db: Database,
  table: string,
  key: Values,
  values: Values,
  op: AppliedOperation,
): void {
  const row: Values = { ...key, ...values, time: op.time, turn: turnOf(op) };
  let sql = putLatestSql.get(table);
  if (sql === undefined) {
    sql = latestSql(table, key, row);
    putLatestSql.set(table, sql);
  }
  db.query(sql).run(...Object.values(row));
}

/** A table is always written with the same columns. */
const putLatestSql = new Map<string, string>();

function latestSql(table: string, key: Values, row: Values): string {
  const columns = Object.keys(row);
  const updates = columns.filter((column) => !(column in key));
  return `INSERT INTO ${table} (${columns.join(", ")})
     VALUES (${columns.map(() => "?").join(", ")})
     ON CONFLICT (${Object.keys(key).join(", ")})
     DO UPDATE SET ${updates.map((column) => `${column} = excluded.${column}`).join(", ")}
     WHERE (excluded.time, excluded.turn) > (time, turn)`;
}
