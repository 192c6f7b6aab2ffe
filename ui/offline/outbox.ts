import type { OpId } from "../../mesh/op/index.ts";
import type { OwnOperation } from "./database.ts";

/** The box's word on one operation: `results` of POST /api/ops. */
export interface SubmissionResult {
  id: OpId | null;
  state: "ok" | "dup" | "badsig" | "fork" | "retry";
  effect?: { done: true } | { done: false; reason: string };
  /** With `retry`: seconds before which trying again is of no use. */
  again?: number;
}

/** What a receipt says whose signature by the community's box was checked. */
export interface ReceiptCheck {
  covered: ReadonlySet<OpId>;
  /** Seconds since 1970 by the box's clock. */
  time: number;
}

/**
 * A box restored from an older copy may not know this device until its enrolment has arrived
 * again. So many times "unknown author" is taken for that; then it is a refusal.
 */
export const unknownTriesMax = 6;

/**
 * The own operation after the box's answer. Anything short of a receipt that holds leaves it
 * queued: sending twice is harmless, because its id is its content.
 */
export function afterResult(
  op: OwnOperation,
  result: SubmissionResult,
  receipt: ReceiptCheck | null,
  nowMs: number,
): OwnOperation {
  switch (result.state) {
    case "ok":
    case "dup": {
      if (receipt === null || !receipt.covered.has(op.id)) return op;
      const sent: OwnOperation = {
        ...op,
        state: "sent",
        receivedAt: receipt.time,
        unknownTries: 0,
      };
      return result.effect === undefined ? sent : withEffect(sent, result.effect);
    }
    case "fork":
      return { ...op, state: "fork" };
    case "badsig": {
      const unknownTries = op.unknownTries + 1;
      const refused = result.id !== null || unknownTries >= unknownTriesMax;
      return refused ? { ...op, state: "badsig", unknownTries } : { ...op, unknownTries };
    }
    case "retry":
      return result.again === undefined
        ? op
        : { ...op, heldUntilMs: nowMs + Math.min(1_000 * result.again, heldMsMax) };
  }
}

/** The box counts by the day. */
const heldMsMax = 24 * 3_600_000;

/** Whether the box has asked to wait with it. A clock that was turned back holds nothing longer. */
export function isHeld({ heldUntilMs = 0 }: OwnOperation, nowMs: number): boolean {
  return heldUntilMs > nowMs && heldUntilMs <= nowMs + heldMsMax;
}

/** The own operation once its effect is known. */
export function withEffect(
  op: OwnOperation,
  effect: { done: true } | { done: false; reason: string },
): OwnOperation {
  return effect.done
    ? { ...op, state: "done", reason: null }
    : { ...op, state: "no-effect", reason: effect.reason };
}

/** Whether somebody else's word may yet make it count: a close that is corrected. */
export function mayCountYet(op: Pick<OwnOperation, "state" | "reason">): boolean {
  return op.state === "no-effect" && op.reason === "too-late";
}

/** Whether it still waits to be sent. */
export function isWaiting(op: Pick<OwnOperation, "state">): boolean {
  return op.state === "queued";
}

/** Whether the member must be told that it came to nothing. */
export function isRefused(op: Pick<OwnOperation, "state">): boolean {
  return op.state === "no-effect" || op.state === "badsig" || op.state === "fork";
}

/**
 * The first operations that fit one request, oldest first; always at least one.
 * `overheadBytes` is what CBOR adds around each.
 */
export function takeBatch<Item extends { wire: Uint8Array }>(
  waiting: readonly Item[],
  limits: { opsMax: number; bytesMax: number },
): Item[] {
  const overheadBytes = 5;
  const batch: Item[] = [];
  let bytes = overheadBytes;
  for (const item of waiting) {
    bytes += item.wire.length + overheadBytes;
    if (batch.length > 0 && (batch.length >= limits.opsMax || bytes > limits.bytesMax)) break;
    batch.push(item);
  }
  return batch;
}
