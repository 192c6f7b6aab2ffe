/** What anybody may ask of the log, on the reading connection. */
import type { Database } from "bun:sqlite";
import {
  type CborValue,
  type CommunityId,
  type DeviceId,
  encodeOperation,
  type Heads,
  type OpId,
  type PublicKey,
  recordSeq,
} from "../../mesh/op/index.ts";
import type { Bodies } from "./bodies.ts";
import type { Fork, LoggedOperation } from "./contract.ts";
import { bytesOf, deviceIdOfRow, opIdOf } from "./hex.ts";
import {
  bodyValue,
  idsAfter,
  loggedAfter,
  loggedById,
  operationOf,
  rowById,
} from "./operation-log.ts";

/** Rows of one page of the log at most, whatever was asked for. */
const operationsPerPageMax = 1_000;

export class LogReader {
  readonly #db: Database;
  readonly #bodies: Bodies;
  readonly #communityId: () => CommunityId | null;
  readonly #deviceKeys = new Map<DeviceId, PublicKey>();
  #heads: Heads | null = null;

  constructor(db: Database, bodies: Bodies, communityId: () => CommunityId | null) {
    this.#db = db;
    this.#bodies = bodies;
    this.#communityId = communityId;
  }

  operation(id: OpId): LoggedOperation | null {
    return loggedById(this.#db, id);
  }

  operations({ after, limit }: { after: number; limit: number }): LoggedOperation[] {
    return loggedAfter(this.#db, after, Math.min(limit, operationsPerPageMax));
  }

  ids({ after, limit }: { after: number; limit: number }): OpId[] {
    return idsAfter(this.#db, after, Math.min(limit, operationsPerPageMax));
  }

  wire(id: OpId, part: "whole" | "header"): Uint8Array | null {
    const row = rowById(this.#db, id);
    const communityId = this.#communityId();
    if (row === null || communityId === null) return null;
    const whole = part === "whole" && row.body === "stored";
    const detached = whole ? this.#bodies.read(this.#db, { id, position: row.position }) : null;
    return encodeOperation({ ...operationOf(row, communityId), detached });
  }

  body(id: OpId): CborValue[] | null {
    return bodyValue(this.#db, this.#bodies, id);
  }

  /** Devices are never forgotten, so what is committed can be remembered. */
  publicKey(device: DeviceId): PublicKey | null {
    const known = this.#deviceKeys.get(device);
    if (known !== undefined) return known;
    const key = this.storedKey(device);
    if (key !== null) this.#deviceKeys.set(device, key);
    return key;
  }

  /** As it is on disk now. */
  storedKey(device: DeviceId): PublicKey | null {
    const row = this.#db
      .query<{ key: Uint8Array }, [Uint8Array]>("SELECT key FROM device WHERE id = ?")
      .get(bytesOf(device));
    return row?.key ?? null;
  }

  heads(): Heads {
    this.#heads ??= readHeads(this.#db);
    return structuredClone(this.#heads);
  }

  /** Keeps the heads up with what was committed. */
  added(operations: readonly { author: DeviceId; seq: number }[]): void {
    if (this.#heads === null) return;
    for (const { author, seq } of operations) recordSeq(this.#heads, author, seq);
  }

  forks(): Fork[] {
    const communityId = this.#communityId();
    return communityId === null ? [] : readForks(this.#db, communityId);
  }
}

interface Extent {
  author: Uint8Array;
  highest: number;
  count: number;
}

/** One pass over an index; only devices with gaps are read number by number. */
function readHeads(db: Database): Heads {
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

function readForks(db: Database, communityId: CommunityId): Fork[] {
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
