/** Cursors: where a list goes on, as an opaque word. */
import { FolkmootError, fromBase64Url, toBase64Url, utf8 } from "../../mesh/op/index.ts";

export interface Page<T> {
  readonly rows: readonly T[];
  /** Null at the end. */
  readonly next: string | null;
}

/** What the last row of a page sorts by: its key, and its id among equals. */
export type Cursor = readonly [key: string | number, id: string];

const cursorCharsMax = 1_000;

/** @throws FolkmootError "malformed-request" for anything that no page ended with */
export function readCursor(text: string | undefined): Cursor | null {
  if (text === undefined) return null;
  try {
    const bytes = text.length > cursorCharsMax ? null : fromBase64Url(text);
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes ?? undefined));
    if (isCursor(value)) return value;
  } catch {
    // Answered below, whatever was wrong.
  }
  throw new FolkmootError("malformed-request", "The cursor is not one of this list.", {
    status: 400,
  });
}

function isCursor(value: unknown): value is Cursor {
  if (!Array.isArray(value) || value.length !== 2) return false;
  const [key, id] = value as unknown[];
  const keyed = typeof key === "string" || (typeof key === "number" && Number.isFinite(key));
  return keyed && typeof id === "string" && /^[0-9a-f]{32}$/.test(id);
}

/** Of `limit + 1` rows, the first `limit` and where to go on. */
export function pageOf<T>(
  rows: readonly T[],
  limit: number,
  cursorOf: (row: T) => Cursor,
): Page<T> {
  const kept = rows.slice(0, limit);
  const last = kept.at(-1);
  if (rows.length <= limit || last === undefined) return { rows: kept, next: null };
  return { rows: kept, next: toBase64Url(utf8(JSON.stringify(cursorOf(last)))) };
}
