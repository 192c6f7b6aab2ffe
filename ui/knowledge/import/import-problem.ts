import { text } from "./strings.ts";

/** Why a file could not be read, and what to do, in the language on screen. */
export function importProblem(
  problem: { code: string; message: string; hint: string | null } | null,
): string {
  if (problem === null) return "";
  const known = text.t(`failure.${problem.code}` as "failure.import-damaged");
  // A key without a text comes back as itself: a newer box may know more ways to fail.
  return known.startsWith("failure.") ? (problem.hint ?? problem.message) : known;
}
