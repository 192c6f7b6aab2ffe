import type { CloseBody, FrozenRules } from "../kinds/index.ts";
import type { DeviceId, MemberId, OpId } from "../op/index.ts";
import { type Outcome, type Tally, tally } from "./tally.ts";
import type { Question, Vote } from "./votes.ts";

const hour = 3_600;

/** A version as it was opened: the question, and who may say what came out. */
export interface Opened {
  readonly id: OpId;
  readonly question: Question;
  /** In the order in which they may close. */
  readonly closers: readonly DeviceId[];
  readonly stewards: readonly MemberId[];
  readonly stewardThreshold: number;
}

/** A close as it was said. */
export interface Closing extends Pick<CloseBody, "outcome" | "winner" | "counts" | "amends"> {
  readonly id: OpId;
  readonly by: { readonly box: DeviceId } | { readonly steward: MemberId };
  /** Seconds since 1970, by the closer's clock. */
  readonly time: number;
  readonly stage: 1 | 2;
  /** Null while a part of the set has not arrived, or where it is not what its root says. */
  readonly ballots: ReadonlySet<OpId> | null;
}

/** Why a close does not hold. */
export type CloseFault =
  | "unknown-closer"
  | "too-early"
  /** Names what has not arrived here. */
  | "set-unknown"
  /** Says something else than its set. */
  | "wrong-result"
  /** Corrects others, and leaves out what they counted. */
  | "drops-ballots"
  | "not-blocked"
  | "needs-stewards";

/** What the closes of one opening say together. */
export interface Judgement {
  readonly status: Outcome | "contested" | "open";
  readonly stage: 1 | 2;
  readonly winner: number | null;
  /** Of the set that counts; null while open or contested. */
  readonly tally: Tally | null;
  /** The close that counts, and when it was said. */
  readonly close: { readonly id: OpId; readonly time: number } | null;
  readonly faults: ReadonlyMap<OpId, CloseFault>;
}

/** A close that holds, with what follows from its set. */
interface Held {
  readonly closing: Closing & { readonly ballots: ReadonlySet<OpId> };
  readonly tally: Tally;
}

/**
 * Whether a ballot must count in a close at `closedAt`: it was here by then, and either while voting
 * was open or signed while it was. The author's clock can only help a late traveller.
 */
export function mustCount(
  ballot: { readonly time: number; readonly received: number },
  { votingEnds }: Pick<FrozenRules, "votingEnds">,
  closedAt: number,
): boolean {
  const { time, received } = ballot;
  return received <= closedAt && (received <= votingEnds || time <= votingEnds);
}

/** From when the closer of this rank may close; the stewards come after all boxes. */
export function closableFrom(
  { votingEnds, graceHours, takeoverHours }: FrozenRules,
  rank: number,
): number {
  return votingEnds + (graceHours + rank * takeoverHours) * hour;
}

/** From when the closer of this rank may end a mediation over a block found at `blockedAt`. */
export function mediationEnds(
  { mediationHours, takeoverHours }: FrozenRules,
  blockedAt: number,
  rank: number,
): number {
  return blockedAt + (mediationHours + rank * takeoverHours) * hour;
}

/** Whether there is nobody left to wait for: whoever let others speak may still speak. */
export function haveAllVoted(
  { rules, roll }: Question,
  { counted, by }: Pick<Tally, "counted" | "by">,
): boolean {
  return rules.early && roll.size > 0 && counted - by.delegation === roll.size;
}

/**
 * What the closes of one opening say, in whichever order they arrived. A close holds if its closer
 * might say so then, and if it says what its set says. Those that another one corrects step back.
 * What is left must agree; and nothing that once passed may turn into something else: then it is
 * contested, and the people vote again.
 */
export function judgeCloses(
  opened: Opened,
  closings: readonly Closing[],
  votes: ReadonlyMap<OpId, Vote>,
): Judgement {
  const faults = new Map<OpId, CloseFault>();
  const stage = (wanted: 1 | 2) => closings.filter((closing) => closing.stage === wanted);
  const first = judgeStage(opened, stage(1), { votes, faults, blocked: null });
  const blocked = first.status === "blocked" ? first : null;
  if (blocked === null) {
    for (const { id } of stage(2)) faults.set(id, "not-blocked");
    return { ...first, stage: 1, faults };
  }
  const second = judgeStage(opened, stage(2), { votes, faults, blocked });
  return second.status === "open"
    ? { ...first, stage: 1, faults }
    : { ...second, stage: 2, faults };
}

interface StageJudgement extends Omit<Judgement, "stage" | "faults"> {
  /** Everything that the closes in force named. */
  readonly named: ReadonlySet<OpId>;
}

interface Given {
  readonly votes: ReadonlyMap<OpId, Vote>;
  readonly faults: Map<OpId, CloseFault>;
  readonly blocked: StageJudgement | null;
}

