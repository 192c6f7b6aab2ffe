import { decodeOperation, encodeOperation, type OpId } from "../../mesh/op/index.ts";
import { database, type OwnOperation, strict } from "./database.ts";
import { isWaiting } from "./outbox.ts";

/**
 * Stores what became of own operations. Where a member's erasure has taken effect on the box, the
 * words go from this phone as well, in the same transaction: a page that is closed in between
 * would not come back to it. The operations it names keep their signed header and lose their
 * body; copies in the resource cache go with them, and what is still there is fetched again.
 */
export async function keepSettled(settled: OwnOperation[]): Promise<void> {
  const erased = await targetsOfErasures(settled);
  const db = await database();
  const tx = db.transaction(["operations", "outbox", "cache"], "readwrite", strict);
  const operations = tx.objectStore("operations");
  for (const op of settled) {
    operations.put(op);
    if (!isWaiting(op)) tx.objectStore("outbox").delete(op.seq);
  }
  for (const id of erased) {
    const op = await operations.get(id);
    if (op) operations.put({ ...op, ...withoutBody(op.wire) });
  }
  if (erased.length > 0) tx.objectStore("cache").clear();
  await tx.done;
}

async function targetsOfErasures(settled: OwnOperation[]): Promise<OpId[]> {
  const done = settled.filter((op) => op.state === "done");
  if (done.length === 0) return [];
  // Not part of the first load: nothing is erased before something was said.
  const { kinds } = await import("../../mesh/kinds/index.ts");
  return done
    .filter((op) => op.kind === kinds.erase.number)
    .flatMap((op) => (op.body as { targets: OpId[] } | null)?.targets ?? []);
}

function withoutBody(wire: Uint8Array): Pick<OwnOperation, "wire" | "body"> {
  return { wire: encodeOperation({ ...decodeOperation(wire), detached: null }), body: null };
}
