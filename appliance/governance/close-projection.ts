/** What closes, marks, talk and mediation (kinds 65, 67, 71–74) do to the tables. */
import { type BodyOf, type CloseBody, kinds } from "../../mesh/kinds/index.ts";
import { type OpId, toOpId } from "../../mesh/op/index.ts";
import type { Judgement } from "../../mesh/rules/index.ts";
import { idBytes, membershipOf } from "../members/index.ts";
import {
  type AppliedOperation,
  type Effect,
  type LoggedOperation,
  type Tx,
  turnOf,
} from "../store/index.ts";
import { done, refused } from "./effect-values.ts";
import { folded } from "./folded.ts";
import { concernedIn } from "./mediation.ts";
import { closingOf, judge } from "./reading.ts";
import { refreshOpening, refreshThread, wake } from "./thread-state.ts";
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

/** Seen once its proposal is here and published, and below what it answers once that is here. */
export function applyComment(op: AppliedOperation<BodyOf<typeof kinds.comment>>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { thread, parent } = op.body;
  const { position, time } = op;
  tx.db
    .query("INSERT INTO governance_comment VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(
      idBytes(op.id),
      idBytes(thread),
      parent === null ? null : idBytes(parent),
      idBytes(op.member),
      position,
      time,
      turnOf(op),
    );
  return done;
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
  const looksAfter = op.roles.has("steward") || op.roles.has("moderator");
  const refusal = row === null ? null : markRefusal(op, mark, row, looksAfter);
  if (refusal !== null) return refused(refusal);
  tx.db
    .query("INSERT INTO governance_mark VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(
      idBytes(op.id),
      idBytes(thread),
      idBytes(op.member),
      mark,
      op.position,
      op.time,
      Number(looksAfter),
    );
  refreshThread(tx, thread, op);
  return done;
}

/** What no other operation can make right. What is not decided yet, as far as is known here, waits. */
function markRefusal(
  op: AppliedOperation,
  mark: string,
  row: ThreadRow,
  looksAfter: boolean,
): string | null {
  const isAuthor = row.member === op.member;
  if (mark !== "withdrawn") return isAuthor || looksAfter ? null : "not-permitted";
  if (!isAuthor) return "not-author";
  return row.result === null || row.result === "blocked" ? null : "already-closed";
}

/** Seen once it is decided. */
export function applyNote(op: AppliedOperation<BodyOf<typeof kinds.outcomeNote>>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { thread, text } = op.body;
  const { id, member, position, time } = op;
  tx.db
    .query("INSERT INTO governance_note VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(idBytes(id), idBytes(thread), idBytes(member), folded(text), position, time, turnOf(op));
  return done;
}

/** How to talk about a block: whose word it takes is known once it has blocked. */
export function applyMediation(
  op: AppliedOperation<BodyOf<typeof kinds.mediation>>,
  tx: Tx,
): Effect {
  if (op.body === null) return done;
  const { opening, path, state } = op.body;
  const row = threadOfOpening(tx, opening);
  const isBlocked = row?.result === "blocked" && row.opening === opening;
  if (isBlocked && state === "agree" && !concernedIn(tx, row.version, row.member).has(op.member)) {
    return refused("not-permitted");
  }
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
