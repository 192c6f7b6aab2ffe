import { effect } from "@preact/signals";
import {
  connection,
  hasDrafts,
  membership,
  resumeEnrolment,
  untilNextTry,
} from "./offline/index.ts";

/** What rooms keep among the drafts until the box is in reach, and how they go on with it. */
const waiting = [
  { drafts: "ask:waiting", goOn: () => import("./ask/index.ts").then((room) => room.askWaiting()) },
  {
    drafts: "import:",
    goOn: () => import("./knowledge/index.ts").then((room) => room.sendUploads()),
  },
  {
    drafts: "attachment:",
    goOn: () => import("./attachments/index.ts").then((room) => room.sendAttachments()),
  },
];

/**
 * Work that goes on whichever page is open: a joining whose answer was lost is taken up again;
 * questions that were asked and files that were chosen out of reach of the box go to it as soon as
 * it answers, and again when it had no room for them. A room is only loaded when something of it
 * waits. The box's record is compared with what this phone remembers of it, at every visit and as
 * it grows.
 */
export function startBackground(): void {
  resume();
  let isWatching = false;
  let trying: AbortController | null = null;
  effect(() => {
    const isOnline = connection.value.reach === "online";
    const isOpen = isOnline && membership.value?.standing === "open";
    if (isOpen && trying === null) {
      trying = new AbortController();
      keepGoing(trying.signal);
    }
    if (!isOpen) {
      trying?.abort();
      trying = null;
    }
    if (isOpen && !isWatching) {
      isWatching = true;
      import("./audit/index.ts").then((room) => room.watchRecord()).catch(() => undefined);
    }
  });
}

/** Until the box has answered: nobody should have to open the app once more to be let in. */
async function resume(): Promise<void> {
  const always = new AbortController().signal;
  for (let failures = 1; ; failures++) {
    try {
      return await resumeEnrolment();
    } catch {
      await untilNextTry(failures, always);
    }
  }
}

// Where nothing waits, it is looked up now and then: a room may have been refused meanwhile.
const idleTries = 3;

/** Tries for as long as the box is in reach. */
async function keepGoing(signal: AbortSignal): Promise<void> {
  for (let tries = 0; !signal.aborted; ) {
    const isWaiting = await goOn().catch(() => true);
    tries = isWaiting ? tries + 1 : 0;
    await untilNextTry(isWaiting ? tries : idleTries, signal);
  }
}

/** Whether anything waits still, or is on its way. */
async function goOn(): Promise<boolean> {
  let isWaiting = false;
  for (const { drafts, goOn } of waiting) {
    if (!(await hasDrafts(drafts))) continue;
    await goOn();
    isWaiting ||= await hasDrafts(drafts);
  }
  return isWaiting;
}
