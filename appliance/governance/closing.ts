/** What this box has to close, to amend, to open: found in the tables, said by the clerk. */
import { type CloseBody, kinds } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import {
  haveAllVoted,
  idSetOf,
  type Judgement,
  mustCount,
  type Opened,
  splitIds,
  type Tally,
  tally,
  type Vote,
} from "../../mesh/rules/index.ts";
import { boxCrypto } from "../members/index.ts";
import type { Say } from "./box-author.ts";
import {
  closesOf,
  type HeardVote,
  openedOf,
  type Reading,
  votesById,
  votesHeard,
} from "./reading.ts";

/** A close that could be said, with what follows from its set. */
export interface PlannedClose {
  readonly opening: OpId;
  readonly stage: 1 | 2;
  readonly amends: readonly OpId[];
  readonly ids: readonly OpId[];
  readonly tally: Tally;
}

/** Everything that must count at `at`, whoever it helps. */
export function planClose(read: Reading, opened: Opened, at: number): PlannedClose {
  const { question, id } = opened;
  const heard = relevant(votesHeard(read, question.version, question.topic), opened);
  const counting = heard.filter((each) => mustCount(each, question.rules, at));
  const votes = counting.map(({ vote }) => vote);
  return {
    opening: id,
    stage: 1,
    amends: [],
    ids: votes.map((vote) => vote.id),
    tally: tally(question, votes),
  };
}

/** What people outside the roll say about it fills no set. */
function relevant(heard: readonly HeardVote[], { question }: Opened): HeardVote[] {
  return heard.filter(({ vote }) => question.roll.has(vote.member));
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
  const { question, id } = opened;
  const before = namedBy(read, id, judgement, 1);
  const blockers = new Set((judgement.tally?.blocks ?? []).map(({ member }) => member));
  const heard = votesHeard(read, question.version, question.topic);
  const after = heard
    .filter(({ vote, received }) => isLaterWord(vote, blockers) && received <= at)
    .map(({ vote }) => vote)
    .filter((vote) => !before.has(vote.id));
  const first = [...votesById(read, before).values()];
  return {
    opening: id,
    stage: 2,
    amends: [],
    ids: [...before, ...after.map((vote) => vote.id)],
    tally: tally(question, first, after),
  };
}

function isLaterWord(vote: Vote, blockers: ReadonlySet<MemberId>): boolean {
  return vote.kind === "ballot" && blockers.has(vote.member);
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
  const heard = relevant(votesHeard(read, question.version, question.topic), opened);
  const missing = heard.filter(
    (each) => !named.has(each.vote.id) && mustCount(each, question.rules, latest),
  );
  const votes = [...votesById(read, named).values(), ...missing.map(({ vote }) => vote)];
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
  const { outcome, winner, counts } = planned.tally;
  const body: CloseBody = {
    opening: planned.opening,
    stage: planned.stage,
    amends: [...planned.amends],
    ballots: idSetOf(split, parts, boxCrypto.sha256),
    outcome,
    winner,
    counts: counts.slice(0, counts.findLastIndex((people) => people > 0) + 1),
  };
  await say(kinds.close, body, at);
}

/** The opening of a thread as it stands, or null when it cannot be read. */
export function openedById(read: Reading, opening: OpId): Opened | null {
  return openedOf(read, opening)?.opened ?? null;
}
