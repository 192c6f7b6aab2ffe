import { type CloseBody, closesAmendedMax, type IdSet } from "../kinds/index.ts";
import type { MemberId, OpId } from "../op/index.ts";
import { type Closing, type Judgement, mustCount, type Opened } from "./closes.ts";
import { type Tally, tally } from "./tally.ts";
import type { Vote } from "./votes.ts";

/** A vote with what says whether it came in time, by a box's clock and by its author's. */
export interface HeardVote {
  readonly vote: Vote;
  /** Seconds since 1970. */
  readonly time: number;
  readonly received: number;
}

/** A close that could be said, with what follows from its set. */
export interface PlannedClose {
  readonly opening: OpId;
  readonly stage: 1 | 2;
  readonly amends: readonly OpId[];
  readonly ids: readonly OpId[];
  readonly tally: Tally;
}

/** The first close: everything that must count at `at`, whoever it helps. */
export function firstClose(
  { id, question }: Opened,
  heard: readonly HeardVote[],
  at: number,
): PlannedClose {
  // What people outside the roll say fills no set.
  const counting = heard
    .filter(({ vote }) => question.roll.has(vote.member))
    .filter((each) => mustCount(each, question.rules, at))
    .map(({ vote }) => vote);
  const counted = tally(question, counting);
  return { opening: id, stage: 1, amends: [], ids: idsOf(counting), tally: counted };
}

/** The close after mediation: what the first one named, and what its blockers said since. */
export function secondClose(
  { id, question }: Opened,
  before: readonly Vote[],
  heard: readonly HeardVote[],
  at: number,
): PlannedClose {
  const named = new Set(idsOf(before));
  const blockers = new Set(tally(question, before).blocks.map(({ member }) => member));
  const after = heard
    .filter(({ vote, received }) => isLaterWord(vote, blockers) && received <= at)
    .map(({ vote }) => vote)
    .filter((vote) => !named.has(vote.id));
  const counted = tally(question, before, after);
  return { opening: id, stage: 2, amends: [], ids: [...named, ...idsOf(after)], tally: counted };
}

/** A close with everything that it names. */
export interface ToldClose {
  readonly closing: Pick<Closing, "id" | "time" | "stage" | "amends">;
  readonly set: readonly OpId[];
}

/**
 * A close has left out what came in time by this box's own receipt, or what another one names: it
 * has to be amended by what they name together. Null when nothing is missing. What has once passed
 * and does not any more stays contested: then people vote again. `votesOf`: of these ids, those
 * that are known.
 */
export function amendedClose(
  opened: Opened,
  { stage, faults }: Pick<Judgement, "stage" | "faults">,
  told: readonly ToldClose[],
  heard: readonly HeardVote[],
  votesOf: (ids: ReadonlySet<OpId>) => readonly Vote[],
): PlannedClose | null {
  const closes = told.filter(({ closing }) => closing.stage === 1 && !faults.has(closing.id));
  if (stage === 2 || closes.length === 0) return null;
  const latest = Math.max(...closes.map(({ closing }) => closing.time));
  const named = new Set(closes.flatMap(({ set }) => set));
  const votes = votesOf(named.union(new Set(firstClose(opened, heard, latest).ids)));
  const corrected = new Set(closes.flatMap(({ closing }) => closing.amends));
  const short = closes.filter(
    ({ closing, set }) => !corrected.has(closing.id) && set.length < votes.length,
  );
  if (short.length === 0) return null;
  const amends = short.map(({ closing }) => closing.id).slice(-closesAmendedMax);
  const { id, question } = opened;
  return { opening: id, stage: 1, amends, ids: idsOf(votes), tally: tally(question, votes) };
}

function isLaterWord(vote: Vote, blockers: ReadonlySet<MemberId>): boolean {
  return vote.kind === "ballot" && blockers.has(vote.member);
}

/** What is signed; `ballots`: the ids of the plan as a set. */
export function closeBody(planned: PlannedClose, ballots: IdSet): CloseBody {
  const { opening, stage, amends } = planned;
  const { outcome, winner, counts } = planned.tally;
  return {
    opening,
    stage,
    amends: [...amends],
    ballots,
    outcome,
    winner,
    counts: counts.slice(0, counts.findLastIndex((people) => people > 0) + 1),
  };
}

function idsOf(votes: readonly Vote[]): OpId[] {
  return votes.map(({ id }) => id);
}
