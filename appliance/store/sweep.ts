/** Keys whose body is not there: a crash came between the two databases. */
import type { Database } from "bun:sqlite";
import { hexOf } from "./hex.ts";
import type { KeyStore } from "./key-store.ts";
import type { Breathe } from "./slices.ts";

/**
 * Destroys them. At start, before the first write: nothing is in between then. Only keys that such
 * a crash can have left are looked at, and only if there are more keys than bodies: a flipped bit
 * in an operation must not cost it its key.
 */
export async function sweepOrphanKeys(
  main: Database,
  keys: KeyStore,
  breathe: Breathe,
): Promise<void> {
  const bodyOf = main.query(
    "SELECT 1 FROM operation JOIN body USING (position) WHERE operation.id = ?",
  );
  const excess = rows(keys.db, "body_key") > rows(main, "body");
  for (const op of excess ? keys.lastBatch() : []) {
    if (bodyOf.get(Uint8Array.fromHex(op)) === null) keys.stage("body_key", op, null);
  }
  for (const { id } of main.query<{ id: Uint8Array }, []>("SELECT id FROM erasure").all()) {
    const op = hexOf(id);
    if (keys.get("body_key", op) !== null) keys.stage("body_key", op, null);
    await breathe();
  }
  keys.commitAfter();
}

function rows(db: Database, table: "body" | "body_key"): number {
  return db.query<{ n: number }, []>(`SELECT count(*) AS n FROM ${table}`).get()?.n ?? 0;
}
