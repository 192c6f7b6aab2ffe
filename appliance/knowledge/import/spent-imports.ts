/**
 * Previews that have served: a file whose parts were taught, because they are in the log now, and
 * everything that was read for somebody of whom something is erased, because the same words may
 * stand in it. The phone throws the file away by itself; this is for when that does not arrive.
 */
import { kinds } from "../../../mesh/kinds/index.ts";
import type { CborValue, DeviceId, MemberId, OpId } from "../../../mesh/op/index.ts";
import { membershipOf } from "../../members/index.ts";
import type { LoggedOperation, Store } from "../../store/index.ts";
import type { Imports } from "./imports.ts";

/** Returns what ends it. */
export function sweepSpentImports(store: Store, imports: Imports): () => void {
  return store.on(({ positions: [from, to], rebuilt }) => {
    if (rebuilt || imports.finished().length === 0) return;
    const taught = new Map<MemberId, Set<string>>();
    for (const op of store.operations({ after: from - 1, limit: to - from + 1 })) {
      const body = wanted.has(op.kind) && op.effect.done ? store.body(op.id) : null;
      if (body === null) continue;
      if (op.kind === kinds.erase.number) discardOfErased(store, imports, body);
      else addTo(taught, memberOf(store, op.author), kinds.item.schema.decode(body).body);
    }
    for (const [member, texts] of taught) void discardTaught(imports, member, texts);
  });
}

const wanted: ReadonlySet<LoggedOperation["kind"]> = new Set([
  kinds.erase.number,
  kinds.item.number,
]);

/** Before whoever erases has the answer. Whose it was counts, not who erased it. */
function discardOfErased(store: Store, imports: Imports, body: CborValue[]): void {
  const { targets } = kinds.erase.schema.decode(body);
  const authors = new Set(targets.map((target) => authorOf(store, target)));
  for (const { id, member } of imports.finished()) {
    if (authors.has(member)) imports.discardAtOnce(id);
  }
}

function authorOf(store: Store, id: OpId): MemberId | null {
  const op = store.operation(id);
  return op === null ? null : memberOf(store, op.author);
}

function memberOf({ db }: Store, device: DeviceId): MemberId | null {
  return membershipOf(db)?.devices.get(device)?.member ?? null;
}

function addTo(taught: Map<MemberId, Set<string>>, member: MemberId | null, text: string): void {
  if (member === null) return;
  taught.set(member, (taught.get(member) ?? new Set()).add(text.trim()));
}

/** The phone signs all parts that were chosen at once, and then has no more use for the file. */
async function discardTaught(
  imports: Imports,
  member: MemberId,
  texts: ReadonlySet<string>,
): Promise<void> {
  for (const { id } of imports.finished().filter((meta) => meta.member === member)) {
    // Thrown away meanwhile: that was the aim.
    const holds = await holdsAny(imports, member, id, texts).catch(() => false);
    if (holds) imports.discardAtOnce(id);
  }
}

async function holdsAny(
  imports: Imports,
  member: MemberId,
  id: string,
  texts: ReadonlySet<string>,
): Promise<boolean> {
  const { preview } = await imports.view(member, id);
  for (let n = 0; n < (preview?.parts.length ?? 0); n++) {
    const part = await imports.part(member, id, n);
    if (part !== null && texts.has(part.text.trim())) return true;
  }
  return false;
}
