import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { OpId } from "../../mesh/op/index.ts";
import type { OwnOperation } from "./database.ts";
import {
  afterResult,
  isHeld,
  isRefused,
  isWaiting,
  mayCountYet,
  type ReceiptCheck,
  type SubmissionResult,
  takeBatch,
  unknownTriesMax,
  withEffect,
} from "./outbox.ts";

const id = "0f".repeat(16) as OpId;
const queued: OwnOperation = {
  id,
  seq: 1,
  kind: 20,
  time: 1_795_000_000,
  wire: new Uint8Array(10),
  body: {},
  state: "queued",
  reason: null,
  receivedAt: null,
  dismissed: false,
  unknownTries: 0,
};
const receipt: ReceiptCheck = { covered: new Set([id]), time: 1_795_000_100 };
const nowMs = 1_795_000_000_000;
const ok: SubmissionResult = { id, state: "ok" };

describe("an operation in the outbox", () => {
  test("that came too late is asked about again, and is done once a close counts it", () => {
    const refused = withEffect(queued, { done: false, reason: "too-late" });
    expect(mayCountYet(refused)).toBe(true);
    const counted = withEffect(refused, { done: true });
    expect(counted).toMatchObject({ state: "done", reason: null });
    expect([mayCountYet(counted), isRefused(counted)]).toEqual([false, false]);
    expect(mayCountYet(withEffect(queued, { done: false, reason: "not-on-roll" }))).toBe(false);
  });

  test("is sent once a receipt covers it, and done when its effect is told", () => {
    const sent = afterResult(queued, ok, receipt, nowMs);
    expect(sent).toMatchObject({ state: "sent", receivedAt: 1_795_000_100 });
    expect(afterResult(queued, { ...ok, effect: { done: true } }, receipt, nowMs).state).toBe(
      "done",
    );
    expect(withEffect(sent, { done: true }).state).toBe("done");
  });

  test("counts as sent when the box had it already", () => {
    expect(afterResult(queued, { id, state: "dup" }, receipt, nowMs).state).toBe("sent");
  });

  test("stays queued without a receipt that holds", () => {
    expect(afterResult(queued, ok, null, nowMs)).toEqual(queued);
    expect(afterResult(queued, ok, { covered: new Set(), time: 1 }, nowMs)).toEqual(queued);
    expect(afterResult(queued, { id, state: "retry" }, receipt, nowMs)).toEqual(queued);
  });

  test("is held as long as the box asks, a day at most, whatever becomes of the clock", () => {
    const answer: SubmissionResult = { id: null, state: "retry", again: 3_600 };
    const held = afterResult(queued, answer, null, nowMs);
    const hourMs = 3_600_000;
    expect(isWaiting(held)).toBe(true);
    expect([isHeld(queued, nowMs), isHeld(held, nowMs)]).toEqual([false, true]);
    expect(isHeld(held, nowMs + hourMs)).toBe(false);
    expect(isHeld(held, nowMs - 30 * hourMs)).toBe(false);
    const long = afterResult(queued, { ...answer, again: 9_999_999 }, null, nowMs);
    expect(isHeld(long, nowMs + 24 * hourMs)).toBe(false);
  });

  test("says why when it has no effect", () => {
    const result: SubmissionResult = { ...ok, effect: { done: false, reason: "role" } };
    const refused = afterResult(queued, result, receipt, nowMs);
    expect(refused).toMatchObject({ state: "no-effect", reason: "role" });
    expect(isRefused(refused)).toBe(true);
    expect(isWaiting(refused)).toBe(false);
  });

  test("is refused for a bad signature or a fork", () => {
    expect(afterResult(queued, { id, state: "badsig" }, null, nowMs).state).toBe("badsig");
    expect(afterResult(queued, { id, state: "fork" }, null, nowMs).state).toBe("fork");
  });

  test("waits a while for a restored box to learn who its author is", () => {
    let op = queued;
    for (let tries = 1; tries < unknownTriesMax; tries++) {
      op = afterResult(op, { id: null, state: "badsig" }, null, nowMs);
      expect(isWaiting(op)).toBe(true);
    }
    expect(afterResult(op, { id: null, state: "badsig" }, null, nowMs).state).toBe("badsig");
  });

  test("whatever the box answers, is waiting, sent, done or refused with words", () => {
    const result = fc.record({
      id: fc.constantFrom(id, null),
      state: fc.constantFrom("ok", "dup", "badsig", "fork", "retry"),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(result, fc.boolean()), { maxLength: 12 }), (answers) => {
        let op = queued;
        for (const [answer, hasReceipt] of answers) {
          if (!isWaiting(op)) break;
          op = afterResult(op, answer as SubmissionResult, hasReceipt ? receipt : null, nowMs);
        }
        // Only the box's signed word takes it out of the outbox as sent.
        if (op.state === "sent") expect(op.receivedAt).toBe(receipt.time);
        expect(op.wire).toBe(queued.wire);
      }),
    );
  });
});

describe("a batch", () => {
  const item = (bytes: number) => ({ wire: new Uint8Array(bytes) });

  test("keeps the order and stops at the limits", () => {
    const waiting = [item(100), item(200), item(300)];
    expect(takeBatch(waiting, { opsMax: 2, bytesMax: 10_000 })).toEqual(waiting.slice(0, 2));
    expect(takeBatch(waiting, { opsMax: 100, bytesMax: 330 })).toEqual(waiting.slice(0, 2));
  });

  test("is never empty while something waits, or nothing would ever go", () => {
    expect(takeBatch([item(9_999)], { opsMax: 100, bytesMax: 10 })).toHaveLength(1);
    expect(takeBatch([], { opsMax: 100, bytesMax: 10 })).toEqual([]);
  });
});
