import { signal } from "@preact/signals";

// Where `.columns` becomes two columns: list and detail stand side by side from here on.
const query = globalThis.matchMedia?.("(min-width: 64rem)");
const wide = signal(query?.matches ?? false);
query?.addEventListener("change", follow);

/**
 * Another width is another page: what is typed into an open sheet would be gone. So the page waits
 * until the sheet is closed.
 */
function follow(): void {
  if (document.querySelector("dialog[open]") === null) wide.value = query.matches;
  else document.addEventListener("close", follow, { capture: true, once: true });
}

/** Whether there is room for a list beside its detail. */
export function useWideWindow(): boolean {
  return wide.value;
}
