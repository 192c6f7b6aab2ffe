/**
 * A ballot that came after the close is told so. A close that corrects it later, since another box
 * had the ballot in time, makes it count after all: then its author is told that.
 */
import { kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { idBytes } from "../members/index.ts";
import type { Effect, LoggedOperation, Store } from "../store/index.ts";
import { versionOf } from "./body-readers.ts";
import { bodyOfKind, closesOf, closingOf, judge } from "./reading.ts";

const done: Effect = { done: true };

/** What became of an operation, as far as is known now. */
export function effectNow(store: Store, op: LoggedOperation): Effect {
  if (op.effect.done || op.effect.reason !== "too-late") return op.effect;
  const ballot = votedIn(store, op);
  const version = ballot === null ? null : versionOf(store, ballot);
  if (version === null) return op.effect;
  return openingsOf(store, version).some((opening) => isCounted(store, opening, op.id))
    ? done
    : op.effect;
}

/** What was refused when it came, and counts by this operation: none unless it is a close. */
export function countedBy(store: Store, op: LoggedOperation): LoggedOperation[] {
  if (op.kind !== kinds.close.number || !op.effect.done) return [];
  const set = closingOf(store, op.id)?.set ?? [];
  return set.flatMap((id) => {
    const ballot = store.operation(id as OpId);
    return ballot !== null && !ballot.effect.done ? [ballot] : [];
  });
}

/** Whoever witnesses speaks about what was attested. */
function votedIn(store: Store, op: LoggedOperation): LoggedOperation | null {
  if (op.kind !== kinds.witness.number) return op;
  const attestation = bodyOfKind(store, kinds.witness, op.id)?.attestation ?? null;
  return attestation === null ? null : store.operation(attestation);
}

function openingsOf({ db }: Store, version: OpId): OpId[] {
  return db
    .query<{ id: string }, [Uint8Array]>(
      "SELECT lower(hex(id)) AS id FROM governance_opening WHERE version = ?",
    )
    .all(idBytes(version))
    .map(({ id }) => id as OpId);
}

function isCounted(store: Store, opening: OpId, id: OpId): boolean {
  const naming = closesOf(store, opening).filter(({ set }) => set.includes(id));
  if (naming.length === 0) return false;
  const faults = judge(store, opening)?.judgement.faults;
  return naming.some(({ closing }) => faults?.has(closing.id) === false);
}
