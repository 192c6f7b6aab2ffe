/** What goes by itself: files nobody came back to, and what a restore should not have brought. */
import type { OpId } from "../../mesh/op/index.ts";
import type { Tx } from "../store/index.ts";
import { removeFile } from "./file-table.ts";
import { eraseNamedBy } from "./naming.ts";

/** How long half a file waits for the rest, and a whole one for a proposal that names it. */
export const keptDays = 7;

type Found = { id: number; key: number };

/** `now`: seconds since 1970. */
export function sweep(tx: Tx, now: number): void {
  const found = tx.db
    .query<Found, [number]>(
      `SELECT id, key FROM attachment AS a WHERE touched < ? AND (received < bytes OR NOT EXISTS (
         SELECT 1 FROM attachment_naming AS n WHERE n.hash = a.hash AND n.member = a.member))`,
    )
    .all(now - keptDays * 86_400);
  for (const file of found) removeFile(tx, file);
}

/**
 * At start. A backup may hold files of texts that were erased since: they go as those did. One that
 * was restored without its keys is noise, and is taken for not here: a phone sends it again.
 */
export function dropWhatWasErased(tx: Tx, sealingKey: (serial: number) => Uint8Array | null): void {
  const erased = tx.db
    .query<{ op: Uint8Array }, []>(
      `SELECT DISTINCT op FROM attachment_naming JOIN operation ON operation.id = op
       WHERE operation.body = 'erased'`,
    )
    .all();
  for (const { op } of erased) eraseNamedBy(tx, op.toHex() as OpId);
  const all = tx.db.query<Found, []>("SELECT id, key FROM attachment").all();
  for (const file of all) if (sealingKey(file.key) === null) removeFile(tx, file);
}
