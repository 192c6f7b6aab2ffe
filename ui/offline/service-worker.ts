import {
  cleanupOutdatedCaches,
  createHandlerBoundToURL,
  precacheAndRoute,
} from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { database } from "./database.ts";
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

const sharePath = "/knowledge/share";
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

// Another app of this phone shares text or files with us (share_target in the manifest). They wait
// as a draft until the page has them; nothing is stored on the box before the member says so.
registerRoute(
  ({ url }) => url.pathname === sharePath,
  async ({ request }) => {
    const form = await request.formData();
    const value = {
      title: form.get("title") ?? "",
      text: form.get("text") ?? "",
      url: form.get("url") ?? "",
      files: form.getAll("files"),
    };
    await (await database()).put("drafts", { value, atMs: Date.now() }, "share");
    return Response.redirect(sharePath, 303);
  },
  "POST",
);

worker.addEventListener("message", (event) => {
  // Waited for, so that the browser does not stop the worker before it has taken over.
  if ((event as MessageEvent).data === "skip") {
    (event as unknown as Extendable).waitUntil(worker.skipWaiting());
  }
});
worker.addEventListener("activate", (event) => {
  (event as Extendable).waitUntil(worker.clients.claim());
});
worker.addEventListener("sync", (event) => {
  if ((event as Extendable & { tag: string }).tag === "outbox") {
    (event as Extendable).waitUntil(flush());
  }
});
