import { effect } from "@preact/signals";
import { connection, hasDrafts, membership, resumeEnrolment } from "./offline/index.ts";

/** What rooms keep among the drafts until the box is in reach, and how they go on with it. */
const waiting = [
  { drafts: "ask:waiting", goOn: () => import("./ask/index.ts").then((room) => room.askWaiting()) },
  {
    drafts: "import:",
    goOn: () => import("./knowledge/index.ts").then((room) => room.sendUploads()),
  },
];

/**
 * Work that goes on whichever page is open: a joining whose answer was lost is taken up again;
 * questions that were asked and files that were chosen out of reach of the box go to it as soon as
 * it answers. A room is only loaded when something of it waits. The box's record is compared with
 * what this phone remembers of it, at every visit and as it grows.
 */
export function startBackground(): void {
  resumeEnrolment().catch(() => undefined);
  let isWatching = false;
  let wasOpen = false;
  effect(() => {
    const isOnline = connection.value.reach === "online";
    const isOpen = isOnline && membership.value?.standing === "open";
    if (isOpen && !wasOpen) goOn();
    if (isOpen && !isWatching) {
      isWatching = true;
      import("./audit/index.ts").then((room) => room.watchRecord()).catch(() => undefined);
    }
    wasOpen = isOpen;
  });
}

async function goOn(): Promise<void> {
  for (const { drafts, goOn } of waiting) if (await hasDrafts(drafts)) await goOn();
}
