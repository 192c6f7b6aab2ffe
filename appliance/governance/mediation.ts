/** Whose word it takes to agree on a way to talk about a block. */
import { choices } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import { idBytes } from "../members/index.ts";
import type { Reading } from "./reading.ts";

/** The author, and whoever has blocked this version. */
export function concernedIn(
  { db }: Pick<Reading, "db">,
  version: OpId,
  author: MemberId,
): ReadonlySet<MemberId> {
  const rows = db
    .query<{ member: string }, [Uint8Array, number]>(
      `SELECT DISTINCT lower(hex(member)) AS member FROM governance_vote
       WHERE version = ? AND choice = ?`,
    )
    .all(idBytes(version), choices.block);
  return new Set([author, ...rows.map(({ member }) => member as MemberId)]);
}
