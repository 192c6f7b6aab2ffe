/** Long work on the one thread, in slices between which requests are answered. */

/** Half of what a person notices in scrolling, and a fifth of what a request may be kept waiting. */
const sliceMsMax = 8;

export type Breathe = () => Promise<void> | null;

/** Returns null while there is time left, else a promise to wait for: `await (breathe() ?? null)`. */
export function slices(monotonicMs: () => number): Breathe {
  let until = monotonicMs() + sliceMsMax;
  return () => {
    if (monotonicMs() < until) return null;
    return new Promise((resolve) => {
      setImmediate(() => {
        until = monotonicMs() + sliceMsMax;
        resolve();
      });
    });
  };
}
