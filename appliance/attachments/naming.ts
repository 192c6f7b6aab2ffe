/** Texts that name files, and what their erasure takes along. */
import { type BodyOf, type FileId, kinds } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import type { AppliedOperation, Effect, Projection, Tx } from "../store/index.ts";
import { fileOfMember, removeFile, rowId } from "./file-table.ts";

type Text = BodyOf<typeof kinds.proposalText>;

/**
 * Has no tables of its own: what names a file is kept beside the log, where a backup and a restore
 * find it. A replay writes the same rows again.
 */
export const projection: Projection = {
  name: "attachments",
  version: 1,
  schema: [],
  tables: [],
  apply: { [kinds.proposalText.number]: (op, tx) => name(op as AppliedOperation<Text>, tx) },
  erase: ({ id }, tx) => eraseNamedBy(tx, id),
};

function name({ id, member, body }: AppliedOperation<Text>, { db }: Tx): Effect {
  const insert = db.query("INSERT OR IGNORE INTO attachment_naming VALUES (?, ?, ?)");
  for (const { hash } of body?.attachments ?? []) insert.run(rowId(id), rowId(hash), rowId(member));
  return { done: true };
}

/**
 * A file goes with the last text of its member that names it. Somebody else who names it does not
 * keep it: that would take from people what is theirs to erase.
 */
export function eraseNamedBy(tx: Tx, op: OpId): void {
  const named = tx.db
    .query<{ hash: Uint8Array; member: Uint8Array }, [Uint8Array]>(
      "SELECT hash, member FROM attachment_naming WHERE op = ?",
    )
    .all(rowId(op));
  if (named.length === 0) return;
  tx.db.query("DELETE FROM attachment_naming WHERE op = ?").run(rowId(op));
  const others = tx.db.query("SELECT 1 FROM attachment_naming WHERE hash = ? AND member = ?");
  for (const { hash, member } of named) {
    if (others.get(hash, member) !== null) continue;
    tx.db.query("INSERT OR IGNORE INTO attachment_gone VALUES (?, ?)").run(hash, member);
    const file = fileOfMember(tx.db, member.toHex() as MemberId, hash.toHex() as FileId);
    if (file !== null) removeFile(tx, file);
  }
}
