import { retryDelayMs } from "./connection.ts";
import { connection } from "./reach.ts";

/**
 * Why the box may be in reach again. `network`: the phone has another network than before.
 * `sight`: somebody looks at the app. `answer`: the box has answered some other request.
 */
export type WakeReason = "network" | "sight" | "answer";

/** Calls `go` whenever there is such a reason. Returns how to stop. */
export type Wake = (go: (why: WakeReason) => void) => () => void;

/** What the browser and other requests say. */
export const onWake: Wake = (go) => {
  const onNetwork = () => go("network");
  const onSight = () => {
    if (document.visibilityState === "visible") go("sight");
  };
  addEventListener("online", onNetwork);
  addEventListener("focus", onSight);
  document.addEventListener("visibilitychange", onSight);
  let before = connection.value.reach;
  const unsubscribe = connection.subscribe(({ reach }) => {
    const isBack = reach === "online" && before !== "online";
    before = reach;
    if (isBack) go("answer");
  });
  return () => {
    removeEventListener("online", onNetwork);
    removeEventListener("focus", onSight);
    document.removeEventListener("visibilitychange", onSight);
    unsubscribe();
  };
};

/** Waits, but not longer than until there is a reason to go on, or until `signal`. */
export function pause(delayMs: number, signal: AbortSignal, wake: Wake): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      stop();
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, delayMs);
    const stop = wake(done);
    signal.addEventListener("abort", done);
    if (signal.aborted) done();
  });
}

/** Waits before the next try: longer after each failure, but see `onWake`. */
export function untilNextTry(failures: number, signal: AbortSignal): Promise<void> {
  const isOffline = connection.value.reach === "offline";
  return pause(isOffline ? 60_000 : retryDelayMs(failures, Math.random()), signal, onWake);
}
