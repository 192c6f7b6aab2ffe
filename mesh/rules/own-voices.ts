import { choices } from "../kinds/index.ts";
import type { MemberId, OpId } from "../op/index.ts";
import {
  type BallotVote,
  isChoice,
  isRanking,
  type Question,
  type VoidReason,
  type Vote,
} from "./votes.ts";

/** What one person said in the end, and how it came about. */
export interface Voice {
  /** As it counts: a block that does not stop anything is a no. */
  readonly choice: number;
  readonly ranking: readonly number[];
  readonly by: "own" | "paper" | "hands" | "proxy" | "delegation";
  /** The ballot or attestation it comes from. */
  readonly source: OpId;
  /** Of a block that counts. */
  readonly reason: OpId | null;
  /** Who voted in their place. */
  readonly via: MemberId | null;
}

/** Says of an operation why it does not count. */
export type Discard = (id: OpId, why: VoidReason) => void;

type Ballot = Extract<Vote, BallotVote>;

/**
 * Everybody's own word: the highest revision, whichever device it came from. Two different ones in
 * it void each other, and what was said before does not come back: the member is asked again.
 * `spoiled`: who tried to vote and said nothing that counts.
 */
export function ownVoices(
  question: Question,
  votes: Iterable<Vote>,
  discard: Discard,
): { voices: Map<MemberId, Voice>; spoiled: Set<MemberId> } {
  const voices = new Map<MemberId, Voice>();
  const spoiled = new Set<MemberId>();
  for (const [member, ballots] of ballotsByMember(question, votes, discard)) {
    const last = latest(ballots, discard);
    const voice = last === null ? null : voiceOf(question, last, discard);
    if (voice === null) spoiled.add(member);
    else voices.set(member, voice);
  }
  return { voices, spoiled };
}

function ballotsByMember(
  question: Question,
  votes: Iterable<Vote>,
  discard: Discard,
): Map<MemberId, Ballot[]> {
  const byMember = new Map<MemberId, Ballot[]>();
  for (const vote of votes) {
    if (vote.kind !== "ballot") continue;
    if (vote.version !== question.version) discard(vote.id, "other-version");
    else if (!question.roll.has(vote.member)) discard(vote.id, "not-on-roll");
    else {
      const ballots = byMember.get(vote.member);
      if (ballots === undefined) byMember.set(vote.member, [vote]);
      else ballots.push(vote);
    }
  }
  return byMember;
}

/** Null when the last word contradicts itself. */
function latest(ballots: readonly Ballot[], discard: Discard): Ballot | null {
  // Nearly everybody votes once.
  const [only] = ballots;
  if (ballots.length === 1 && only !== undefined) return only;
  const revision = Math.max(...ballots.map((ballot) => ballot.revision));
  const last: Ballot[] = [];
  for (const ballot of ballots) {
    if (ballot.revision === revision) last.push(ballot);
    else discard(ballot.id, "lower-revision");
  }
  // The same said twice is said once; which one is shown must not depend on the order.
  const [first, ...others] = last.sort((a, b) => (a.id < b.id ? -1 : 1));
  if (first === undefined) return null;
  if (others.every((other) => saysTheSame(first, other))) return first;
  for (const { id } of last) discard(id, "same-revision");
  return null;
}

function saysTheSame(a: Ballot, b: Ballot): boolean {
  return a.choice === b.choice && a.reason === b.reason && a.ranking.join() === b.ranking.join();
}

function voiceOf(question: Question, ballot: Ballot, discard: Discard): Voice | null {
  const { id, member, choice, ranking } = ballot;
  if (!isChoice(question.rules, choice) || !isRanking(question.rules, ballot)) {
    discard(id, "unknown-choice");
    return null;
  }
  const blocks = choice === choices.block && mayBlock(question, member) && ballot.reason !== null;
  return {
    choice: choice === choices.block && !blocks ? choices.no : choice,
    ranking,
    by: "own",
    source: id,
    reason: blocks ? ballot.reason : null,
    via: null,
  };
}

/** Nobody blocks a proposal about themselves. */
function mayBlock({ rules, about }: Question, member: MemberId): boolean {
  return rules.veto && !about.includes(member);
}
