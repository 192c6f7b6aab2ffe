import { decodeOperation, encodeOperation, type OpId } from "../../mesh/op/index.ts";
import { database, type OwnOperation, strict } from "./database.ts";

/**
 * When the member's erasure has taken effect on the box, the words go from this phone as well:
 * the own operations it names keep their signed header and lose their body. Copies in the
 * resource cache go with them; what is still there is fetched again.
 */
export async function scrubErased(settled: OwnOperation[]): Promise<void> {
  if (settled.length === 0) return;
  // Not part of the first load: nothing is erased before something was said.
  const { kinds } = await import("../../mesh/kinds/index.ts");
  const targets = settled
    .filter((op) => op.kind === kinds.erase.number && op.state === "done")
    .flatMap((op) => (op.body as { targets: OpId[] } | null)?.targets ?? []);
  if (targets.length === 0) return;
  const db = await database();
  const tx = db.transaction(["operations", "cache"], "readwrite", strict);
  for (const id of targets) {
    const op = await tx.objectStore("operations").get(id);
    if (op) tx.objectStore("operations").put({ ...op, ...withoutBody(op.wire) });
  }
  tx.objectStore("cache").clear();
  await tx.done;
}

function withoutBody(wire: Uint8Array): Pick<OwnOperation, "wire" | "body"> {
  return { wire: encodeOperation({ ...decodeOperation(wire), detached: null }), body: null };
}
