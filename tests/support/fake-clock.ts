/** A clock that a test holds in its hand. */
import type { Clock } from "../../appliance/clock.ts";

export interface FakeClock extends Clock {
  /** Time passes for everybody. */
  pass(seconds: number): void;
  /** Somebody sets the wall clock; no time passes. */
  set(seconds: number): void;
}

/** `from`: seconds since 1970. */
export function fakeClock(from = 1_790_000_000): FakeClock {
  let nowMs = from * 1_000;
  let monotonicMs = 0;
  return {
    nowMs: () => nowMs,
    monotonicMs: () => monotonicMs,
    pass(seconds) {
      nowMs += seconds * 1_000;
      monotonicMs += seconds * 1_000;
    },
    set(seconds) {
      nowMs = seconds * 1_000;
    },
  };
}
