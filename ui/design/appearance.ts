import { signal } from "@preact/signals";

export const themes = ["auto", "light", "dark"] as const;
export const textSizes = ["100", "115", "130", "160"] as const;

/** How the app looks on this device. Personal: it never leaves the phone. */
export interface Appearance {
  theme: (typeof themes)[number];
  textSize: (typeof textSizes)[number];
  moreContrast: boolean;
}

const storageKey = "folkmoot.appearance";
const usual: Appearance = { theme: "auto", textSize: "100", moreContrast: false };

export const appearance = signal<Appearance>(usual);

function read(): Appearance {
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(storageKey) ?? "{}");
    const kept = { ...usual, ...(stored as Partial<Appearance>) };
    return themes.includes(kept.theme) && textSizes.includes(kept.textSize) ? kept : usual;
  } catch {
    return usual;
  }
}

/** Changes some of it, at once and for next time. */
export function changeAppearance(change: Partial<Appearance>): void {
  localStorage.setItem(storageKey, JSON.stringify({ ...appearance.value, ...change }));
  applyAppearance();
}

/** Puts the member's choice on the document. Before the first render, so that nothing flashes. */
export function applyAppearance(): void {
  appearance.value = read();
  const { theme, textSize, moreContrast } = appearance.value;
  const { dataset } = document.documentElement;
  if (theme === "auto") delete dataset["theme"];
  else dataset["theme"] = theme;
  dataset["text"] = textSize;
  dataset["contrast"] = moreContrast ? "more" : "usual";
}
