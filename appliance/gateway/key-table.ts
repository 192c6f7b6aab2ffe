/** Keys that stewards give to other programs. Only the hash of a key is kept. */
import type { Database } from "bun:sqlite";
import { fromHex, type MemberId, toHex } from "../../mesh/op/index.ts";
import type { Migration } from "../store/index.ts";

/** What a program may do: have text written, have texts turned into vectors, ask the community. */
export const scopes = ["chat", "embeddings", "ask"] as const;
export type Scope = (typeof scopes)[number];

export interface ProgramKey {
  /** 8 bytes, hex: to name it by. */
  readonly id: string;
  readonly name: string;
  readonly scopes: readonly Scope[];
  /** Whose knowledge it is answered from when it asks: `members`, or `group:<name>` besides. */
  readonly audience: string;
  readonly perMinute: number;
  /** Seconds since 1970; null: until it is revoked. */
  readonly expires: number | null;
  readonly created: number;
  readonly createdBy: MemberId;
  readonly revoked: number | null;
}

export const migrations: readonly Migration[] = [
  {
    room: "gateway",
    number: 1,
    sql: `
      CREATE TABLE gateway_key (
        id BLOB PRIMARY KEY,
        hash BLOB NOT NULL UNIQUE,
        name TEXT NOT NULL,
        scopes TEXT NOT NULL,
        audience TEXT NOT NULL,
        per_minute INTEGER NOT NULL,
        expires INTEGER,
        created INTEGER NOT NULL,
        created_by BLOB NOT NULL,
        revoked INTEGER
      ) STRICT, WITHOUT ROWID;
    `,
  },
];

interface Row {
  id: Uint8Array;
  name: string;
  scopes: string;
  audience: string;
  per_minute: number;
  expires: number | null;
  created: number;
  created_by: Uint8Array;
  revoked: number | null;
}

const columns = "id, name, scopes, audience, per_minute, expires, created, created_by, revoked";

/** The newest first. */
export function readKeys(db: Database): ProgramKey[] {
  return db
    .query<Row, []>(`SELECT ${columns} FROM gateway_key ORDER BY created DESC, id`)
    .all()
    .map(fromRow);
}

export function readKey(db: Database, hash: Uint8Array): ProgramKey | null {
  const row = db
    .query<Row, [Uint8Array]>(`SELECT ${columns} FROM gateway_key WHERE hash = ?1`)
    .get(hash);
  return row === null ? null : fromRow(row);
}

export function insertKey(db: Database, key: ProgramKey, hash: Uint8Array): void {
  db.query("INSERT INTO gateway_key VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, NULL)").run(
    fromHex(key.id),
    hash,
    key.name,
    JSON.stringify(key.scopes),
    key.audience,
    key.perMinute,
    key.expires,
    key.created,
    fromHex(key.createdBy),
  );
}

/** False when there is none, or it is revoked already. */
export function revokeKey(db: Database, id: string, now: number): boolean {
  const { changes } = db
    .query("UPDATE gateway_key SET revoked = ?2 WHERE id = ?1 AND revoked IS NULL")
    .run(fromHex(id), now);
  return changes > 0;
}

function fromRow({ id, created_by, per_minute, scopes: kept, ...row }: Row): ProgramKey {
  return {
    ...row,
    id: toHex(id),
    createdBy: toHex(created_by) as MemberId,
    perMinute: per_minute,
    scopes: JSON.parse(kept) as Scope[],
  };
}
