/** Forward-only schema steps, each recorded with the hash of its text. */
import type { Database } from "bun:sqlite";
import { FolkmootError, toHex, utf8 } from "../../mesh/op/index.ts";
import type { Migration } from "./contract.ts";
import { sha256Sync } from "./crypt.ts";

const bookkeeping = `
CREATE TABLE IF NOT EXISTS migration (
  room TEXT NOT NULL,
  number INTEGER NOT NULL,
  hash TEXT NOT NULL,
  PRIMARY KEY (room, number)
) STRICT, WITHOUT ROWID`;

interface Applied {
  room: string;
  number: number;
  hash: string;
}

/**
 * Applies what is missing, all in one transaction. Throws `schema-newer` when the database knows a
 * step that this program does not, and `schema-changed` when a released step was edited.
 */
export function migrate(db: Database, migrations: readonly Migration[]): void {
  const steps = inOrder(migrations);
  db.transaction(() => {
    db.run(bookkeeping);
    const applied = db.query<Applied, []>("SELECT room, number, hash FROM migration").all();
    refuseUnknown(applied, steps);
    const done = new Set(applied.map(nameOf));
    const record = db.query("INSERT INTO migration (room, number, hash) VALUES (?, ?, ?)");
    for (const step of steps) {
      if (done.has(nameOf(step))) continue;
      db.run(step.sql);
      record.run(step.room, step.number, hashOf(step));
    }
  }).immediate();
}

function refuseUnknown(applied: readonly Applied[], steps: readonly Migration[]): void {
  const known = new Map(steps.map((step) => [nameOf(step), hashOf(step)]));
  for (const row of applied) {
    const hash = known.get(nameOf(row));
    if (hash === undefined) {
      throw new FolkmootError(
        "schema-newer",
        `This data was written by a newer version (step ${nameOf(row)} is unknown here).`,
        { hint: "Start the newer version again, or restore a backup made before the update." },
      );
    }
    if (hash !== row.hash) {
      throw new FolkmootError(
        "schema-changed",
        `Step ${nameOf(row)} is not the one this data was made with.`,
        { hint: "Released migrations never change: add a new one with the next number." },
      );
    }
  }
}

/** Numbers count up from 1 in each room; between rooms the order given is kept. */
function inOrder(migrations: readonly Migration[]): readonly Migration[] {
  const last = new Map<string, number>();
  for (const { room, number, sql } of migrations) {
    const expected = (last.get(room) ?? 0) + 1;
    if (number !== expected) {
      throw new FolkmootError(
        "schema-order",
        `Expected step ${room} ${expected}, found ${number}.`,
      );
    }
    if (/\bCREATE\s+VIRTUAL\b/i.test(sql)) {
      throw new FolkmootError("schema-virtual", `Step ${room} ${number} makes a virtual table.`, {
        hint: "Only projections may: backups leave out what can be computed again.",
      });
    }
    last.set(room, number);
  }
  return migrations;
}

function nameOf({ room, number }: { room: string; number: number }): string {
  return `${room} ${number}`;
}

function hashOf(step: Migration): string {
  return toHex(sha256Sync(utf8(step.sql)));
}
