/** What closes, marks, talk and mediation (kinds 65, 67, 71–74) do to the tables. */
import { type BodyOf, type CloseBody, kinds } from "../../mesh/kinds/index.ts";
import { type OpId, toOpId } from "../../mesh/op/index.ts";
import type { Judgement } from "../../mesh/rules/index.ts";
import { idBytes, membershipOf } from "../members/index.ts";
import type { AppliedOperation, Effect, LoggedOperation, Tx } from "../store/index.ts";
import { done, refused } from "./effect-values.ts";
import { folded } from "./folded.ts";
import { closingOf, judge } from "./reading.ts";
import { blockersOf, refreshOpening, refreshThread, wake } from "./thread-state.ts";
import { type ThreadRow, threadRow } from "./thread-table.ts";

/** How far the clock of an honest phone may be ahead. */
const aheadSecondsMax = 600;

/** The boxes or the stewards say what came out; whether it holds, the rules say. */
export function applyClose(op: AppliedOperation<CloseBody>, tx: Tx): Effect {
  const { body } = op;
  if (body === null) return done;
  const isBox = membershipOf(tx.db)?.boxes.has(op.author) === true;
  // A steward's phone says when it closed: it must not say tomorrow, to close before the time.
  if (!isBox && op.time > op.received + aheadSecondsMax) return refused("unlawful-close");
  tx.db
    .query("INSERT INTO governance_close VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)")
    .run(
      idBytes(op.id),
      idBytes(body.opening),
      body.stage,
      idBytes(op.author),
      isBox ? null : idBytes(op.member),
      op.position,
      op.time,
      op.received,
      body.outcome,
    );
  const judged = judge(tx, body.opening);
  const fault = judged?.judgement.faults.get(op.id) ?? null;
  // What it names is here, and is nothing that anybody voted.
  const namesNoVotes = closingOf(tx, op.id)?.set.some((id) => isNoVote(tx, id)) === true;
  if (namesNoVotes || (fault !== null && isForEver(fault, body))) return refused("unlawful-close");
  refreshOpening(tx, body.opening, op);
  return done;
}

const voteKinds = new Set<number>([
  kinds.ballot.number,
  kinds.ballotFull.number,
  kinds.attestation.number,
  kinds.witness.number,
  kinds.delegate.number,
]);

function isNoVote(tx: Tx, id: OpId): boolean {
  const op = tx.operation(id);
  return op !== null && !voteKinds.has(op.kind);
}

type CloseFault = Judgement["faults"] extends ReadonlyMap<OpId, infer F> ? F : never;

/** Whatever else may arrive, such a close will never hold. The others wait. */
function isForEver(fault: CloseFault, { stage, amends }: CloseBody): boolean {
  if (fault === "unknown-closer") return true;
  const dependsOnOthers = stage === 2 || amends.length > 0;
  return !dependsOnOthers && (fault === "wrong-result" || fault === "too-early");
}

export function applyComment(op: AppliedOperation<BodyOf<typeof kinds.comment>>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { thread, parent } = op.body;
  const row = threadRow(tx.db, thread);
  if (row === null || row.published === 0) return refused("unknown-proposal");
  const answered = parent === null ? null : threadOfComment(tx, parent);
  if (parent !== null && answered !== thread) return refused("unknown-comment");
  const { position, time } = op;
  tx.db
    .query("INSERT INTO governance_comment VALUES (?, ?, ?, ?, ?, ?)")
    .run(
      idBytes(op.id),
      idBytes(thread),
      parent === null ? null : idBytes(parent),
      idBytes(op.member),
      position,
      time,
    );
  return done;
}

function threadOfComment(tx: Tx, comment: OpId): OpId | null {
  const row = tx.db
    .query<{ thread: Uint8Array }, [Uint8Array]>(
      "SELECT thread FROM governance_comment WHERE id = ?",
    )
    .get(idBytes(comment));
  return row === null ? null : toOpId(row.thread);
}

/** A reason is read beside the ballot that names it. */
export function applyReason(op: AppliedOperation, tx: Tx): Effect {
  wake(tx, op);
  return done;
}

export function applyMark(op: AppliedOperation<BodyOf<typeof kinds.mark>>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { thread, mark } = op.body;
  const row = threadRow(tx.db, thread);
  if (row === null) return refused("unknown-proposal");
  const refusal = markRefusal(op, mark, row);
  if (refusal !== null) return refused(refusal);
  tx.db
    .query("INSERT INTO governance_mark VALUES (?, ?, ?, ?, ?, ?)")
    .run(idBytes(op.id), idBytes(thread), idBytes(op.member), mark, op.position, op.time);
  refreshThread(tx, thread, op);
  return done;
}

function markRefusal(op: AppliedOperation, mark: string, row: ThreadRow): string | null {
  const isAuthor = row.member === op.member;
  const isClosed = row.result !== null && row.result !== "blocked";
  if (mark === "withdrawn") {
    if (!isAuthor) return "not-author";
    return isClosed ? "already-closed" : null;
  }
  const mayLookAfter = isAuthor || op.roles.has("steward") || op.roles.has("moderator");
  if (!mayLookAfter) return "not-permitted";
  if (!isClosed || (mark === "implemented" && row.result !== "passed")) return "not-closed";
  return null;
}

export function applyNote(op: AppliedOperation<BodyOf<typeof kinds.outcomeNote>>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { thread, text } = op.body;
  const row = threadRow(tx.db, thread);
  if (row === null) return refused("unknown-proposal");
  if (row.result === null || row.result === "blocked") return refused("not-closed");
  tx.db
    .query("INSERT INTO governance_note VALUES (?, ?, ?, ?, ?, ?)")
    .run(idBytes(op.id), idBytes(thread), idBytes(op.member), folded(text), op.position, op.time);
  return done;
}

/** Those whom it concerns agree how to talk about a block. */
export function applyMediation(
  op: AppliedOperation<BodyOf<typeof kinds.mediation>>,
  tx: Tx,
): Effect {
  if (op.body === null) return done;
  const { opening, path, state } = op.body;
  const row = threadOfOpening(tx, opening);
  if (row === null) return refused("unknown-proposal");
  if (row.result !== "blocked" || row.opening !== opening) return refused("not-open");
  const isConcerned = row.member === op.member || blockersOf(row).includes(op.member);
  if (state === "agree" && !isConcerned) return refused("not-permitted");
  tx.db
    .query("INSERT INTO governance_mediation VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(idBytes(op.id), idBytes(opening), idBytes(op.member), path, state, op.position, op.time);
  return done;
}

function threadOfOpening(tx: Tx, opening: OpId): ThreadRow | null {
  const row = tx.db
    .query<{ thread: Uint8Array }, [Uint8Array]>(
      "SELECT thread FROM governance_opening WHERE id = ?",
    )
    .get(idBytes(opening));
  return row === null ? null : threadRow(tx.db, toOpId(row.thread));
}

export function eraseTalk({ id }: LoggedOperation, tx: Tx): void {
  tx.db.query("DELETE FROM governance_note WHERE id = ?").run(idBytes(id));
}
