/** A tally as it is told: people's names by id, reasons in their words. */
import { kinds } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import type { Tally } from "../../mesh/rules/index.ts";
import { idBytes } from "../members/index.ts";
import type { Store } from "../store/index.ts";
import { bodyOfKind, memberOfOperation, votesById } from "./reading.ts";

/** `isFinal`: of a close that holds, and not as it stands. */
export function tallyView(store: Store, tally: Tally, isFinal: boolean) {
  const { voices, by, void: voided, ...sums } = tally;
  return {
    ...sums,
    blocks: tally.blocks.length,
    own: by.own,
    attested: { paper: by.paper, hands: by.hands, proxy: by.proxy },
    delegated: by.delegation,
    voices: [...voices].map(([member, { choice, ranking, by: how, source, via }]) => ({
      member,
      choice,
      ranking,
      by: how,
      ballot: source,
      via,
    })),
    void: voided.map(({ id, why }) => {
      const op = store.operation(id);
      return { id, why, member: op === null ? null : memberOfOperation(store, op) };
    }),
    final: isFinal,
  };
}

export function blocksOf(store: Store, { blocks }: Tally) {
  return blocks.map(({ member, ballot, reason }) => ({
    member,
    ballot,
    reason: reasonBy(store, member, reason)?.text ?? null,
    path: reasonBy(store, member, reason)?.path ?? null,
  }));
}

/** What people gave as reasons for what counts of theirs. */
export function reasonsOf(store: Store, version: OpId, { voices }: Tally) {
  return store.db
    .query<
      { id: string; member: string; choice: number; reason: string; time: number },
      [Uint8Array]
    >(
      `SELECT lower(hex(id)) AS id, lower(hex(member)) AS member, choice,
         lower(hex(reason)) AS reason, time
       FROM governance_vote WHERE version = ? AND reason IS NOT NULL ORDER BY time, id`,
    )
    .all(idBytes(version))
    .flatMap(({ id, choice, reason, time, ...row }) => {
      const member = row.member as MemberId;
      if (voices.get(member)?.source !== id) return [];
      const said = reasonBy(store, member, reason as OpId);
      if (said === null) return [];
      return [{ member, choice, text: said.text, path: said.path, at: time }];
    });
}

/** Only a reason that the member wrote is theirs; null once erased. */
function reasonBy(store: Store, member: MemberId, reason: OpId) {
  const op = store.operation(reason);
  if (op === null || memberOfOperation(store, op) !== member) return null;
  return bodyOfKind(store, kinds.ballotReason, reason);
}

/** Paper, hands and proxies apart from everybody's own word, and who has witnessed them. */
export function attestationsOf(store: Store, version: OpId, tally: Tally) {
  const rows = store.db
    .query<{ id: string; time: number }, [Uint8Array, number]>(
      `SELECT lower(hex(id)) AS id, time FROM governance_vote
       WHERE version = ? AND kind = ? ORDER BY time, id`,
    )
    .all(idBytes(version), kinds.attestation.number);
  const voided = new Map(tally.void.map(({ id, why }) => [id, why]));
  return rows.flatMap(({ id: text, time }) => {
    const id = text as OpId;
    const vote = votesById(store, [id]).get(id);
    if (vote?.kind !== "attestation") return [];
    const why = voided.get(id) ?? null;
    const { form, member: author, entries, present, counts, replaces } = vote;
    const witnesses = witnessesOf(store, id);
    const said = { id, form, author, entries, present, counts, replaces, witnesses };
    return [{ ...said, at: time, counted: why === null, why }];
  });
}

function witnessesOf({ db }: Store, attestation: OpId): string[] {
  return db
    .query<{ member: string }, [Uint8Array]>(
      `SELECT DISTINCT lower(hex(member)) AS member FROM governance_witness
       WHERE attestation = ? ORDER BY member`,
    )
    .all(idBytes(attestation))
    .map(({ member }) => member);
}
