import type { OpId } from "../op/index.ts";

/**
 * What whoever checks a file should know although nothing in it is wrong: their own clock is
 * earlier than a time in the file. Which of the two is wrong, no file can tell.
 */
export interface Warning {
  readonly code: "dated-ahead";
  /** The operation that is dated so; null: the file as a whole. */
  readonly id: OpId | null;
  /** Seconds since 1970: what stands there, and what the checker's clock says. */
  readonly dated: number;
  readonly now: number;
}

// Two clocks that both are kept agree to minutes.
const clocksApartSeconds = 300;

export function datedAhead(id: OpId | null, dated: number, now: number): Warning[] {
  return dated > now + clocksApartSeconds ? [{ code: "dated-ahead", id, dated, now }] : [];
}
