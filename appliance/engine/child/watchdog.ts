/**
 * Ends this process when nobody is left to do it: a thread of its own, because the first one may
 * be stuck in native code, and a box of another user can send no signal. It looks whether the other
 * end of standard input is gone, and how much memory is taken.
 */
import { Worker } from "node:worker_threads";

export interface Watchdog {
  /** From now on the process ends when more than this is its own. */
  limit(memoryBytesMax: number): void;
}

export function startWatchdog(): Watchdog {
  const thread = new Worker(new URL("./watchdog-thread.ts", import.meta.url));
  thread.unref();
  return { limit: (memoryBytesMax) => thread.postMessage(memoryBytesMax) };
}
