/**
 * What each partner was given, when a file was made for it: so that the next one names what it is
 * not to use any more. Ids only, never words: those may be erased since.
 */
import type { Database } from "bun:sqlite";
import { type PublicKey, toOpId } from "../../mesh/op/index.ts";
import type { FeedEntry } from "../../mesh/rules/index.ts";
import { idBytes } from "../members/index.ts";
import type { Migration } from "../store/index.ts";

export const migrations: readonly Migration[] = [
  {
    room: "federation",
    number: 1,
    sql: `
      CREATE TABLE federation_export (
        partner BLOB NOT NULL,
        serial INTEGER NOT NULL,
        at INTEGER NOT NULL,
        PRIMARY KEY (partner, serial)
      ) STRICT, WITHOUT ROWID;
      CREATE TABLE federation_given (
        partner BLOB NOT NULL,
        item BLOB NOT NULL,
        version BLOB NOT NULL,
        PRIMARY KEY (partner, item)
      ) STRICT, WITHOUT ROWID;
    `,
  },
];

export interface LastExport {
  readonly serial: number;
  /** Seconds since 1970. */
  readonly at: number;
}

/** Null before anything was made for this partner. */
export function lastExport(db: Database, partner: PublicKey): LastExport | null {
  return db
    .query<LastExport, [Uint8Array]>(
      "SELECT serial, at FROM federation_export WHERE partner = ? ORDER BY serial DESC LIMIT 1",
    )
    .get(partner);
}

/** Everything that ever was in a file for this partner, each in its last version there. */
export function everGiven(db: Database, partner: PublicKey): FeedEntry[] {
  const rows = db
    .query<{ item: Uint8Array; version: Uint8Array }, [Uint8Array]>(
      "SELECT item, version FROM federation_given WHERE partner = ? ORDER BY item",
    )
    .all(partner);
  return rows.map(({ item, version }) => ({ item: toOpId(item), version: toOpId(version) }));
}

/** Keeps what goes into the next file for this partner, and returns its number. */
export function recordExport(
  db: Database,
  partner: PublicKey,
  { at, items }: { readonly at: number; readonly items: readonly FeedEntry[] },
): number {
  const serial = (lastExport(db, partner)?.serial ?? 0) + 1;
  db.query("INSERT INTO federation_export VALUES (?, ?, ?)").run(partner, serial, at);
  const give = db.query(
    `INSERT INTO federation_given VALUES (?1, ?2, ?3)
     ON CONFLICT (partner, item) DO UPDATE SET version = excluded.version`,
  );
  for (const { item, version } of items) give.run(partner, idBytes(item), idBytes(version));
  return serial;
}
