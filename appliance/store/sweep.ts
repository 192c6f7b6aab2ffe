/** Keys whose body is not there: a crash came between the two databases. */
import type { Database } from "bun:sqlite";
import type { KeyStore } from "./key-store.ts";
import type { Breathe } from "./slices.ts";

const keysPerRead = 500;

/** Destroys them. At start, before the first write: nothing is in between then. */
export async function sweepOrphanKeys(
  main: Database,
  keys: KeyStore,
  breathe: Breathe,
): Promise<void> {
  const bodyOf = main.query(
    "SELECT 1 FROM operation JOIN body USING (position) WHERE operation.id = ?",
  );
  let ops = keys.bodyKeyOps(new Uint8Array(), keysPerRead);
  while (ops.length > 0) {
    for (const op of ops) if (bodyOf.get(op) === null) keys.stage("body_key", op.toHex(), null);
    await breathe();
    ops = keys.bodyKeyOps(ops.at(-1) ?? new Uint8Array(), keysPerRead);
  }
  keys.commitAfter();
}
