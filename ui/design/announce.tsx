import { signal } from "@preact/signals";

const spoken = signal("");

/** Has a screen reader say `text` without moving the focus: for what changed by itself. */
export function announce(text: string): void {
  // The same words twice must be two changes, or the second is not read.
  spoken.value = spoken.value === text ? `${text}\u00a0` : text;
}

/** Where announcements are read from; once, in the shell. */
export function LiveRegion() {
  return (
    <div class="sr-only" role="status" aria-live="polite">
      {spoken}
    </div>
  );
}
