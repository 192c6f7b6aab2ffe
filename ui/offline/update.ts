import { signal } from "@preact/signals";

/** True when a new version of the app is on this phone and waits for a tap. */
export const updateReady = signal(false);

let registration: ServiceWorkerRegistration | undefined;

// An installed app may stay open for weeks.
const lookEveryMs = 3_600_000;

/** Registers the service worker. Nothing happens where there is none (plain http). */
export async function registerServiceWorker(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  try {
    registration = await navigator.serviceWorker.register(workerUrl());
    watch(registration.waiting);
    registration.addEventListener("updatefound", () => watch(registration?.installing ?? null));
  } catch {
    // Not allowed here. A browser driven by a program may even give nothing instead of refusing.
    return;
  }
  setInterval(() => registration?.update().catch(() => undefined), lookEveryMs);
}

/** Changes to the new version: the page reloads once it is in charge. Drafts are on disk. */
export function applyUpdate(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => location.reload(), {
    once: true,
  });
  registration?.waiting?.postMessage("skip");
}

function watch(worker: ServiceWorker | null): void {
  if (worker === null) return;
  const look = () => {
    // Without a controller it is the first visit, and there is nothing to update from.
    if (worker.state === "installed" && navigator.serviceWorker.controller) {
      updateReady.value = true;
    }
  };
  worker.addEventListener("statechange", look);
  look();
}

/** The one string that may become a script address (Content-Security-Policy: trusted-types sw). */
function workerUrl(): string {
  const url = "/sw.js";
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (types === undefined) return url;
  const policy = types.createPolicy("sw", {
    createScriptURL: (wanted) => {
      if (wanted !== url) throw new TypeError("not our service worker");
      return wanted;
    },
  });
  return policy.createScriptURL(url);
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}
