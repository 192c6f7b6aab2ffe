import type { Wake } from "./wake.ts";

/** One event stream, from asking for it to its end. */
export interface Line {
  /** Aborts when the line is dead or stale, and when nobody wants it any more. */
  readonly signal: AbortSignal;
  /** The box has answered. */
  open(): void;
  /** Something came. */
  beat(): void;
  isOpen(): boolean;
  /** It was given up for a new one, because there was a reason to doubt it. */
  isStale(): boolean;
  /** Stops watching it. */
  end(): void;
}

// As long as any other request waits for its answer.
const openWithinMs = 20_000;
// The box beats every 15 s: three beats missed, and the line is dead.
const silenceMs = 45_000;
// One beat missed: whoever looks at the app now should not wait for two more.
const doubtMs = 20_000;

/**
 * Watches over a line. Nothing tells a phone that its WiFi has dropped the connection, or that it
 * slept while the box went on: the stream is just silent. So it ends after a while without a
 * beat, at once with another network, and after one missed beat when somebody looks or the box
 * answers something else.
 */
export function followLine(wanted: AbortSignal, wake: Wake, now = () => Date.now()): Line {
  const dead = new AbortController();
  let heardMs = now();
  let isOpen = false;
  let isStale = false;
  let timer = setTimeout(() => dead.abort(), openWithinMs);
  const beat = () => {
    heardMs = now();
    clearTimeout(timer);
    timer = setTimeout(() => dead.abort(), silenceMs);
  };
  const stop = wake((why) => {
    const isDoubted = isOpen && now() - heardMs > doubtMs;
    if (why !== "network" && !isDoubted) return;
    isStale = true;
    dead.abort();
  });
  return {
    signal: AbortSignal.any([wanted, dead.signal]),
    open() {
      isOpen = true;
      beat();
    },
    beat,
    isOpen: () => isOpen,
    isStale: () => isStale,
    end() {
      clearTimeout(timer);
      stop();
    },
  };
}
