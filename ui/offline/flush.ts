import {
  decodeReceipt,
  encodeBatch,
  fromBase64Url,
  opsPerRequestMax,
  requestBytesMax,
  verifyReceipt,
} from "../../mesh/op/index.ts";
import { flushCarried } from "./carry.ts";
import { tell } from "./channel.ts";
import {
  database,
  type FolkmootDatabase,
  type Membership,
  type OwnOperation,
  readMembership,
} from "./database.ts";
import { keepSettled } from "./keep-settled.ts";
import {
  afterResult,
  isHeld,
  isWaiting,
  type ReceiptCheck,
  type SubmissionResult,
  takeBatch,
} from "./outbox.ts";
import { sendJson } from "./request.ts";
import { takeTurn } from "./turn.ts";

export interface OpsReply {
  results: SubmissionResult[];
  receipt: string | null;
}

let waiting: Promise<number> | undefined;

/**
 * Sends what waits in the outbox, oldest first, until it is empty or the box stops answering.
 * One flush at a time over all tabs and the service worker; calls while one is waiting for its
 * turn share it. Returns how many are left, which the box would not take yet. Throws what `send`
 * throws.
 */
export function flush(): Promise<number> {
  waiting ??= takeTurn(navigator.locks, () => {
    waiting = undefined;
    return flushAll();
  });
  return waiting;
}

async function flushAll(): Promise<number> {
  const membership = await readMembership();
  if (membership === null) return 0;
  let isNews = false;
  while (await flushBatch(membership)) {
    // One batch after the other, each on disk before the next.
    isNews = true;
  }
  // What was said shows on the pages at once, whether or not the event stream is up.
  if (isNews) tell({ type: "change" });
  await flushCarried();
  return (await database()).count("outbox");
}

/** Sends one batch; returns whether another should follow. */
async function flushBatch(membership: Membership): Promise<boolean> {
  const db = await database();
  const batch = takeBatch(await nextDue(db), {
    opsMax: opsPerRequestMax,
    bytesMax: requestBytesMax,
  });
  if (batch.length === 0) return false;
  const reply = await sendJson<OpsReply>("/api/ops", {
    method: "POST",
    bytes: encodeBatch(batch.map((op) => op.wire)),
  });
  const receipt = await checkReceipt(reply.receipt, membership);
  const after = batch.map((op, i) => {
    const result = reply.results[i];
    return result === undefined ? op : afterResult(op, result, receipt, Date.now());
  });
  await keepSettled(after);
  const moved = after.some((op) => !isWaiting(op) || isHeld(op, Date.now()));
  if (moved) tell({ type: "outbox" });
  return moved;
}

/** What may go next, oldest first. A ballot does not stand in line behind what the box holds off. */
async function nextDue(db: FolkmootDatabase): Promise<OwnOperation[]> {
  const due: OwnOperation[] = [];
  for (let after = 0; due.length < opsPerRequestMax; ) {
    const range = IDBKeyRange.lowerBound(after, true);
    const entries = await db.getAll("outbox", range, opsPerRequestMax);
    const found = await Promise.all(entries.map((entry) => db.get("operations", entry.id)));
    const known = found.filter((op) => op !== undefined);
    due.push(...known.filter((op) => !isHeld(op, Date.now())));
    after = entries.at(-1)?.seq ?? 0;
    if (entries.length < opsPerRequestMax) break;
  }
  return due;
}

/** What the box put its name to; null without a receipt, or when the signature does not hold. */
async function checkReceipt(
  encoded: string | null,
  membership: Membership,
): Promise<ReceiptCheck | null> {
  const bytes = encoded === null ? null : fromBase64Url(encoded);
  if (bytes === null) return null;
  try {
    const receipt = decodeReceipt(bytes);
    const covered = new Set(receipt.ids);
    const holds = await verifyReceipt(receipt, membership.communityId, membership.boxKey);
    return holds ? { covered, time: receipt.time } : null;
  } catch {
    return null;
  }
}
