import { signal } from "@preact/signals";

// Where `.columns` becomes two columns: list and detail stand side by side from here on.
const query = globalThis.matchMedia?.("(min-width: 64rem)");
const wide = signal(query?.matches ?? false);
query?.addEventListener("change", (event) => {
  wide.value = event.matches;
});

/** Whether there is room for a list beside its detail. */
export function useWideWindow(): boolean {
  return wide.value;
}
