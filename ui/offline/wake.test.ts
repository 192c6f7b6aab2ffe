import { expect, test } from "bun:test";
import { pause, type Wake, type WakeReason } from "./wake.ts";

const hourMs = 3_600_000;

function wakeable() {
  const listeners = new Set<(why: WakeReason) => void>();
  const wake: Wake = (go) => {
    listeners.add(go);
    return () => listeners.delete(go);
  };
  return { wake, listeners };
}

test("a pause ends at the first reason to go on, and leaves nothing behind", async () => {
  for (const why of ["network", "sight", "answer"] as const) {
    const { wake, listeners } = wakeable();
    const waiting = pause(hourMs, new AbortController().signal, wake);
    for (const go of listeners) go(why);
    await waiting;
    expect(listeners.size).toBe(0);
  }
});

test("a pause ends by itself, and with its signal, even one that was over before", async () => {
  const { wake, listeners } = wakeable();
  await pause(1, new AbortController().signal, wake);
  const leaving = new AbortController();
  const waiting = pause(hourMs, leaving.signal, wake);
  leaving.abort();
  await waiting;
  await pause(hourMs, leaving.signal, wake);
  expect(listeners.size).toBe(0);
});
