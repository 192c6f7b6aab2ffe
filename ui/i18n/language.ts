import { signal } from "@preact/signals";

/** Languages the app itself speaks. Knowledge may be written in any. */
export const languages = ["en", "es"] as const;
export type Language = (typeof languages)[number];

const storageKey = "folkmoot.language";

/** The language on screen. Reading it in a component renders it anew when it changes. */
export const language = signal<Language>(initialLanguage());

function isLanguage(code: string | null | undefined): code is Language {
  return (languages as readonly string[]).includes(code ?? "");
}

/** The member's own choice, else the first of the browser's languages that we speak. */
function initialLanguage(): Language {
  const chosen = globalThis.localStorage?.getItem(storageKey);
  if (isLanguage(chosen)) return chosen;
  const spoken = (globalThis.navigator?.languages ?? []).map((tag) => tag.split("-")[0]);
  return spoken.find(isLanguage) ?? "en";
}

/** Remembers the choice on this device and shows it. Catalogs must be loaded: chooseLanguage. */
export function showLanguage(next: Language): void {
  globalThis.localStorage?.setItem(storageKey, next);
  language.value = next;
}

const rightToLeft = new Set(["ar", "fa", "he", "ps", "ur", "yi"]);

/** Which way `code` is written, for `dir` of texts in any language. */
export function direction(code: string): "ltr" | "rtl" {
  return rightToLeft.has(code.split("-")[0] ?? "") ? "rtl" : "ltr";
}

/** The name of a language, in the language on screen or `inLanguage`; else its code. */
export function languageName(code: string, inLanguage: string = language.value): string {
  try {
    const name = new Intl.DisplayNames([inLanguage], { type: "language" }).of(code) ?? code;
    return name.charAt(0).toLocaleUpperCase(inLanguage) + name.slice(1);
  } catch {
    return code;
  }
}
