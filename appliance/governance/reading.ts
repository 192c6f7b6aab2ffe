/** What was decided upon, read back from the log: bodies of lasting operations never go away. */
import type { Database } from "bun:sqlite";
import {
  type BodyOf,
  type CloseBody,
  type IdSet,
  type Kind,
  kinds,
  type OpeningBody,
  type ProposalBody,
} from "../../mesh/kinds/index.ts";
import { type CborValue, type MemberId, type OpId, toMemberId } from "../../mesh/op/index.ts";
import {
  type Closing,
  type HeardVote,
  type Judgement,
  judgeCloses,
  type Opened,
  readIdSet,
  type Vote,
  voteOf,
} from "../../mesh/rules/index.ts";
import { boxCrypto, idBytes, membershipOf } from "../members/index.ts";
import type { LoggedOperation } from "../store/index.ts";

/** A transaction or the store: both can be asked what the log holds. */
export interface Reading {
  readonly db: Database;
  operation(id: OpId): LoggedOperation | null;
  body(id: OpId): CborValue[] | null;
}

/** The decoded body of an operation of this kind; null for another kind, and once erased. */
export function bodyOfKind<B>(read: Reading, kind: Kind<B>, id: OpId): B | null {
  const op = read.operation(id);
  const body = op?.kind === kind.number ? read.body(id) : null;
  if (body === null) return null;
  try {
    return kind.schema.decode(body);
  } catch {
    return null;
  }
}

export function proposalOf(read: Reading, version: OpId): ProposalBody | null {
  return bodyOfKind(read, kinds.proposal, version);
}

/** The proposals that one of these texts is of. */
export function threadsWith(db: Database, texts: readonly OpId[]): OpId[] {
  const threads = db.query<{ thread: Uint8Array }, [Uint8Array]>(
    "SELECT DISTINCT thread FROM governance_version WHERE text = ?",
  );
  const found = texts.flatMap((text) => threads.all(idBytes(text)));
  return [...new Set(found.map(({ thread }) => thread.toHex() as OpId))];
}

/** The ids of a set, or the parts of it that have not arrived; `broken`: not what its root says. */
export function idsOf(
  read: Reading,
  set: IdSet,
): { ids: string[] } | { missing: OpId[] } | "broken" {
  const parts = new Map<OpId, Uint8Array>();
  for (const part of set.parts) {
    const body = bodyOfKind<BodyOf<typeof kinds.idList>>(read, kinds.idList, part);
    if (body !== null) parts.set(part, body.ids);
  }
  const missing = set.parts.filter((part) => !parts.has(part));
  if (missing.length > 0) return { missing };
  const ids = readIdSet(set, (part) => parts.get(part) ?? null, boxCrypto.sha256);
  return ids === null ? "broken" : { ids };
}

/** An opening with its question; null while a part of its roll has not arrived. */
export function openedOf(
  read: Reading,
  id: OpId,
): { opened: Opened; body: OpeningBody; time: number } | null {
  const body = bodyOfKind(read, kinds.opening, id);
  const op = read.operation(id);
  const roll = body === null ? null : idsOf(read, body.roll);
  if (body === null || op === null || roll === null || roll === "broken") return null;
  if (!("ids" in roll)) return null;
  const { version, rules, topic, about, closers, stewards, stewardThreshold } = body;
  const question = { version, rules, topic, about, roll: new Set(roll.ids.map(toMemberId)) };
  return {
    opened: { id, question, closers, stewards, stewardThreshold },
    body,
    time: op.time,
  };
}

/** A close as the rules read it, and what of its set has not arrived here. */
export function closingOf(
  read: Reading,
  id: OpId,
): { closing: Closing; set: readonly OpId[]; missing: readonly OpId[] } | null {
  const body: CloseBody | null = bodyOfKind(read, kinds.close, id);
  const op = read.operation(id);
  if (body === null || op === null) return null;
  const { outcome, winner, counts, amends } = body;
  const state = membershipOf(read.db);
  const steward = state?.devices.get(op.author)?.member;
  const by = steward === undefined ? { box: op.author } : { steward };
  const found = idsOf(read, body.ballots);
  const set = typeof found === "object" && "ids" in found ? (found.ids as OpId[]) : null;
  const missing = typeof found === "object" && "missing" in found ? found.missing : [];
  const ballots = set === null ? null : new Set(set);
  const stage = body.stage === 2 ? 2 : 1;
  const said = { id, by, time: op.time, stage, outcome, winner, counts, amends, ballots } as const;
  return { closing: said, set: set ?? [], missing };
}

/** The member whose device said it, whatever became of the device since. */
export function memberOfOperation(read: Reading, op: LoggedOperation): MemberId | null {
  return membershipOf(read.db)?.devices.get(op.author)?.member ?? null;
}

/**
 * What these operations say as votes. Read by id from the log, also those that have no effect here:
 * whether they may count is for whoever named them to answer, and for the tally to say.
 */
