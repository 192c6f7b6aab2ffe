/** One's own account: everything about oneself to take along, and the end of it. */
import { kindByNumber } from "../../mesh/kinds/index.ts";
import {
  type CborValue,
  FolkmootError,
  type MemberId,
  type OpId,
  toBase64Url,
} from "../../mesh/op/index.ts";
import type { LoggedOperation, Store } from "../store/index.ts";
import { deviceEntries, devicesOf, memberEntry } from "./directory.ts";
import { membershipOf } from "./membership.ts";

/** What another room keeps about a member outside the log. */
export interface AccountPart {
  readonly name: string;
  /** JSON of everything kept about the member. */
  export(member: MemberId): unknown;
  /** Destroys it. May run twice. */
  forget(member: MemberId): Promise<void>;
}

const pageSize = 500;

/** Everything about the member: what they signed, with its content, and what rooms keep. */
export async function exportAccount(
  store: Store,
  member: MemberId,
  parts: readonly AccountPart[],
): Promise<object> {
  const operations: object[] = [];
  await eachOwnOperation(store, member, (op) => {
    operations.push(exportedOperation(store, op));
  });
  return {
    format: "folkmoot-account/1",
    member: memberEntry(store.db, member),
    devices: deviceEntries(store.db, member),
    operations,
    ...Object.fromEntries(parts.map((part) => [part.name, part.export(member)])),
  };
}

/** Ids of the member's operations whose body the box still has: what erasing all would name. */
export async function ownBodies(store: Store, member: MemberId): Promise<OpId[]> {
  const ids: OpId[] = [];
  await eachOwnOperation(store, member, (op) => {
    if (op.body === "stored") ids.push(op.id);
  });
  return ids;
}

/**
 * Ends the account: the member's own signed operations erase what they wrote and say goodbye, and
 * the box destroys what it kept beside the log, with the key it was encrypted under. Throws the
 * reason when the goodbye had no effect; then nothing is destroyed.
 */
export async function endAccount(
  store: Store,
  member: MemberId,
  operations: readonly Uint8Array[],
  parts: readonly AccountPart[],
): Promise<void> {
  const submissions = await store.submit(operations, { carrier: "https" });
  const refused = submissions.find(({ effect }) => effect?.done === false)?.effect;
  if (membershipOf(store.db)?.members.get(member)?.ended !== null) {
    for (const part of parts) await part.forget(member);
    await store.keyring.destroy(member);
    return;
  }
  const reason = refused?.done === false ? refused.reason : "not-left";
  throw new FolkmootError(reason, "You are still a member.", {
    hint:
      reason === "last-steward"
        ? "A community needs a steward: hand that over first."
        : "Send your signed goodbye again.",
    status: 409,
  });
}

function exportedOperation(store: Store, op: LoggedOperation): object {
  const wire = store.wire(op.id, "whole");
  const kind = kindByNumber(op.kind);
  const body = op.body === "inside" || op.body === "stored" ? store.body(op.id) : null;
  return {
    id: op.id,
    kind: kind?.name ?? op.kind,
    time: op.time,
    effect: op.effect,
    body: body === null || kind === null ? null : readable(kind.schema, body),
    wire: wire === null ? null : toBase64Url(wire),
  };
}

function readable(schema: { decode(body: CborValue): unknown }, body: CborValue[]): unknown {
  try {
    return JSON.parse(
      JSON.stringify(schema.decode(body), (_, part: unknown) =>
        part instanceof Uint8Array ? toBase64Url(part) : part,
      ),
    );
  } catch {
    return null;
  }
}

/** Walks the log in pages and lets others have their turn between two of them. */
async function eachOwnOperation(
  store: Store,
  member: MemberId,
  visit: (op: LoggedOperation) => void,
): Promise<void> {
  const state = membershipOf(store.db);
  const own = new Set(state === null ? [] : devicesOf(state, member).map(({ id }) => id));
  for (let after = 0; ; ) {
    const page = store.operations({ after, limit: pageSize });
    for (const op of page) if (own.has(op.author)) visit(op);
    const last = page.at(-1);
    if (last === undefined || page.length < pageSize) return;
    after = last.position;
    await Bun.sleep(0);
  }
}
