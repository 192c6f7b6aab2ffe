import { listen, tell } from "./channel.ts";
import { onWake, pause } from "./wake.ts";

const name = "folkmoot-events";
// A tab that is awake answers in milliseconds, also in the background.
const answerWithinMs = 1_000;
// Whoever looks at this tab should not wait for long, should the leading one fall asleep.
const askAgainMs = 20_000;

/** What `leadOneTab` needs of the browser and of the other tabs; its own unless given. */
export interface Tabs {
  readonly locks: Pick<LockManager, "request">;
  isSeen(): boolean;
  /** Whether the leading tab says that it is there. */
  doesAnyoneLead(): Promise<boolean>;
  /** Until it is worth asking again. */
  pause(signal: AbortSignal): Promise<void>;
  /** Answers others from now on. Returns how to stop. */
  answer(): () => void;
}

const browser = (): Tabs => ({
  locks: navigator.locks,
  isSeen: () => document.visibilityState === "visible",
  doesAnyoneLead,
  pause: (signal) => pause(askAgainMs, signal, onWake),
  answer: () => listen(({ type }) => type === "who-leads" && tell({ type: "leading" })),
});

/**
 * Runs `lead` in one tab of all, until it ends or `signal` does. Systems put tabs in the background
 * to sleep, and what such a tab holds it keeps: a tab that is seen asks now and then whether the
 * leading one is there, and takes the lead when nobody answers. A tab that wakes up without the
 * lead gives up what it was doing and waits like the others. Rejects with what `lead` throws.
 */
export async function leadOneTab(
  lead: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  tabs: Tabs = browser(),
): Promise<void> {
  while (!signal.aborted) {
    const turn = new AbortController();
    const taken = new AbortController();
    let isOurs = false;
    const begin = async () => {
      isOurs = true;
      turn.abort();
      const stop = tabs.answer();
      try {
        await lead(AbortSignal.any([signal, taken.signal]));
      } finally {
        stop();
      }
    };
    try {
      const isAsleep = untilNobodyLeads(tabs, AbortSignal.any([signal, turn.signal]));
      isAsleep.then(() => turn.abort());
      const waiting = AbortSignal.any([signal, turn.signal]);
      await tabs.locks.request(name, { signal: waiting }, begin).catch((error) => {
        if (isOurs || signal.aborted) throw error;
        return tabs.locks.request(name, { steal: true }, begin);
      });
      return;
    } catch (error) {
      // Another tab has taken it; or nobody wants it any more.
      if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
      taken.abort();
    }
  }
}

/** Resolves when this tab is seen and no other leads, or with `signal`. */
async function untilNobodyLeads(tabs: Tabs, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    if (tabs.isSeen() && !(await tabs.doesAnyoneLead())) return;
    await tabs.pause(signal);
  }
}

function doesAnyoneLead(): Promise<boolean> {
  return new Promise((resolve) => {
    const done = (isThere: boolean) => {
      clearTimeout(timer);
      stop();
      resolve(isThere);
    };
    const timer = setTimeout(() => done(false), answerWithinMs);
    const stop = listen(({ type }) => type === "leading" && done(true));
    tell({ type: "who-leads" });
  });
}
