import { listen } from "../offline/channel.ts";
import { connection } from "../offline/index.ts";
import { checkRecord } from "./check-record.ts";

// The box signs every two seconds while it is busy: a little later, everything is in the head.
const afterChangeMs = 3_000;
// Nobody has said anything for a while, but the box may have been restarted or restored.
const everyMs = 10 * 60_000;

let timer: ReturnType<typeof setTimeout> | undefined;
let dueMs = Number.POSITIVE_INFINITY;

/** Compares the box's record in the background, now and whenever it has grown. */
export function watchRecord(): void {
  listen(({ type }) => {
    if (type === "change" || type === "outbox") schedule(afterChangeMs);
  });
  check();
}

/** What is to come sooner stays. */
function schedule(delayMs: number): void {
  const wantedMs = performance.now() + delayMs;
  if (wantedMs >= dueMs) return;
  clearTimeout(timer);
  dueMs = wantedMs;
  timer = setTimeout(check, delayMs);
}

async function check(): Promise<void> {
  // Whatever is said from here on is for the next time.
  dueMs = Number.POSITIVE_INFINITY;
  try {
    if (connection.value.reach === "online") await checkRecord();
  } catch {
    // Out of reach, or busy: there is always a next time.
  }
  schedule(everyMs);
}
