import { effect } from "@preact/signals";
import { connection, hasDraft, membership } from "./offline/index.ts";

/**
 * Work that goes on whichever page is open: questions that were asked out of reach of the box are
 * put to it as soon as it answers. The room is only loaded when there is such a question.
 */
export function startBackground(): void {
  effect(() => {
    const isOnline = connection.value.reach === "online";
    if (isOnline && membership.value?.standing === "open") askWaiting();
  });
}

async function askWaiting(): Promise<void> {
  if (!(await hasDraft("ask:waiting"))) return;
  const ask = await import("./ask/index.ts");
  await ask.askWaiting();
}
