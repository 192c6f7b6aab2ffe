/** Where the box takes its time from. Passed in everywhere, so that tests own the clock. */
export interface Clock {
  /** Wall clock, milliseconds since 1970. May jump: never measure a duration with it. */
  nowMs(): number;
  /** Milliseconds since an arbitrary start; never goes back. */
  monotonicMs(): number;
}

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
};

/** Whole seconds since 1970: the unit of every time inside an operation. */
export function nowSeconds(clock: Clock): number {
  return Math.floor(clock.nowMs() / 1000);
}
