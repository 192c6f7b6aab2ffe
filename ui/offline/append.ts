import type { Kind } from "../../mesh/kinds/index.ts";
import {
  type CommunityId,
  createOperation,
  FolkmootError,
  type OpId,
} from "../../mesh/op/index.ts";
import { tell } from "./channel.ts";
import { database, type OwnOperation, readMembership, strict } from "./database.ts";
import { requireDevice, signerOf } from "./device.ts";

/** Something to sign: a kind and its body. */
export interface Statement<Body = unknown> {
  kind: Kind<Body>;
  body: Body;
}

const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) };

/**
 * Signs what the member says and puts it in the outbox, on disk. From then on it is sent by
 * itself, exactly once in effect. Throws `malformed-body` when the body breaks its schema.
 */
export async function append<Body>(kind: Kind<Body>, body: Body): Promise<{ id: OpId }> {
  const [id] = await appendAll([{ kind, body }]);
  return { id: id as OpId };
}

/** A statement, or one that names statements before it in the same batch. */
export type Following = Statement | ((before: readonly OpId[]) => Statement);

/** Types a statement's body by its kind. */
export function statement<Body>(kind: Kind<Body>, body: NoInfer<Body>): Statement {
  return { kind, body } as unknown as Statement;
}

/** Several statements, numbered in a row and stored together or not at all. */
export async function appendAll(
  statements: readonly Statement<never>[] | readonly Following[],
): Promise<OpId[]> {
  const membership = await readMembership();
  if (membership === null) {
    throw new FolkmootError("no-membership", "This device has not joined a community yet.", {
      hint: "Scan an invitation first.",
    });
  }
  const made = await signAndStore(membership.communityId, statements as readonly Following[], true);
  tell({ type: "outbox" });
  return made.map((op) => op.id);
}

/**
 * The lower half, also for founding and joining, before there is a membership. One writer at a
 * time over all tabs; all signatures are ready before the transaction opens, because IndexedDB
 * commits a transaction that waits for anything else.
 */
export async function signAndStore(
  communityId: CommunityId,
  statements: readonly Following[],
  queue: boolean,
): Promise<OwnOperation[]> {
  return navigator.locks.request("folkmoot-append", async () => {
    const db = await database();
    const signer = signerOf(await requireDevice());
    const lastSeq = ((await db.get("meta", "seq")) as number | undefined) ?? 0;
    const time = Math.floor(Date.now() / 1000);
    const made: OwnOperation[] = [];
    for (const one of statements) {
      const before = made.map((op) => op.id);
      const { kind, body } = typeof one === "function" ? one(before) : one;
      const seq = lastSeq + made.length + 1;
      const { id, bytes } = await createOperation({
        communityId,
        signer,
        kind: kind.number,
        seq,
        time,
        body: kind.schema.encode(body),
        erasable: !kind.lasting,
        random,
      });
      made.push({ ...fresh, id, seq, kind: kind.number, time, wire: bytes, body });
    }
    const tx = db.transaction(["operations", "outbox", "meta"], "readwrite", strict);
    for (const op of made) {
      tx.objectStore("operations").put(op);
      if (queue) tx.objectStore("outbox").put({ seq: op.seq, id: op.id });
    }
    tx.objectStore("meta").put(lastSeq + made.length, "seq");
    // What was said is kept, even if the page is left this very moment.
    tx.commit();
    await tx.done;
    return made;
  });
}

/**
 * Takes back operations that were signed but not queued, and that the box refused whole: they
 * must never be sent later. Their numbers stay used; gaps are normal.
 */
export async function withdraw(operations: OwnOperation[]): Promise<void> {
  const tx = (await database()).transaction("operations", "readwrite", strict);
  for (const op of operations) tx.store.delete(op.id);
  await tx.done;
}

const fresh = {
  state: "queued",
  reason: null,
  receivedAt: null,
  dismissed: false,
  unknownTries: 0,
} as const;
