import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { flush } from "./flush.ts";

/**
 * Keeps the app on the phone. Everything is precached, so it opens without the box; what the API
 * says is kept by the pages themselves (see resource.ts). A new version waits until the member
 * taps "refresh": the page sends `skip` then, never by itself, so no half-written form is lost.
 */
interface Worker extends EventTarget {
  skipWaiting(): Promise<void>;
  clients: { claim(): Promise<void> };
}
interface Extendable extends Event {
  waitUntil(work: Promise<unknown>): void;
}

const worker = self as unknown as Worker;

cleanupOutdatedCaches();
// The build replaces this name by the list of files.
declare const __PRECACHE__: { url: string; revision: string | null }[];

precacheAndRoute(__PRECACHE__);
registerRoute(
  new NavigationRoute(createHandlerBoundToURL("/index.html"), {
    // What the box answers itself: API, documentation, health, certificate.
    denylist: [/^\/api\//, /^\/docs/, /^\/health$/, /^\/openapi\.json$/, /^\/ca[./]/],
  }),
);

worker.addEventListener("message", (event) => {
  if ((event as MessageEvent).data === "skip") worker.skipWaiting();
});
worker.addEventListener("activate", (event) => {
  (event as Extendable).waitUntil(worker.clients.claim());
});
worker.addEventListener("sync", (event) => {
  if ((event as Extendable & { tag: string }).tag === "outbox") {
    (event as Extendable).waitUntil(flush());
  }
});
