/** What carriers ask of the whole log. */
import type { Database } from "bun:sqlite";
import { type CommunityId, encodeOperation, type Heads, recordSeq } from "../../mesh/op/index.ts";
import type { Fork } from "./contract.ts";
import { deviceIdOfRow, opIdOf } from "./hex.ts";
import { operationOf } from "./operation-log.ts";

interface Extent {
  author: Uint8Array;
  highest: number;
  count: number;
}

/** One pass over an index; only devices with gaps are read number by number. */
export function readHeads(db: Database): Heads {
  const heads: Heads = new Map();
  const extents = db
    .query<Extent, []>(
      "SELECT author, max(seq) AS highest, count(*) AS count FROM operation GROUP BY author",
    )
    .all();
  for (const { author, highest, count } of extents) {
    const device = deviceIdOfRow(author);
    if (highest === count) {
      heads.set(device, { highest, missing: [] });
      continue;
    }
    const rows = db
      .query<{ seq: number }, [Uint8Array]>(
        "SELECT seq FROM operation WHERE author = ? ORDER BY seq",
      )
      .all(author);
    for (const { seq } of rows) recordSeq(heads, device, seq);
  }
  return heads;
}

interface ForkRow {
  author: Uint8Array;
  seq: number;
  logged: Uint8Array;
  id: Uint8Array;
  header: Uint8Array;
  signature: Uint8Array;
}

export function readForks(db: Database, communityId: CommunityId): Fork[] {
  return db
    .query<ForkRow, []>(
      `SELECT fork.author, fork.seq, operation.id AS logged, fork.id, fork.header, fork.signature
       FROM fork JOIN operation USING (author, seq) ORDER BY operation.position`,
    )
    .all()
    .map((row) => ({
      author: deviceIdOfRow(row.author),
      seq: row.seq,
      logged: opIdOf(row.logged),
      other: opIdOf(row.id),
      otherWire: encodeOperation(operationOf(row, communityId)),
    }));
}
