/** What the box keeps of its logs and their tree, beside the log itself. */
import type { Database } from "bun:sqlite";

export const auditMigration = {
  room: "audit",
  number: 1,
  sql: `
-- One row for each log: the first, and one more for every restore from a backup.
CREATE TABLE audit_log (
  number INTEGER PRIMARY KEY,
  origin TEXT NOT NULL UNIQUE,
  opening TEXT NOT NULL,
  -- The head that was signed last; at first the one the log was opened at.
  size INTEGER NOT NULL,
  root BLOB NOT NULL,
  -- Null until the first checkpoint.
  checkpoint TEXT,
  signed INTEGER
) STRICT;

-- Roots over 256 operations each. They follow from the log: a second witness of what it was.
CREATE TABLE audit_tile (number INTEGER PRIMARY KEY, root BLOB NOT NULL) STRICT;
`,
} as const;

export interface LogRow {
  readonly number: number;
  readonly origin: string;
  /** Signed note. */
  readonly opening: string;
  readonly size: number;
  readonly root: Uint8Array;
  /** Signed note. */
  readonly checkpoint: string | null;
  /** Seconds since 1970. */
  readonly signed: number | null;
}

/** Oldest first. */
export function logRows(db: Database): LogRow[] {
  return db.query<LogRow, []>("SELECT * FROM audit_log ORDER BY number").all();
}

export function insertLog(db: Database, row: LogRow): void {
  const { number, origin, opening, size, root, checkpoint, signed } = row;
  db.query("INSERT INTO audit_log VALUES (?, ?, ?, ?, ?, ?, ?)").run(
    ...([number, origin, opening, size, root, checkpoint, signed] as const),
  );
}

export function updateLog(db: Database, row: LogRow): void {
  db.query(
    "UPDATE audit_log SET size = ?, root = ?, checkpoint = ?, signed = ? WHERE number = ?",
  ).run(row.size, row.root, row.checkpoint, row.signed, row.number);
}

export function tileRoots(db: Database): Map<number, Uint8Array> {
  const rows = db
    .query<{ number: number; root: Uint8Array }, []>("SELECT number, root FROM audit_tile")
    .all();
  return new Map(rows.map(({ number, root }) => [number, root]));
}

export function putTile(db: Database, number: number, root: Uint8Array): void {
  db.query("INSERT OR REPLACE INTO audit_tile VALUES (?, ?)").run(number, root);
}

/** After a restore the log may be shorter than it was. */
export function dropTilesFrom(db: Database, number: number): void {
  db.query("DELETE FROM audit_tile WHERE number >= ?").run(number);
}
