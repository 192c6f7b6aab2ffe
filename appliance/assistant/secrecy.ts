import type { Secrecy } from "../engine/index.ts";
import type { FoundPassage } from "./passage-source.ts";

/** How far what a model reads may go; what is asked about it goes with it. */
export function secrecyOf(read: readonly Pick<FoundPassage, "audience" | "consent">[]): Secrecy {
  if (read.some(({ audience }) => audience !== "members")) return "private";
  return read.every(({ consent }) => consent === "commons_ok") ? "commons" : "members";
}
