/** What proposals, their texts, openings and parts of sets (kinds 61–64) do to the tables. */
import type { BodyOf, kinds, OpeningBody, ProposalBody } from "../../mesh/kinds/index.ts";
import { type MemberId, type OpId, toMemberId } from "../../mesh/op/index.ts";
import { quorumHeads } from "../../mesh/rules/index.ts";
import { idBytes, membershipOf, settingsOf } from "../members/index.ts";
import {
  type AppliedOperation,
  type Effect,
  type LoggedOperation,
  type Tx,
  turnOf,
} from "../store/index.ts";
import { done, refused } from "./effect-values.ts";
import { folded } from "./folded.ts";
import { idsOf } from "./reading.ts";
import { readRoll, refreshThread, waitFor, wake } from "./thread-state.ts";
import { threadRow } from "./thread-table.ts";

type Text = BodyOf<typeof kinds.proposalText>;

export function applyProposal(op: AppliedOperation<ProposalBody>, tx: Tx): Effect {
  const { body } = op;
  if (body === null) return done;
  const { proposers } = settingsOf(tx.db)?.governance ?? { proposers: "members" };
  const isBox = membershipOf(tx.db)?.boxes.has(op.author) === true;
  if (isBox && !isReview(body)) return refused("not-permitted");
  if (proposers === "stewards" && !isBox && !op.roles.has("steward")) {
    return refused("not-proposer");
  }
  const thread = body.thread ?? op.id;
  const refusal = body.thread === null ? null : amendmentRefusal(op, body.thread, tx);
  if (refusal !== null) return refused(refusal);
  tx.db
    .query("INSERT INTO governance_version VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    .run(
      idBytes(op.id),
      idBytes(thread),
      body.previous === null ? null : idBytes(body.previous),
      idBytes(body.text),
      idBytes(op.member),
      op.position,
      op.time,
      op.received,
      turnOf(op),
      Number(body.publish),
    );
  refreshThread(tx, thread, op);
  // The version may have been opened by a box that heard of it sooner.
  for (const opening of openingsOfVersion(tx, op.id)) readRoll(tx, opening);
  return done;
}

/** A box asks how something went. It wants nothing. */
function isReview({ thread, model, effects }: ProposalBody): boolean {
  return thread === null && model === "advice" && effects.length === 0;
}

/** Authors amend what is not decided; what contradicts itself, anybody puts to the vote again. */
function amendmentRefusal(op: AppliedOperation<ProposalBody>, thread: OpId, tx: Tx): string | null {
  const row = threadRow(tx.db, thread);
  const first = firstAuthor(tx, thread);
  // Its beginning may still be on the way; and what a box has opened, it had in time.
  if (first === null || openingsOfVersion(tx, op.id).length > 0) return null;
  if (row?.result === "contested") return null;
  if (first !== op.member) return "not-author";
  const isDecided = row?.result === "passed" || row?.result === "not_passed";
  return isDecided || row?.mark === "withdrawn" ? "already-closed" : null;
}

function firstAuthor(tx: Tx, thread: OpId): MemberId | null {
  const row = tx.db
    .query<{ member: Uint8Array }, [Uint8Array]>(
      "SELECT member FROM governance_version WHERE id = ?",
    )
    .get(idBytes(thread));
  return row === null ? null : toMemberId(row.member);
}

function openingsOfVersion(tx: Tx, version: OpId): OpId[] {
  return tx.db
    .query<{ id: string }, [Uint8Array]>(
      "SELECT lower(hex(id)) AS id FROM governance_opening WHERE version = ?",
    )
    .all(idBytes(version))
    .map(({ id }) => id as OpId);
}

export function applyText(op: AppliedOperation<Text>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { title, summary, body, rationale, options } = op.body;
  const words = folded([title, summary, body, rationale, ...options].join("\n"));
  tx.db
    .query("INSERT OR REPLACE INTO governance_text VALUES (?, ?, ?, ?, ?)")
    .run(idBytes(op.id), idBytes(op.member), title, summary, words);
  return done;
}

/** The box says: from here on these rules hold, for these people. */
export function applyOpening(op: AppliedOperation<OpeningBody>, tx: Tx): Effect {
  const { body } = op;
  if (body === null) return done;
  const { thread, version, previous, rules, topic, closers } = body;
  if (!closers.includes(op.author)) return refused("not-permitted");
  const roll = idsOf(tx, body.roll);
  if (roll === "broken") return refused("malformed");
  tx.db
    .query("INSERT INTO governance_opening VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, ?)")
    .run(
      idBytes(op.id),
      idBytes(thread),
      idBytes(version),
      previous === null ? null : idBytes(previous),
      idBytes(op.author),
      op.position,
      op.time,
      rules.discussionEnds,
      rules.votingEnds,
      Number(rules.hidden),
      topic,
      quorumHeads(rules, body.roll.count),
    );
  if ("missing" in roll) waitFor(tx, op.id, roll.missing);
  else readRoll(tx, op.id);
  refreshThread(tx, thread, op);
  return done;
}

export function applyPart(op: AppliedOperation, tx: Tx): Effect {
  wake(tx, op);
  return done;
}

export function eraseText(op: LoggedOperation, tx: Tx): void {
  tx.db.query("DELETE FROM governance_text WHERE id = ?").run(idBytes(op.id));
}
