import { words } from "./strings.ts";

/** How far one is in a row of pages, as a row of bars and in words for screen readers. */
export function Steps({ current, total }: { current: number; total: number }) {
  return (
    <ol class="steps" aria-label={words.t("step", { current, total })}>
      {Array.from({ length: total }, (_, i) => (
        <li
          key={`step ${i + 1}`}
          class={i < current ? "done" : undefined}
          aria-current={i + 1 === current ? "step" : undefined}
        />
      ))}
    </ol>
  );
}
