import { signal } from "@preact/signals";
import { FolkmootError, type MemberId } from "../../mesh/op/index.ts";
import { listen, type Tidings } from "./channel.ts";
import { retryDelayMs } from "./connection.ts";
import { letGoOfDatabase } from "./database.ts";
import { followBox } from "./events.ts";
import { flush } from "./flush.ts";
import { learnAboutBox } from "./learn.ts";
import { loadOwnOperations } from "./own.ts";
import { hearContact, watchReach } from "./reach.ts";
import { loadRecordNews } from "./record.ts";
import { forgetResources, refreshResources, retryResources } from "./resource.ts";
import { resendEverything, resendWhatBoxLost } from "./restored.ts";
import { loadMembership, membership } from "./session.ts";
import { settleEffects } from "./settle.ts";
import { onWake } from "./wake.ts";

let following: AbortController | undefined;
let retry: ReturnType<typeof setTimeout> | undefined;
let shownTo: MemberId | undefined;
let attempts = 0;
let refreshing: ReturnType<typeof setTimeout> | undefined;
// Many operations arrive at once: what is on screen is asked again once for all of them.
const gatherMs = 250;

/** Starts the offline half of the app. Resolves when what is stored on this phone is at hand. */
export async function startOffline(): Promise<void> {
  listen(hear);
  addEventListener("pagehide", onLeave);
  addEventListener("pageshow", onReturn);
  await Promise.all([watchReach(), loadMembership(), loadOwnOperations(), loadRecordNews()]);
  shownTo = membership.value?.member;
  onWake((why) => {
    // The first answer of a visit is one to `sendSoon` itself.
    if (why !== "answer" || attempts > 0) sendSoon();
    retryResources();
  });
  follow();
  sendSoon();
}

/**
 * This page may be kept, to be shown again when somebody goes back. Nothing that other pages need
 * stays with it: its transactions, its stream (of six connections to the box), its turn to send.
 */
function onLeave(event: PageTransitionEvent): void {
  if (!event.persisted) return;
  clearTimeout(retry);
  following?.abort();
  letGoOfDatabase();
}

/** What it held is gone, and what it waited for never comes: it begins anew. Drafts are on disk. */
function onReturn(event: PageTransitionEvent): void {
  if (event.persisted) location.reload();
}

/** Why the last try to send came to nothing, as an error code; null when it went well. */
export const sendTrouble = signal<string | null>(null);

/** Sends what waits, now or as soon as the box is in reach. Never throws. */
export async function sendSoon(): Promise<void> {
  clearTimeout(retry);
  try {
    const left = await flush();
    await resendWhatBoxLost();
    await settleEffects();
    await learnAboutBox();
    attempts = left === 0 ? 0 : attempts + 1;
    sendTrouble.value = null;
  } catch (error) {
    attempts += 1;
    const code = error instanceof FolkmootError ? error.code : "failed";
    // Another tab has taken the turn, and sends.
    const isTaken = error instanceof DOMException && error.name === "AbortError";
    sendTrouble.value = isTaken ? null : code;
    if (code === "session-refused") await resendEverything();
    if (code === "unreachable") registerBackgroundSync();
  }
  // Another call may have come to its end meanwhile.
  clearTimeout(retry);
  if (attempts > 0) retry = setTimeout(sendSoon, retryDelayMs(attempts, Math.random()));
}

function hear(tidings: Tidings): void {
  switch (tidings.type) {
    case "outbox":
      loadOwnOperations();
      sendSoon();
      return;
    case "change":
      clearTimeout(refreshing);
      refreshing = setTimeout(refreshResources, gatherMs);
      return;
    case "contact":
      hearContact(tidings.answered);
      return;
    case "record":
      loadRecordNews();
      return;
    case "membership":
      changeMembership();
  }
}

/** Joined, shut out or wiped, here or in another tab. Another person sees nothing of this one's. */
async function changeMembership(): Promise<void> {
  await loadMembership();
  if (membership.value?.member !== shownTo) forgetResources();
  shownTo = membership.value?.member;
  follow();
  await refreshResources();
}

function follow(): void {
  following?.abort();
  following = undefined;
  if (membership.value?.standing !== "open") return;
  following = new AbortController();
  followBox(following.signal).catch(() => undefined);
}

/** Where the browser can, it wakes the service worker when the network is back. */
function registerBackgroundSync(): void {
  navigator.serviceWorker?.ready
    .then((worker) => (worker as unknown as SyncRegistration).sync?.register("outbox"))
    .catch(() => undefined);
}

interface SyncRegistration {
  sync?: { register(tag: string): Promise<void> };
}
