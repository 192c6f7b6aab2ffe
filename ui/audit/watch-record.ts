import { listen } from "../offline/channel.ts";
import { connection } from "../offline/index.ts";
import { checkRecord } from "./check-record.ts";

// The box signs every two seconds while it is busy: a little later, everything is in the head.
const afterChangeMs = 3_000;
// Nobody has said anything for a while, but the box may have been restarted or restored.
const everyMs = 10 * 60_000;

let timer: ReturnType<typeof setTimeout> | undefined;

/** Compares the box's record in the background, now and whenever it has grown. */
export function watchRecord(): void {
  listen(({ type }) => {
    if (type === "change" || type === "outbox") schedule(afterChangeMs);
  });
  check();
}

function schedule(delayMs: number): void {
  clearTimeout(timer);
  timer = setTimeout(check, delayMs);
}

async function check(): Promise<void> {
  clearTimeout(timer);
  try {
    if (connection.value.reach === "online") await checkRecord();
  } catch {
    // Out of reach, or busy: there is always a next time.
  }
  schedule(everyMs);
}