export function votesById(read: Reading, ids: Iterable<OpId>): Map<OpId, Vote> {
  const votes = new Map<OpId, Vote>();
  for (const id of ids) {
    const op = read.operation(id);
    const member = op === null ? null : memberOfOperation(read, op);
    const body = op === null ? null : read.body(id);
    if (op === null || member === null || body === null) continue;
    const vote = voteOf({ id, member, kind: op.kind, body });
    if (vote !== null) votes.set(id, vote);
  }
  return votes;
}

/**
 * What the closes of an opening say together, and which operations they name that have not arrived.
 * Null while the opening cannot be read.
 */
export function judge(
  read: Reading,
  opening: OpId,
): { judgement: Judgement; missing: readonly OpId[] } | null {
  const found = openedOf(read, opening);
  if (found === null) return null;
  const closings = closesOf(read, opening);
  const named = new Set(closings.flatMap(({ set }) => set));
  const votes = votesById(read, named);
  const said = closings.map(({ closing }) => closing);
  const judgement = judgeCloses(found.opened, said, votes);
  const missing = closings.flatMap((closing) => closing.missing);
  return { judgement, missing: [...missing, ...[...named].filter((id) => !votes.has(id))] };
}

export function closesOf(read: Reading, opening: OpId) {
  return read.db
    .query<{ id: string }, [Uint8Array]>(
      "SELECT lower(hex(id)) AS id FROM governance_close WHERE opening = ? ORDER BY stage, time, id",
    )
    .all(idBytes(opening))
    .flatMap(({ id }) => closingOf(read, id as OpId) ?? []);
}

interface VoteRow {
  id: string;
  member: string;
  kind: number;
  time: number;
  received: number;
  choice: number | null;
  revision: number | null;
  reason: string | null;
  ranking: string | null;
}

/**
 * Everything said about a version, and the delegations that reach its topic: what a close by this
 * box would look at.
 */
export function votesHeard(read: Reading, version: OpId, topic: string): HeardVote[] {
  const rows = read.db
    .query<VoteRow, [Uint8Array]>(
      `SELECT lower(hex(id)) AS id, lower(hex(member)) AS member, kind, time, received, choice,
         revision, nullif(lower(hex(reason)), '') AS reason, ranking
       FROM governance_vote WHERE version = ?1`,
    )
    .all(idBytes(version));
  const heard = rows.flatMap((row) => heardOf(read, row, version));
  return [...heard, ...witnessesHeard(read, version), ...delegationsHeard(read.db, topic)];
}

function heardOf(read: Reading, row: VoteRow, version: OpId): HeardVote[] {
  const { time, received } = row;
  const id = row.id as OpId;
  const member = row.member as MemberId;
  if (row.kind === kinds.attestation.number) {
    const vote = votesById(read, [id]).get(id);
    return vote === undefined ? [] : [{ vote, time, received }];
  }
  const { choice, revision, reason, ranking } = row;
  if (choice === null || revision === null) return [];
  const vote: Vote = {
    kind: "ballot",
    id,
    member,
    version,
    choice,
    revision,
    reason: reason as OpId | null,
    ranking: ranking === null ? [] : (JSON.parse(ranking) as number[]),
  };
  return [{ vote, time, received }];
}

function witnessesHeard({ db }: Reading, version: OpId): HeardVote[] {
  return db
    .query<
      { id: string; attestation: string; member: string; time: number; received: number },
      [Uint8Array]
    >(
      `SELECT lower(hex(w.id)) AS id, lower(hex(w.attestation)) AS attestation,
         lower(hex(w.member)) AS member, w.time, w.received
       FROM governance_witness AS w JOIN governance_vote AS v ON v.id = w.attestation
       WHERE v.version = ?1`,
    )
    .all(idBytes(version))
    .map(({ time, received, ...row }) => ({
      vote: {
        kind: "witness",
        id: row.id as OpId,
        member: row.member as MemberId,
        attestation: row.attestation as OpId,
      },
      time,
      received,
    }));
}

/** For the topic and for everything; the tally finds each member's last word. */
function delegationsHeard(db: Database, topic: string): HeardVote[] {
  return db
    .query<
      {
        id: string;
        member: string;
        topic: string;
        delegate: string | null;
        revision: number;
        time: number;
        received: number;
      },
      [string]
    >(
      `SELECT lower(hex(id)) AS id, lower(hex(member)) AS member, topic,
         nullif(lower(hex(delegate)), '') AS delegate, revision, time, received
       FROM governance_delegation WHERE topic IN ('', ?1)`,
    )
    .all(topic)
    .map(({ time, received, ...row }) => ({
      vote: {
        kind: "delegation",
        id: row.id as OpId,
        member: row.member as MemberId,
        topic: row.topic,
        to: row.delegate as MemberId | null,
        revision: row.revision,
      },
      time,
      received,
    }));
}
