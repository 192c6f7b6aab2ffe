/** Which community this box belongs to: known from the moment of founding, before any operation. */
import type { Database } from "bun:sqlite";
import { type CommunityId, toCommunityId } from "../../mesh/op/index.ts";
import type { Migration } from "../store/index.ts";
import { idBytes } from "./row-values.ts";

export const identityMigration: Migration = {
  room: "members",
  number: 1,
  sql: `CREATE TABLE members_identity (
    one INTEGER PRIMARY KEY CHECK (one = 1), community BLOB NOT NULL, founded INTEGER NOT NULL)`,
};

/** Null before the founding. */
export function readIdentity(db: Database): CommunityId | null {
  const row = db
    .query<{ community: Uint8Array }, []>("SELECT community FROM members_identity")
    .get();
  return row === null ? null : toCommunityId(row.community);
}

/** Seconds since 1970; null before the founding. */
export function readFoundedAt(db: Database): number | null {
  const row = db.query<{ founded: number }, []>("SELECT founded FROM members_identity").get();
  return row?.founded ?? null;
}

/** `at`: seconds since 1970. Throws when the box has a community already. */
export function writeIdentity(db: Database, communityId: CommunityId, at: number): void {
  db.query("INSERT INTO members_identity VALUES (1, ?1, ?2)").run(idBytes(communityId), at);
}
