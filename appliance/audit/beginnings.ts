/** What a start finds: the log as it was signed, a copy of an older one, or one that was changed. */
import { parseOpening } from "../../mesh/log/index.ts";
import { equalBytes } from "../../mesh/op/index.ts";
import type { SignedHead } from "./head-file.ts";
import type { LogRow } from "./record-table.ts";
import { type RecordTree, sha256 } from "./record-tree.ts";

export interface Found {
  /** Built from the log just now. */
  readonly tree: RecordTree;
  /** Logs in the database, oldest first. */
  readonly logs: readonly LogRow[];
  readonly head: SignedHead | null;
  readonly markedRestored: boolean;
}

/**
 * - `go-on`: everything signed is there; the last log grows on.
 * - `begin`, `restore`: a new log is to be opened, from this head.
 * - `changed`: what was signed is not what is there. Nothing more is to be signed.
 */
export type Beginning = "go-on" | "begin" | "restore" | "changed";

export function beginningOf({ tree, logs, head, markedRestored }: Found): Beginning {
  const last = logs.at(-1);
  if (last === undefined) return markedRestored ? "restore" : "begin";
  // A copy holds whatever it had signed when it was made: less than that is no copy.
  if (!holds(tree, last)) return "changed";
  if (head === null) return "restore";
  // Between the opening of a log and the first head of it the power may fail.
  if (logs.some(({ origin }) => origin === head.origin && origin !== last.origin)) return "go-on";
  if (head.origin !== last.origin || head.size > tree.size) return "restore";
  return holds(tree, head) ? "go-on" : "changed";
}

/** Whether the tree begins with this head. */
function holds(tree: RecordTree, { size, root }: Pick<SignedHead, "size" | "root">): boolean {
  return size <= tree.size && equalBytes(tree.root(size), root);
}

/** The first positions that are not what they were, as far as tiles tell; null if none says so. */
export function changedPositions(
  tree: RecordTree,
  tiles: ReadonlyMap<number, Uint8Array>,
  tileLeaves: number,
): readonly [from: number, to: number] | null {
  for (let number = 0; number < tree.tileCount; number++) {
    const kept = tiles.get(number);
    if (kept === undefined || equalBytes(kept, tree.tileRoot(number))) continue;
    return [number * tileLeaves + 1, (number + 1) * tileLeaves];
  }
  return null;
}

/** When the last log was opened that goes on from a copy, in seconds since 1970; 0 for never. */
export function lastRestore(logs: readonly Pick<LogRow, "opening">[]): number {
  const openings = logs.map(({ opening }) => parseOpening(opening, sha256));
  const restored = openings.filter(({ reason }) => reason === "restored");
  return Math.max(0, ...restored.map(({ opened }) => opened));
}
