import { FolkmootError } from "../../mesh/op/index.ts";
import { text } from "./strings.ts";

/** Why the box did not, with a way out. What this app has no words for is said to be unknown. */
export function whyOf(code: string): string {
  return knownWhy(code) ?? text.t("why.other", { code });
}

/** The same, or null where this app has no words for it. */
export function knownWhy(code: string): string | null {
  const key = `why.${code}` as Parameters<typeof text.t>[0];
  const known = text.t(key);
  return known === key ? null : known;
}

/** Why a request did not work. */
export function reasonOf(error: unknown): string {
  return whyOf(error instanceof FolkmootError ? error.code : "failed");
}
