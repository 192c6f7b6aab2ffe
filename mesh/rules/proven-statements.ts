import { type CloseBody, kinds, type OpeningBody } from "../kinds/index.ts";
import {
  bodyOf,
  type CborValue,
  type MemberId,
  type OpId,
  sha256,
  toMemberId,
  toOpId,
} from "../op/index.ts";
import { type Closing, judgeCloses, type Opened } from "./closes.ts";
import type { DecisionFile } from "./decision-export.ts";
import { readIdSetLater } from "./id-set.ts";
import type { OpenedVersion } from "./phases.ts";
import {
  type Complain,
  type ProvenOperation,
  type ProvenPeople,
  proveOperation,
  read,
} from "./proven-people.ts";
import { type Vote, voteOf } from "./votes.ts";

/** A statement with its author, decoded. */
export interface Statement extends ProvenOperation {
  readonly kind: number;
  readonly body: CborValue[] | null;
  readonly member: MemberId | null;
}

/** The statements that somebody proven has signed, each once. */
export async function proveStatements(
  file: DecisionFile,
  people: ProvenPeople,
  complain: Complain,
): Promise<Statement[]> {
  const found = await Promise.all(
    file.statements
      .flatMap((wire) => read(wire, complain))
      .map(async (op) => {
        const device = people.devices.get(op.author);
        const key = people.boxes.get(op.author) ?? device?.key;
        const proven = await proveOperation(file.communityId, op, key);
        if (proven === null) complain("signature", null);
        const { kind } = op.header;
        return proven && { ...proven, kind, body: bodyOf(op), member: device?.member ?? null };
      }),
  );
  const byId = new Map(found.flatMap((one) => (one === null ? [] : [[one.id, one] as const])));
  return [...byId.values()];
}

export function votesIn(statements: readonly Statement[]): Map<OpId, Vote> {
  const votes = new Map<OpId, Vote>();
  for (const { id, kind, body, member } of statements) {
    if (member === null || body === null) continue;
    const vote = voteOf({ id, member, kind, body });
    if (vote !== null) votes.set(id, vote);
  }
  return votes;
}

/** Every opening by a box of the community, with what its closes say. */
export async function openingsIn(
  statements: readonly Statement[],
  votes: ReadonlyMap<OpId, Vote>,
  people: ProvenPeople,
  complain: Complain,
): Promise<OpenedVersion[]> {
  const parts = new Map<OpId, Uint8Array>();
  for (const { id, body } of bodiesOf(statements, kinds.idList)) parts.set(id, body.ids);
  const partOf = (part: OpId) => parts.get(part) ?? null;
  const closes = bodiesOf(statements, kinds.close);
  const openings: OpenedVersion[] = [];
  for (const { id, body, op } of bodiesOf(statements, kinds.opening)) {
    const roll = await readIdSetLater(body.roll, partOf, sha256);
    if (roll === null || !people.boxes.has(op.author) || !body.closers.includes(op.author)) {
      complain("opening", id);
      continue;
    }
    const opened = openedBy(id, body, roll);
    const closings: Closing[] = [];
    for (const close of closes) {
      if (close.body.opening !== id) continue;
      const ids = await readIdSetLater(close.body.ballots, partOf, sha256);
      const closing = closingBy(close, ids, people);
      if (closing === null) complain("unknown-closer", close.id);
      else closings.push(closing);
    }
    const judgement = judgeCloses(opened, closings, votes);
    for (const [close, fault] of judgement.faults) complain(fault, close);
    const { previous } = body;
    openings.push({ opened, box: op.author, time: op.header.time, previous, judgement });
  }
  return openings;
}

function openedBy(id: OpId, body: OpeningBody, roll: readonly string[]): Opened {
  const { version, rules, topic, about, closers, stewards, stewardThreshold } = body;
  const members = new Set(roll.map((member) => toMemberId(member)));
  const question = { version, rules, topic, about, roll: members };
  return { id, question, closers, stewards, stewardThreshold };
}

function closingBy(
  { id, op, body, member }: Said<CloseBody>,
  ids: readonly string[] | null,
  { boxes }: ProvenPeople,
): Closing | null {
  const by = boxes.has(op.author)
    ? { box: op.author }
    : member === null
      ? null
      : { steward: member };
  const ballots = ids && new Set(ids.map((ballot) => toOpId(ballot)));
  const { outcome, winner, counts, amends } = body;
  const stage = body.stage === 2 ? 2 : 1;
  const { time } = op.header;
  return by && { id, by, time, stage, ballots, outcome, winner, counts, amends };
}

interface Readable<B> {
  readonly number: number;
  readonly schema: { decode(value: CborValue): B };
}

/** A statement of one kind. */
export interface Said<B> extends Omit<Statement, "body"> {
  readonly body: B;
}

/** The statements of one kind that say something. */
export function bodiesOf<B>(statements: readonly Statement[], kind: Readable<B>): Said<B>[] {
  return statements.flatMap((statement) => {
    if (statement.kind !== kind.number || statement.body === null) return [];
    try {
      return [{ ...statement, body: kind.schema.decode(statement.body) }];
    } catch {
      return [];
    }
  });
}
