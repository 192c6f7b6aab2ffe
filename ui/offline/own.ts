import { signal } from "@preact/signals";
import type { Kind } from "../../mesh/kinds/index.ts";
import { tell } from "./channel.ts";
import { database, type OwnOperation, type OwnState, strict } from "./database.ts";
import { isHeld, isRefused } from "./outbox.ts";

// Own operations are kept for ever; on screen are those that still matter, and the latest others.
const recentMax = 200;

/** Own operations, oldest first: all that wait or came to nothing, and the latest others. */
export const ownOperations = signal<OwnOperation[]>([]);

/** Somebody else's operations on this phone, by state. */
export const carriedCounts = signal({ queued: 0, sent: 0, refused: 0 });

/** Takes a refused operation off the lists; it is kept, as all are. */
export async function dismiss(op: OwnOperation): Promise<void> {
  const tx = (await database()).transaction("operations", "readwrite", strict);
  tx.store.put({ ...op, dismissed: true });
  await tx.done;
  tell({ type: "outbox" });
}

/** Reads them again after a change here, in another tab or in the service worker. */
export async function loadOwnOperations(): Promise<void> {
  const db = await database();
  const waiting = await db.getAll("outbox");
  const found = new Map<string, OwnOperation>();
  let cursor = await db.transaction("operations").store.index("seq").openCursor(null, "prev");
  while (cursor && found.size < recentMax) {
    found.set(cursor.value.id, cursor.value);
    cursor = await cursor.continue();
  }
  for (const { id } of waiting) {
    const op = found.get(id) ?? (await db.get("operations", id));
    if (op) found.set(id, op);
  }
  const shown = [...found.values()].filter((op) => !op.dismissed);
  ownOperations.value = shown.sort((a, b) => a.seq - b.seq);
  const carried = await db.getAll("carried");
  const count = (state: string) => carried.filter((op) => op.state === state).length;
  carriedCounts.value = { queued: count("queued"), sent: count("sent"), refused: count("refused") };
}

/**
 * Own operations of a kind that the box's answer does not show yet: still on this phone, sent
 * without a known effect, or refused. Pages lay them over what `useResource` says.
 */
export function usePending<Body>(kind: Kind<Body>): OwnOperation<Body>[] {
  const pending: ReadonlySet<OwnState> = new Set(["queued", "sent", "no-effect", "badsig", "fork"]);
  return ownOperations.value.filter(
    (op): op is OwnOperation<Body> => op.kind === kind.number && pending.has(op.state),
  );
}

/** The whole outbox: what waits, what was refused, what was sent lately. */
export function useOutbox(): {
  waiting: OwnOperation[];
  refused: OwnOperation[];
  sent: OwnOperation[];
  /** Milliseconds since 1970: when the first goes on that the box holds off; null without any. */
  heldUntilMs: number | null;
} {
  const all = ownOperations.value;
  const waiting = all.filter((op) => op.state === "queued");
  const held = waiting.filter((op) => isHeld(op, Date.now()));
  return {
    waiting,
    heldUntilMs: held.length === 0 ? null : Math.min(...held.map((op) => op.heldUntilMs ?? 0)),
    refused: all.filter(isRefused),
    sent: all.filter((op) => op.state === "sent" || op.state === "done"),
  };
}

/** One own operation, to say on its page what became of it. */
export function useOwnOperation(id: string | null): OwnOperation | undefined {
  return ownOperations.value.find((op) => op.id === id);
}
