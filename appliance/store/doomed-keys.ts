/**
 * Keys of what rooms seal, on their way out. A key is destroyed right after the transaction that
 * deletes what it had sealed; should the box stop in between, the next start finds it named here.
 */
import type { Database } from "bun:sqlite";
import type { KeyStore } from "./key-store.ts";

/** In the transaction that deletes what the key had sealed. */
export function doomKey(db: Database, keys: KeyStore, serial: number): void {
  db.query("INSERT OR IGNORE INTO doomed_key (serial) VALUES (?)").run(serial);
  keys.stage({ serial });
}

/** At start, before anything is written. */
export function destroyDoomedKeys(db: Database, keys: KeyStore): void {
  const rows = db.query<{ serial: number }, []>("SELECT serial FROM doomed_key").all();
  if (rows.length === 0) return;
  keys.destroyBodyKeys(rows.map(({ serial }) => serial));
  db.run("DELETE FROM doomed_key");
}
