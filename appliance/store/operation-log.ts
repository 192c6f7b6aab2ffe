/** The rows of the log: what was said, by whom, in the order in which this box heard it. */
import type { Database } from "bun:sqlite";
import {
  type CborValue,
  type CommunityId,
  type DeviceId,
  decodeBody,
  decodeCbor,
  type Header,
  type Operation,
  type OpId,
} from "../../mesh/op/index.ts";
import type { Bodies } from "./bodies.ts";
import type { Effect, LoggedOperation } from "./contract.ts";
import { sha256Sync } from "./crypt.ts";
import { bytesOf, deviceIdOfRow, hexOf, opIdOf } from "./hex.ts";

/** A row as SQLite gives it. */
export interface OperationRow {
  position: number;
  id: Uint8Array;
  author: Uint8Array;
  seq: number;
  kind: number;
  time: number;
  received: number;
  carrier: string;
  header: Uint8Array;
  signature: Uint8Array;
  body: LoggedOperation["body"];
  refusal: string | null;
  seal: Uint8Array;
}

type LoggedRow = Omit<OperationRow, "header" | "signature" | "seal">;

const columns =
  "position, id, author, seq, kind, time, received, carrier, header, signature, body, refusal, seal";
/** Without the bytes that were signed: what rooms and pages ask for is what was said about them. */
const loggedColumns = "position, id, author, seq, kind, time, received, carrier, body, refusal";
const byPosition = `SELECT ${columns} FROM operation WHERE position > ? ORDER BY position LIMIT ?`;
const byId = `SELECT ${columns} FROM operation WHERE id = ?`;
const bySeq = `SELECT ${columns} FROM operation WHERE author = ? AND seq = ?`;
const insert = `INSERT INTO operation (${columns}) VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?)`;

export function rowById(db: Database, id: OpId): OperationRow | null {
  return db.query<OperationRow, [Uint8Array]>(byId).get(bytesOf(id));
}

export function loggedById(db: Database, id: OpId): LoggedOperation | null {
  const row = db
    .query<LoggedRow, [Uint8Array]>(`SELECT ${loggedColumns} FROM operation WHERE id = ?`)
    .get(bytesOf(id));
  return row && loggedOf(row);
}

export function loggedAfter(db: Database, after: number, limit: number): LoggedOperation[] {
  return db
    .query<LoggedRow, [number, number]>(
      `SELECT ${loggedColumns} FROM operation WHERE position > ? ORDER BY position LIMIT ?`,
    )
    .all(after, limit)
    .map(loggedOf);
}

export function idsAfter(db: Database, after: number, limit: number): OpId[] {
  return db
    .query<{ id: Uint8Array }, [number, number]>(
      "SELECT id FROM operation WHERE position > ? ORDER BY position LIMIT ?",
    )
    .all(after, limit)
    .map(({ id }) => opIdOf(id));
}

export function rowBySeq(db: Database, author: DeviceId, seq: number): OperationRow | null {
  return db.query<OperationRow, [Uint8Array, number]>(bySeq).get(bytesOf(author), seq);
}

export function rowsAfter(db: Database, after: number, limit: number): OperationRow[] {
  return db.query<OperationRow, [number, number]>(byPosition).all(after, limit);
}

export function lastPosition(db: Database): number {
  const row = db
    .query<{ position: number | null }, []>("SELECT max(position) AS position FROM operation")
    .get();
  return row?.position ?? 0;
}

export type NewRow = Omit<OperationRow, "seal" | "refusal">;

export function insertRow(db: Database, row: NewRow): void {
  db.query(insert).run(
    row.position,
    row.id,
    row.author,
    row.seq,
    row.kind,
    row.time,
    row.received,
    row.carrier,
    row.header,
    row.signature,
    row.body,
    // Had its effect, until `setEffect` says otherwise in the same transaction.
    null,
    sealOf(row),
  );
}

export function setEffect(db: Database, position: number, effect: Effect): void {
  const refusal = effect.done ? null : effect.reason;
  db.query("UPDATE operation SET refusal = ? WHERE position = ?").run(refusal, position);
}

export function setBodyState(db: Database, position: number, body: LoggedOperation["body"]): void {
  db.query("UPDATE operation SET body = ? WHERE position = ?").run(body, position);
}

/** What this box adds to an operation is not signed by anybody: a flipped bit must show too. */
export function sealOf(row: Pick<NewRow, "position" | "received" | "carrier" | "id">): Uint8Array {
  const text = `${row.position} ${row.received} ${row.carrier} ${hexOf(row.id)}`;
  return sha256Sync(text).subarray(0, 8);
}

export function effectOf(refusal: string | null): Effect {
  return refusal === null ? { done: true } : { done: false, reason: refusal };
}

export function loggedOf(row: LoggedRow): LoggedOperation {
  return {
    position: row.position,
    id: opIdOf(row.id),
    author: deviceIdOfRow(row.author),
    seq: row.seq,
    kind: row.kind,
    time: row.time,
    received: row.received,
    carrier: row.carrier,
    effect: effectOf(row.refusal),
    body: row.body,
  };
}

/** The header as it was signed. Throws what `decodeCbor` throws if the bytes were damaged. */
export function headerOf(bytes: Uint8Array): Header {
  const [kind, seq, time, body] = decodeCbor(bytes) as [number, number, number, CborValue[]];
  return { kind, seq, time, body };
}

/** The operation as it travels, without its detached body. */
export function operationOf(
  row: Pick<OperationRow, "author" | "header" | "signature">,
  communityId: CommunityId,
): Operation {
  return {
    community: bytesOf(communityId).subarray(0, 4),
    author: deviceIdOfRow(row.author),
    header: headerOf(row.header),
    signature: row.signature,
    detached: null,
  };
}

/** The body, wherever it is kept; null if it is erased, absent or unreadable. */
export function bodyValue(db: Database, bodies: Bodies, id: OpId): CborValue[] | null {
  const row = rowById(db, id);
  if (row === null) return null;
  if (row.body === "inside") return headerOf(row.header).body as CborValue[];
  if (row.body !== "stored") return null;
  const detached = bodies.read(db, { id, position: row.position });
  return detached && decodeBody(detached.body);
}
