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

/** How long `work` takes, in milliseconds. */
export async function timed(work: () => unknown): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}

export interface Together {
  readonly timesMs: readonly number[];
  readonly tookMs: number;
  /** How long the event loop was held up meanwhile, and while nothing was asked, as long again. */
  readonly blockedMs: number;
  readonly blockedIdleMs: number;
}

/** Everything in `all` once, by so many clients at a time. */
export async function together<T>(
  clients: number,
  all: readonly T[],
  work: (one: T) => unknown,
): Promise<Together> {
  const timesMs: number[] = [];
  const waiting = all.values();
  const watch = watchEventLoop();
  const tookMs = await timed(() =>
    Promise.all(
      Array.from({ length: clients }, async () => {
        for (const one of waiting) timesMs.push(await timed(() => work(one)));
      }),
    ),
  );
  const blockedMs = watch.stop();
  // A busy machine holds up an event loop that does nothing, too.
  const idle = watchEventLoop();
  await Bun.sleep(tookMs);
  return { timesMs, tookMs, blockedMs, blockedIdleMs: idle.stop() };
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
