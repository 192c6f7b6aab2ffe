/** What members show of themselves. The newest profile counts, by its author's own clock. */
import type { Database } from "bun:sqlite";
import type { ProfileBody } from "../../mesh/kinds/index.ts";
import { type MemberId, type OpId, toOpId } from "../../mesh/op/index.ts";
import type { AppliedOperation, Effect, Tx } from "../store/index.ts";
import { fromJson, idBytes, toJson } from "./row-values.ts";

export const profileSchema = [
  `CREATE TABLE members_profile (
     member BLOB PRIMARY KEY, op BLOB NOT NULL, name TEXT NOT NULL, languages TEXT NOT NULL,
     about TEXT NOT NULL, hue INTEGER NOT NULL, time INTEGER NOT NULL, seq INTEGER NOT NULL)
   WITHOUT ROWID`,
  "CREATE INDEX members_profile_op ON members_profile (op)",
];
export const profileTables = ["members_profile"];

export interface Profile extends ProfileBody {
  readonly op: OpId;
}

interface ProfileRow {
  op: Uint8Array;
  name: string;
  languages: string;
  about: string;
  hue: number;
  time: number;
  seq: number;
}

/**
 * Keeps the profile if it is the newest, and erases the one that it or its elder replaces: a name
 * somebody gave up should not lie about. The order of arrival does not matter.
 */
export function keepProfile(op: AppliedOperation<ProfileBody>, tx: Tx): Effect {
  if (op.body === null) return { done: true };
  const member = idBytes(op.member);
  const old = rowOf(tx.db, op.member);
  if (old !== null && (old.time - op.time || old.seq - op.seq) > 0) {
    tx.erase([op.id]);
    return { done: true };
  }
  const { name, languages, about, hue } = op.body;
  tx.db
    .query("INSERT OR REPLACE INTO members_profile VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
    .run(member, idBytes(op.id), name, toJson(languages), about, hue, op.time, op.seq);
  if (old !== null) tx.erase([toOpId(old.op)]);
  return { done: true };
}

export function eraseProfile(db: Database, op: OpId): void {
  db.query("DELETE FROM members_profile WHERE op = ?1").run(idBytes(op));
}

/** Null for members who have shown nothing yet, and for those who left. */
export function profileOf(db: Database, member: MemberId): Profile | null {
  const row = rowOf(db, member);
  if (row === null) return null;
  const { name, about, hue } = row;
  return { op: toOpId(row.op), name, about, hue, languages: fromJson(row.languages) as string[] };
}

function rowOf(db: Database, member: MemberId): ProfileRow | null {
  return db
    .query<ProfileRow, [Uint8Array]>("SELECT * FROM members_profile WHERE member = ?1")
    .get(idBytes(member));
}
