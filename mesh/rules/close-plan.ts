import type { CloseBody, IdSet } from "../kinds/index.ts";
import type { MemberId, OpId } from "../op/index.ts";
import { mustCount, type Opened } from "./closes.ts";
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
