/**
 * What ballots, attestations, witnesses and delegations (kinds 60, 66–70) do to the tables. Rows
 * are kept of everything that some close may have to name; what certainly cannot count any more is
 * refused, so that its author learns why.
 */
import { type AttestationBody, type BodyOf, kinds } from "../../mesh/kinds/index.ts";
import { type OpId, toMemberId } from "../../mesh/op/index.ts";
import { mustCount } from "../../mesh/rules/index.ts";
import { idBytes } from "../members/index.ts";
import type { AppliedOperation, Effect, Tx } from "../store/index.ts";
import { done, refused } from "./effect-values.ts";
import { closesOf } from "./reading.ts";
import { blockersOf, wake } from "./thread-state.ts";
import { type ThreadRow, threadOfVersion, threadRow } from "./thread-table.ts";
import { insertVote, insertWitness } from "./vote-rows.ts";

type Ballot = BodyOf<typeof kinds.ballot>;
type FullBallot = BodyOf<typeof kinds.ballotFull>;
type Delegation = BodyOf<typeof kinds.delegate>;

export function applyBallot(op: AppliedOperation<Ballot>, tx: Tx): Effect {
  if (op.body === null) return done;
  return keepBallot(op, { ...op.body, reason: null, ranking: [] }, tx);
}

export function applyFullBallot(op: AppliedOperation<FullBallot>, tx: Tx): Effect {
  return op.body === null ? done : keepBallot(op, op.body, tx);
}

function keepBallot(op: AppliedOperation, body: FullBallot, tx: Tx): Effect {
  const { proposal: version } = body;
  insertVote(tx, op, version, body);
  wake(tx, op);
  const refusal = ballotRefusal(op, version, tx);
  return refusal === null ? done : refused(refusal);
}

/** Null as long as it may count; a ballot that came before its proposal waits for it. */
function ballotRefusal(op: AppliedOperation, version: OpId, tx: Tx): string | null {
  const late = lateness(op, version, tx);
  if (late !== null) return isNamed(tx, version, op.id) ? null : late;
  return isOnRoll(tx, version, op) === false ? "not-on-roll" : null;
}

/** Why nothing can be said about a version any more; null while it can, and while it is unknown. */
function lateness(op: AppliedOperation, version: OpId, tx: Tx): string | null {
  const thread = threadOfVersion(tx.db, version);
  const row = thread === null ? null : threadRow(tx.db, thread);
  if (row === null) return null;
  if (row.version !== version && isOpened(tx, row)) return "cast-on-earlier-version";
  if (row.mark === "withdrawn" && op.time > withdrawnAt(tx, row)) return "already-closed";
  // An amendment's ballots may come with it, before it is opened: the result is an earlier one's.
  if (row.opening === null || !isOpened(tx, { version })) return null;
  if (row.result === "blocked") {
    return blockersOf(row).includes(op.member) ? null : "too-late";
  }
  if (row.result !== null) return "too-late";
  const votingEnds = row.voting_ends ?? Number.POSITIVE_INFINITY;
  return mustCount(op, { votingEnds }, op.received) ? null : "too-late";
}

function withdrawnAt(tx: Tx, { id }: ThreadRow): number {
  const row = tx.db
    .query<{ at: number | null }, [Uint8Array]>(
      "SELECT min(time) AS at FROM governance_mark WHERE thread = ? AND mark = 'withdrawn'",
    )
    .get(idBytes(id));
  return row?.at ?? 0;
}

/** What a close that came sooner has named was in time for whoever closed. */
function isNamed(tx: Tx, version: OpId, id: OpId): boolean {
  return tx.db
    .query<{ opening: string }, [Uint8Array]>(
      "SELECT lower(hex(id)) AS opening FROM governance_opening WHERE version = ?",
    )
    .all(idBytes(version))
    .some(({ opening }) => closesOf(tx, opening as OpId).some(({ set }) => set.includes(id)));
}

/** Between its publication and its opening an amendment has taken nothing from anybody. */
function isOpened(tx: Tx, { version }: Pick<ThreadRow, "version">): boolean {
  const found = tx.db
    .query("SELECT 1 FROM governance_opening WHERE version = ? LIMIT 1")
    .get(idBytes(version));
  return found !== null;
}

/** Null while no roll is known; boxes that opened a version apart may have had two. */
function isOnRoll(tx: Tx, version: OpId, { member }: AppliedOperation): boolean | null {
  const rows = tx.db
    .query<{ roll: Uint8Array | null }, [Uint8Array]>(
      "SELECT roll FROM governance_opening WHERE version = ?",
    )
    .all(idBytes(version));
  const rolls = rows.flatMap(({ roll }) => (roll === null ? [] : [roll]));
  if (rolls.length < rows.length || rows.length === 0) return null;
  return rolls.some((roll) => Buffer.from(roll).includes(idBytes(member)));
}

export function applyAttestation(op: AppliedOperation<AttestationBody>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { proposal: version } = op.body;
  insertVote(tx, op, version, null);
  wake(tx, op);
  const refusal = ballotRefusal(op, version, tx);
  return refusal === null ? done : refused(refusal);
}

export function applyWitness(op: AppliedOperation<BodyOf<typeof kinds.witness>>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { attestation } = op.body;
  insertWitness(tx, op, attestation);
  wake(tx, op);
  const attested = tx.db
    .query<{ version: string; member: Uint8Array }, [Uint8Array, number]>(
      `SELECT lower(hex(version)) AS version, member FROM governance_vote
       WHERE id = ? AND kind = ?`,
    )
    .get(idBytes(attestation), kinds.attestation.number);
  if (attested === null) return done;
  // A recorder's own word witnesses nothing.
  if (toMemberId(attested.member) === op.member) return refused("not-permitted");
  const refusal = ballotRefusal(op, attested.version as OpId, tx);
  return refusal === null ? done : refused(refusal);
}

export function applyDelegation(op: AppliedOperation<Delegation>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { topic, to, revision } = op.body;
  tx.db
    .query("INSERT INTO governance_delegation VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    .run(
      idBytes(op.id),
      idBytes(op.member),
      topic,
      to === null ? null : idBytes(to),
      revision,
      op.position,
      op.time,
      op.received,
    );
  wake(tx, op);
  return done;
}
