/** Rows of what was voted, attested and witnessed: where the tally and the lists look. */
import { type BodyOf, kinds } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import { idBytes } from "../members/index.ts";
import type { LoggedOperation, Tx } from "../store/index.ts";
import { bodyOfKind, closesOf, memberOfOperation } from "./reading.ts";

type Place = Pick<LoggedOperation, "id" | "kind" | "position" | "time" | "received">;
type Voted = Pick<BodyOf<typeof kinds.ballotFull>, "choice" | "revision" | "reason" | "ranking">;

/** `voted`: null for an attestation, whose entries are read from the log. */
export function insertVote(
  tx: Tx,
  op: Place & { readonly member: MemberId },
  version: OpId,
  voted: Voted | null,
): void {
  const reason = voted?.reason ?? null;
  const ranking = voted?.ranking ?? [];
  tx.db
    .query("INSERT OR IGNORE INTO governance_vote VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
    .run(
      idBytes(op.id),
      idBytes(version),
      idBytes(op.member),
      op.kind,
      op.position,
      op.time,
      op.received,
      voted?.choice ?? null,
      voted?.revision ?? null,
      reason === null ? null : idBytes(reason),
      ranking.length === 0 ? null : JSON.stringify(ranking),
    );
}

export function insertWitness(
  tx: Tx,
  op: Place & { readonly member: MemberId },
  attestation: OpId,
): void {
  const { position, time, received } = op;
  tx.db
    .query("INSERT OR IGNORE INTO governance_witness VALUES (?, ?, ?, ?, ?, ?)")
    .run(idBytes(op.id), idBytes(attestation), idBytes(op.member), position, time, received);
}

/**
 * What a close names counts, also what was refused here because it came after an earlier close: it
 * gets the row that it would have, had it come after the close that names it.
 */
export function keepNamed(tx: Tx, opening: OpId): void {
  for (const id of withoutRow(tx, new Set(closesOf(tx, opening).flatMap(({ set }) => set)))) {
    const op = tx.operation(id);
    if (op === null || op.effect.done || op.effect.reason !== "too-late") continue;
    const member = memberOfOperation(tx, op);
    if (member !== null) keepOne(tx, { ...op, member });
  }
}

/** Few, mostly none: hundreds of ballots are looked up in one question. */
function withoutRow(tx: Tx, ids: ReadonlySet<string>): OpId[] {
  return tx.db
    .query<{ id: string }, [string]>(
      `SELECT e.value AS id FROM json_each(?) AS e
       WHERE NOT EXISTS (SELECT 1 FROM governance_vote WHERE id = unhex(e.value))
         AND NOT EXISTS (SELECT 1 FROM governance_witness WHERE id = unhex(e.value))
         AND NOT EXISTS (SELECT 1 FROM governance_delegation WHERE id = unhex(e.value))`,
    )
    .all(JSON.stringify([...ids]))
    .map(({ id }) => id as OpId);
}

function keepOne(tx: Tx, op: Place & { readonly member: MemberId }): void {
  const { id } = op;
  if (op.kind === kinds.witness.number) {
    const attestation = bodyOfKind(tx, kinds.witness, id)?.attestation;
    if (attestation !== undefined) insertWitness(tx, op, attestation);
  } else if (op.kind === kinds.attestation.number) {
    const version = bodyOfKind(tx, kinds.attestation, id)?.proposal;
    if (version !== undefined) insertVote(tx, op, version, null);
  } else if (op.kind === kinds.ballotFull.number) {
    const body = bodyOfKind(tx, kinds.ballotFull, id);
    if (body !== null) insertVote(tx, op, body.proposal, body);
  } else if (op.kind === kinds.ballot.number) {
    const body = bodyOfKind(tx, kinds.ballot, id);
    if (body !== null) insertVote(tx, op, body.proposal, { ...body, reason: null, ranking: [] });
  }
}
