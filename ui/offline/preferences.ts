import { signal } from "@preact/signals";
import type { Consent } from "../../mesh/kinds/index.ts";

/** Choices of the member that stay on this device and are told to nobody. */
export interface Preferences {
  /** How far what they write may travel, unless they say otherwise for one item. */
  consent: Consent;
  /** Whether what was read is kept on this phone, to be read without the box. */
  keepCopies: boolean;
}

const storageKey = "folkmoot.preferences";
// Nothing leaves the community unless its author says so.
const cautious: Preferences = { consent: "local_only", keepCopies: true };

export const preferences = signal<Preferences>(read());

function read(): Preferences {
  try {
    const stored: unknown = JSON.parse(globalThis.localStorage?.getItem(storageKey) ?? "{}");
    return { ...cautious, ...(stored as Partial<Preferences>) };
  } catch {
    return cautious;
  }
}

export function changePreferences(change: Partial<Preferences>): void {
  preferences.value = { ...preferences.value, ...change };
  localStorage.setItem(storageKey, JSON.stringify(preferences.value));
}
