import { FolkmootError } from "../../mesh/op/index.ts";
import { tell } from "./channel.ts";
import { retryDelayMs } from "./connection.ts";
import { connection } from "./reach.ts";
import { request, streamTimeoutMs } from "./session.ts";
import { readEvents } from "./stream.ts";

/** What the box tells by itself, GET /api/events. */
interface BoxEvent {
  type: "change" | "effect" | string;
}

// The box beats every 15 s: three beats missed, and the line is dead.
const silenceMs = 45_000;

/**
 * Keeps one event stream open to the box, in one tab of all (browsers allow six connections to a
 * host, and every tab would hold one). The others hear it through the channel. Ends with `signal`.
 */
export async function followBox(signal: AbortSignal): Promise<void> {
  await navigator.locks.request("folkmoot-events", { signal }, async () => {
    let failures = 0;
    while (!signal.aborted) {
      try {
        await listenOnce(signal, () => {
          failures = 0;
        });
      } catch (error) {
        failures += 1;
        tell({ type: "contact", answered: !isUnreachable(error) });
        // Signed out: nothing to hear until somebody joins again.
        if (error instanceof FolkmootError && error.status === 403) return;
      }
      if (!signal.aborted) await pause(retryDelayMs(failures, Math.random()), signal);
    }
  });
}

function isUnreachable(error: unknown): boolean {
  return !(error instanceof FolkmootError) || error.code === "unreachable";
}

async function listenOnce(signal: AbortSignal, onOpen: () => void): Promise<void> {
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), silenceMs);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), silenceMs);
  };
  try {
    const response = await request("/api/events", {
      accept: "text/event-stream",
      signal: AbortSignal.any([signal, silence.signal]),
      timeoutMs: streamTimeoutMs,
    });
    onOpen();
    tell({ type: "contact", answered: true });
    // Whatever happened while nobody listened.
    tell({ type: "change" });
    await readEvents(response, (event) => hear(event as BoxEvent), alive);
  } finally {
    clearTimeout(timer);
  }
}

function hear(event: BoxEvent): void {
  if (event.type === "change") tell({ type: "change" });
  if (event.type === "effect") tell({ type: "outbox" });
}

/** Waits, but not while the browser is offline, and not longer than until it comes back. */
function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      removeEventListener("online", done);
      document.removeEventListener("visibilitychange", onSight);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const onSight = () => {
      if (document.visibilityState === "visible") done();
    };
    const timer = setTimeout(done, connection.value.reach === "offline" ? 60_000 : delayMs);
    addEventListener("online", done);
    document.addEventListener("visibilitychange", onSight);
    signal.addEventListener("abort", done);
  });
}
