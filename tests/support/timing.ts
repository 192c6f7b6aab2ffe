/** Times of many runs, and how long the event loop was held up meanwhile. */

export interface Figures {
  /** Milliseconds, to two decimals. */
  readonly p50: number;
  readonly p99: number;
  readonly mean: number;
}

export function figuresOf(timesMs: readonly number[]): Figures {
  const sorted = [...timesMs].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  const round = (value = 0) => Math.round(value * 100) / 100;
  const mean = sorted.reduce((sum, value) => sum + value, 0) / sorted.length;
  return { p50: round(at(0.5)), p99: round(at(0.99)), mean: round(mean) };
}

const tickMs = 2;

/** The longest time, in milliseconds, by which a timer came late while this was watching. */
export function watchEventLoop(): { stop(): number } {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    const now = performance.now();
    longest = Math.max(longest, now - last - tickMs);
    last = now;
  }, tickMs);
  return {
    stop() {
      clearInterval(timer);
      return Math.round(longest * 100) / 100;
    },
  };
}