function judgeStage(opened: Opened, closings: readonly Closing[], given: Given): StageJudgement {
  const held = heldCloses(opened, closings, given);
  const corrected = new Set(held.flatMap(({ closing }) => closing.amends));
  const correctedSets = new Set(
    held.filter(({ closing }) => corrected.has(closing.id)).map(({ closing }) => setKey(closing)),
  );
  // Stewards close together: what corrects one of their closes corrects them all.
  const heads = held
    .filter(({ closing }) => !correctedSets.has(setKey(closing)))
    .sort((a, b) => a.closing.time - b.closing.time || (a.closing.id < b.closing.id ? -1 : 1));
  const named = new Set(heads.flatMap(({ closing }) => [...closing.ballots]));
  const [head] = heads;
  const nothing = { winner: null, tally: null, close: null, named };
  if (head === undefined) return { status: "open", ...nothing };
  const answer = ({ tally: { outcome, winner } }: Held) => `${outcome} ${winner}`;
  const agree = heads.every((other) => answer(other) === answer(head));
  const passedOtherwise = held.some(
    (other) => other.tally.outcome === "passed" && answer(other) !== answer(head),
  );
  if (!agree || passedOtherwise) return { status: "contested", ...nothing };
  const { outcome, winner } = head.tally;
  const { id, time } = head.closing;
  return { status: outcome, winner, tally: head.tally, close: { id, time }, named };
}

function heldCloses(opened: Opened, closings: readonly Closing[], given: Given): Held[] {
  const found = new Map<OpId, Held | CloseFault>();
  const byId = new Map(closings.map((closing) => [closing.id, closing]));
  // What is corrected comes first: only a close that holds can be corrected. Ids are hashes, so
  // corrections make no circle.
  const look = (closing: Closing): Held | CloseFault => {
    const known = found.get(closing.id);
    if (known !== undefined) return known;
    const amended = closing.amends.flatMap((id) => byId.get(id) ?? []).map(look);
    const held = amended.filter((before) => typeof before !== "string");
    const result = hold(opened, closing, held, given);
    found.set(closing.id, result);
    return result;
  };
  const held: Held[] = [];
  for (const closing of byId.values()) {
    const result = look(closing);
    if (typeof result === "string") given.faults.set(closing.id, result);
    else held.push(result);
  }
  return withEnoughStewards(opened, held, given.faults);
}

/** A single steward says nothing: as many as it takes must say the same. */
function withEnoughStewards(
  { stewardThreshold }: Opened,
  held: readonly Held[],
  faults: Map<OpId, CloseFault>,
): Held[] {
  const together = new Map<string, Set<MemberId>>();
  for (const { closing } of held) {
    if (!("steward" in closing.by)) continue;
    const key = setKey(closing);
    together.set(key, (together.get(key) ?? new Set()).add(closing.by.steward));
  }
  return held.filter(({ closing }) => {
    if ("box" in closing.by) return true;
    const enough = (together.get(setKey(closing))?.size ?? 0) >= stewardThreshold;
    if (!enough) faults.set(closing.id, "needs-stewards");
    return enough;
  });
}

/** The close with what its set says, or why it does not hold. */
function hold(
  opened: Opened,
  closing: Closing,
  amended: readonly Held[],
  { votes, blocked }: Given,
): Held | CloseFault {
  const { question } = opened;
  const rank = rankOf(opened, closing);
  if (rank === null) return "unknown-closer";
  const { ballots } = closing;
  if (ballots === null || [...ballots].some((id) => !votes.has(id))) return "set-unknown";
  const before = blocked?.named ?? null;
  const kept = [...amended.map((other) => other.closing.ballots), ...(before ? [before] : [])];
  if (kept.some((set) => !set.isSubsetOf(ballots))) return "drops-ballots";
  const select = (ids: Iterable<OpId>) => [...ids].map((id) => votes.get(id) as Vote);
  const counted =
    before === null
      ? tally(question, select(ballots))
      : tally(question, select(before), select(ballots.difference(before)));
  const { outcome, winner } = counted;
  const isTrue =
    outcome === closing.outcome && winner === closing.winner && sameCounts(counted, closing);
  if (!isTrue) return "wrong-result";
  if (!isTime(opened, closing, rank, { counted, blocked, amended })) return "too-early";
  return { closing: { ...closing, ballots }, tally: counted };
}

function isTime(
  { question }: Opened,
  closing: Closing,
  rank: number,
  given: {
    counted: Tally;
    blocked: StageJudgement | null;
    amended: readonly Held[];
  },
): boolean {
  const { counted, blocked, amended } = given;
  // A correction may come as soon as what it corrects.
  if (amended.some((other) => closing.time >= other.closing.time)) return true;
  if (blocked !== null) {
    const isResolved = counted.blocks.length === 0;
    const blockedAt = blocked.close?.time ?? 0;
    return isResolved || closing.time >= mediationEnds(question.rules, blockedAt, rank);
  }
  return haveAllVoted(question, counted) || closing.time >= closableFrom(question.rules, rank);
}

function rankOf({ closers, stewards }: Opened, { by }: Closing): number | null {
  if ("steward" in by) return stewards.includes(by.steward) ? closers.length : null;
  const rank = closers.indexOf(by.box);
  return rank === -1 ? null : rank;
}

/** Counts are as long as they have to be; what is beyond is nobody. */
function sameCounts({ counts }: Tally, said: Pick<Closing, "counts">): boolean {
  return counts.every((people, choice) => people === (said.counts[choice] ?? 0));
}

function setKey({ stage, ballots, by }: Closing): string {
  const author = "box" in by ? `box ${by.box}` : "stewards";
  return `${stage} ${author} ${[...(ballots ?? [])].sort().join()}`;
}
