/** How long to wait before the engine is started again after it ended `times` times in a row. */
export function restartWaitMs(times: number): number {
  return Math.min(60_000, 1_000 * 2 ** Math.max(0, times - 1));
}

/** A run that lasted this long has recovered: the next end counts as the first. */
export const recoveredAfterMs = 120_000;
/** Ends in a row during loading after which a file is left alone until it is deployed again. */
export const loadsTriedMax = 3;
