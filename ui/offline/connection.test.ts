import { describe, expect, test } from "bun:test";
import { afterContact, type Connection, type ContactEvent, retryDelayMs } from "./connection.ts";

const start: Connection = { reach: "connecting", failures: 0, sinceMs: 0 };
const nothingKnown = { certificateEnds: null, boxTime: null };
const nowMs = 1_795_000_000_000;
const nowS = nowMs / 1000;
const failed: ContactEvent = { type: "failed", nowMs, onLine: true };

describe("the connection", () => {
  test("is online after any answer", () => {
    const trouble: Connection = { reach: "unreachable", failures: 7, sinceMs: 1 };
    const after = afterContact(trouble, { type: "answered", nowMs }, nothingKnown);
    expect(after).toEqual({ reach: "online", failures: 0, sinceMs: nowMs });
  });

  test("is offline when the phone has no network, and not the box's fault", () => {
    const event: ContactEvent = { type: "failed", nowMs, onLine: false };
    expect(afterContact(start, event, nothingKnown).reach).toBe("offline");
  });

  test("is unreachable when there is a network but no answer; since when is kept", () => {
    const once = afterContact(start, failed, nothingKnown);
    expect(once).toEqual({ reach: "unreachable", failures: 1, sinceMs: nowMs });
    const twice = afterContact(once, { ...failed, nowMs: nowMs + 5_000 }, nothingKnown);
    expect(twice).toEqual({ reach: "unreachable", failures: 2, sinceMs: nowMs });
  });

  test("suspects the certificate when the last one known has run out", () => {
    const ended = { certificateEnds: nowS - 1, boxTime: nowS - 90_000 };
    expect(afterContact(start, failed, ended).reach).toBe("certificate");
    const good = { certificateEnds: nowS + 1, boxTime: nowS };
    expect(afterContact(start, failed, good).reach).toBe("unreachable");
  });

  test("suspects the phone's clock when it stands a day before what the box said", () => {
    const ahead = { certificateEnds: nowS + 1e6, boxTime: nowS + 90_000 };
    expect(afterContact(start, failed, ahead).reach).toBe("certificate");
  });

  test("looks again when the network comes back", () => {
    const offline: Connection = { reach: "offline", failures: 3, sinceMs: 1 };
    const back: ContactEvent = { type: "network", nowMs, onLine: true };
    expect(afterContact(offline, back, nothingKnown)).toMatchObject({
      reach: "connecting",
      failures: 0,
    });
  });
});

test("retries come from 2 to 60 seconds apart, spread by a quarter", () => {
  expect(retryDelayMs(0, 0.5)).toBe(2_000);
  expect(retryDelayMs(3, 0.5)).toBe(16_000);
  expect(retryDelayMs(50, 0.5)).toBe(60_000);
  expect(retryDelayMs(50, 0)).toBe(45_000);
  expect(retryDelayMs(50, 1)).toBe(75_000);
});
