import {
  decodeCbor,
  decodeOperation,
  encodeBatch,
  encodeCbor,
  FolkmootError,
  opsPerRequestMax,
  requestBytesMax,
  sha256,
  toHex,
} from "../../mesh/op/index.ts";
import { tell } from "./channel.ts";
import { type CarriedOperation, database, strict } from "./database.ts";
import type { OpsReply } from "./flush.ts";
import { takeBatch } from "./outbox.ts";
import { sendJson } from "./request.ts";

/** A file of operations larger than this is not an outbox. */
export const carryFileBytesMax = 64 * 1024 * 1024;

/**
 * The outbox as a file: CBOR array of wire forms, what POST /api/ops takes. For the day when this
 * phone cannot reach the box but somebody else can; signatures protect it on the way.
 */
export async function exportOutbox(): Promise<Blob> {
  const db = await database();
  const entries = await db.getAll("outbox");
  const operations = await Promise.all(entries.map((entry) => db.get("operations", entry.id)));
  const carried = (await db.getAll("carried")).filter((op) => op.state === "queued");
  const wires = [...operations, ...carried].flatMap((op) => (op ? [op.wire] : []));
  return new Blob([encodeCbor(wires)], { type: "application/cbor" });
}

/**
 * Takes in such a file, to send it when the box is in reach. Returns how many operations are new
 * here. Throws `malformed-file` when it is none of ours.
 */
export async function importOutbox(file: Blob): Promise<number> {
  const wires = readWires(file.size > carryFileBytesMax ? null : await file.arrayBuffer());
  const hashes = await Promise.all(wires.map(async (wire) => toHex(await sha256(wire))));
  const db = await database();
  const tx = db.transaction("carried", "readwrite", strict);
  const known = new Set(await tx.store.getAllKeys());
  let added = 0;
  for (const [i, wire] of wires.entries()) {
    const hash = hashes[i] as string;
    if (known.has(hash)) continue;
    tx.store.put({ hash, wire, state: "queued" });
    added += 1;
  }
  await tx.done;
  tell({ type: "outbox" });
  return added;
}

function readWires(file: ArrayBuffer | null): Uint8Array[] {
  const malformed = new FolkmootError("malformed-file", "This file holds no outbox.", {
    hint: "Choose a file that was saved from the outbox of this app.",
  });
  if (file === null) throw malformed;
  try {
    const wires = decodeCbor(new Uint8Array(file));
    if (!Array.isArray(wires)) throw malformed;
    return wires.map((wire) => {
      if (!(wire instanceof Uint8Array)) throw malformed;
      decodeOperation(wire);
      return wire.slice();
    });
  } catch {
    throw malformed;
  }
}

/** Sends what was imported. The box checks it like anybody's; refused ones are marked so. */
export async function flushCarried(): Promise<void> {
  const db = await database();
  for (;;) {
    const queued = (await db.getAll("carried")).filter((op) => op.state === "queued");
    const batch = takeBatch(queued, { opsMax: opsPerRequestMax, bytesMax: requestBytesMax });
    if (batch.length === 0) return;
    const reply = await sendJson<OpsReply>("/api/ops", {
      method: "POST",
      bytes: encodeBatch(batch.map((op) => op.wire)),
    });
    const tx = db.transaction("carried", "readwrite", strict);
    let settled = 0;
    for (const [i, op] of batch.entries()) {
      const state = carriedState(reply.results[i]?.state);
      if (state !== "queued") settled += 1;
      tx.store.put({ ...op, state });
    }
    await tx.done;
    if (settled === 0) return;
    tell({ type: "outbox" });
  }
}

function carriedState(state: string | undefined): CarriedOperation["state"] {
  if (state === "ok" || state === "dup") return "sent";
  return state === "badsig" || state === "fork" ? "refused" : "queued";
}
