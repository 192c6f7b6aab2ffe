/** Having something written by whoever is next, and by another one where an engine stops. */
import { FolkmootError } from "../../mesh/op/index.ts";
import type { LeaseRequest, ModelPool } from "./model-pool.ts";
import type { TextModel } from "./text-model.ts";

/** A request that stops one engine after the other must not stop them all. */
const writersMax = 2;

/**
 * Waits for its turn and yields what `write` makes with the model; the place is given back in any
 * case. A model that stops before its first piece is followed by another that may do the same and
 * is ready. What is half written is not begun anew: it throws, as everything else does.
 */
export async function* takingOver<Piece>(
  pool: ModelPool,
  request: LeaseRequest,
  signal: AbortSignal,
  write: (model: TextModel) => AsyncIterable<Piece>,
): AsyncGenerator<Piece> {
  const failed = new Set<TextModel>();
  const accepts = (model: TextModel) =>
    !failed.has(model) && (request.accepts === undefined || request.accepts(model));
  const wish = { ...request, accepts };
  while (true) {
    const lease = await pool.lease(wish, signal);
    let isBegun = false;
    try {
      for await (const piece of write(lease.member.model)) {
        isBegun = true;
        yield piece;
      }
      return;
    } catch (error) {
      failed.add(lease.member.model);
      const mayTry = !isBegun && isStopped(error) && failed.size < writersMax;
      if (!mayTry || pool.state(wish)?.is !== "ready") throw error;
    } finally {
      lease.release();
    }
  }
}

function isStopped(error: unknown): boolean {
  return error instanceof FolkmootError && error.code === "engine-stopped";
}
