import { FolkmootError } from "../../mesh/op/index.ts";
import { tell } from "./channel.ts";
import { leadOneTab } from "./lead.ts";
import { followLine, type Line } from "./line.ts";
import { connection } from "./reach.ts";
import { request, streamTimeoutMs } from "./session.ts";
import { readEvents } from "./stream.ts";
import { onWake, untilNextTry } from "./wake.ts";

/** What the box tells by itself, GET /api/events. */
interface BoxEvent {
  type: "change" | "effect" | string;
}

/**
 * Keeps one event stream open to the box, in one tab of all (browsers allow six connections to a
 * host, and every tab would hold one). The others hear it through the channel. Ends with `wanted`.
 */
export function followBox(wanted: AbortSignal): Promise<void> {
  return leadOneTab(async (signal) => {
    let failures = 0;
    while (!signal.aborted) {
      const line = followLine(signal, onWake);
      try {
        await listenOnce(line);
        failures = 0;
      } catch (error) {
        if (line.isOpen()) failures = 0;
        // Somebody looks, or the network is another: not a failure, and nothing to wait for.
        if (line.isStale()) continue;
        failures += 1;
        if (!signal.aborted) tell({ type: "contact", answered: !isUnreachable(error) });
        // Signed out: nothing to hear until somebody joins again.
        if (error instanceof FolkmootError && error.status === 403) return;
      } finally {
        line.end();
      }
      await untilNextTry(failures, signal);
    }
  }, wanted);
}

function isUnreachable(error: unknown): boolean {
  return !(error instanceof FolkmootError) || error.code === "unreachable";
}

async function listenOnce(line: Line): Promise<void> {
  const response = await request("/api/events", {
    accept: "text/event-stream",
    signal: line.signal,
    timeoutMs: streamTimeoutMs,
  });
  line.open();
  tell({ type: "contact", answered: true });
  // Whatever happened while nobody listened.
  tell({ type: "change" });
  await readEvents(
    response,
    (event) => hear(event as BoxEvent),
    () => {
      line.beat();
      // One request that came to nothing is not the box being away.
      if (connection.value.reach !== "online") tell({ type: "contact", answered: true });
    },
  );
}

function hear(event: BoxEvent): void {
  if (event.type === "change") tell({ type: "change" });
  if (event.type === "effect") tell({ type: "outbox" });
}
