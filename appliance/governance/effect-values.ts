import type { Effect } from "../store/index.ts";

export const done: Effect = { done: true };

/** `reason`: a code that the app has words for. */
export function refused(reason: string): Effect {
  return { done: false, reason };
}
