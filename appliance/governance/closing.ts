/** What this box has to close, to amend, to open: found in the tables, said by the clerk. */
import { kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import {
  closeBody,
  firstClose,
  haveAllVoted,
  idSetOf,
  type Judgement,
  type Opened,
  type PlannedClose,
  secondClose,
  splitIds,
  tally,
} from "../../mesh/rules/index.ts";
import { boxCrypto } from "../members/index.ts";
import type { Say } from "./box-author.ts";
import { closesOf, openedOf, type Reading, votesById, votesHeard } from "./reading.ts";

/** Everything that must count at `at`, whoever it helps. */
export function planClose(read: Reading, opened: Opened, at: number): PlannedClose {
  const { version, topic } = opened.question;
  return firstClose(opened, votesHeard(read, version, topic), at);
}

/** Everybody has spoken for themselves, so there is nobody to wait for. */
export function isComplete({ question }: Opened, { tally: counted }: PlannedClose): boolean {
  return haveAllVoted(question, counted);
}

/** After mediation: what the first close named, and what the blockers said since. */
export function planSecondClose(
  read: Reading,
  opened: Opened,
  judgement: Judgement,
  at: number,
): PlannedClose {
  const { version, topic } = opened.question;
  const before = votesById(read, namedBy(read, opened.id, judgement, 1));
  return secondClose(opened, [...before.values()], votesHeard(read, version, topic), at);
}

/** What the closes that hold have named. */
function namedBy(read: Reading, opening: OpId, judgement: Judgement, stage: 1 | 2): Set<OpId> {
  return new Set(
    closesOf(read, opening)
      .filter(({ closing }) => closing.stage === stage && !judgement.faults.has(closing.id))
      .flatMap(({ set }) => set),
  );
}

/**
 * A close has left out what came in time by this box's own receipt, or what another one names: it
 * has to be amended by what they name together. Null when nothing is missing. What has once passed
 * and does not any more stays contested: then people vote again.
 */
export function planAmendment(
  read: Reading,
  opened: Opened,
  { stage, faults }: Judgement,
): PlannedClose | null {
  if (stage === 2) return null;
  const { question, id } = opened;
  const closes = closesOf(read, id).filter(
    ({ closing }) => closing.stage === 1 && !faults.has(closing.id),
  );
  const latest = Math.max(...closes.map(({ closing }) => closing.time));
  const named = new Set(closes.flatMap(({ set }) => set));
  const heard = votesHeard(read, question.version, question.topic);
  const inTime = new Set(firstClose(opened, heard, latest).ids);
  const votes = [...votesById(read, named.union(inTime)).values()];
  const corrected = new Set(closes.flatMap(({ closing }) => closing.amends));
  const short = closes.filter(
    ({ closing, set }) => !corrected.has(closing.id) && set.length < votes.length,
  );
  if (short.length === 0) return null;
  return {
    opening: id,
    stage: 1,
    amends: short.map(({ closing }) => closing.id).slice(-amendsMax),
    ids: votes.map((vote) => vote.id),
    tally: tally(question, votes),
  };
}

const amendsMax = 16;

/** Signs the parts of the set that do not fit, then the close. */
export async function sayClose(say: Say, planned: PlannedClose, at: number): Promise<void> {
  const split = splitIds(planned.ids);
  const parts: OpId[] = [];
  for (const ids of split.parts) parts.push(await say(kinds.idList, { ids }, at));
  const body = closeBody(planned, idSetOf(split, parts, boxCrypto.sha256));
  await say(kinds.close, body, at);
}

/** The opening of a thread as it stands, or null when it cannot be read. */
export function openedById(read: Reading, opening: OpId): Opened | null {
  return openedOf(read, opening)?.opened ?? null;
}
