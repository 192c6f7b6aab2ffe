import { choices, choicesMax, hasOptions, optionChoice } from "../kinds/index.ts";
import type { MemberId, OpId } from "../op/index.ts";
import { type Attested, attestedVoices } from "./attested.ts";
import { delegatedVoices } from "./delegation.ts";
import { quorumHeads } from "./frozen-rules.ts";
import { ownVoices, type Voice } from "./own-voices.ts";
import { type Ranking, rankedChoice } from "./ranked-choice.ts";
import type { Question, VoidReason, Vote } from "./votes.ts";

export type Outcome = "passed" | "not_passed" | "blocked";

/** What came out, and everything it came from. */
export interface Tally {
  readonly outcome: Outcome;
  /** Why it did not simply pass. */
  readonly reason:
    | "quorum"
    | "threshold"
    | "nobody-in-favour"
    | "block"
    | "block-stays"
    | "tie"
    | null;
  /** How many could have taken part, how many did, how many had to. */
  readonly roll: number;
  readonly counted: number;
  readonly quorumHeads: number;
  /** People by choice number. */
  readonly counts: readonly number[];
  /** Yes and agreement with reservations, of all yes, no and block. */
  readonly yes: number;
  readonly deciding: number;
  /** Null while nobody said yes, no or block. */
  readonly approvalPermille: number | null;
  /** People by how their vote came about. */
  readonly by: Readonly<Record<Voice["by"], number>>;
  readonly blocks: readonly { member: MemberId; ballot: OpId; reason: OpId }[];
  readonly voices: ReadonlyMap<MemberId, Voice>;
  /** What was said and does not count, or not all of it (an attestation that names a stranger). */
  readonly void: readonly { id: OpId; why: VoidReason }[];
  /** The option that won a poll or a ranked choice. */
  readonly winner: number | null;
  /** First places by option in each round of a ranked choice. */
  readonly rounds: readonly (readonly number[])[];
}

/**
 * What came out of these votes: the same for whoever counts them, in whichever order, however often
 * they arrived. `after`: what blockers said during mediation; given, the tally is the second one,
 * in which a block that stays has its frozen consequence.
 */
export function tally(question: Question, votes: Iterable<Vote>, after?: Iterable<Vote>): Tally {
  const known = [...votes];
  const first = count(question, known);
  if (after === undefined) return first;
  const blockers = new Set(first.blocks.map(({ member }) => member));
  const ids = new Set(known.map(({ id }) => id));
  const late = distinct(after).filter(({ id }) => !ids.has(id));
  const mayStill = (vote: Vote) => vote.kind === "ballot" && blockers.has(vote.member);
  const second = count(question, [...known, ...late.filter(mayStill)]);
  const refused = late.filter((vote) => !mayStill(vote));
  return {
    ...second,
    ...(second.outcome === "blocked" ? blockThatStays(question, second) : {}),
    void: [...second.void, ...refused.map(({ id }) => ({ id, why: "not-a-blocker" as const }))],
  };
}

function distinct(votes: Iterable<Vote>): Vote[] {
  const byId = new Map<OpId, Vote>();
  for (const vote of votes) byId.set(vote.id, vote);
  return [...byId.values()];
}

/** `votes` may hold the same one twice: whoever counts them says it once. */
function count(question: Question, votes: readonly Vote[]): Tally {
  const reasons = new Map<OpId, VoidReason>();
  // The first reason that is found stands: they are looked for in a fixed order.
  const discard = (id: OpId, why: VoidReason) => void (reasons.has(id) || reasons.set(id, why));
  const own = ownVoices(question, votes, discard);
  const attested = attestedVoices(question, votes, own.voices, discard);
  const spoken = merged(own.voices, attested.voices);
  const silenced = own.spoiled.union(attested.present);
  const known = { voices: spoken, silenced };
  const delegated = delegatedVoices(question, votes, known, discard);
  const voices = merged(spoken, delegated);
  const sums = sum(question, voices, attested.hands);
  return {
    ...sums,
    ...outcomeOf(question, sums, rankingsOf(voices, attested)),
    voices,
    void: [...reasons].map(([id, why]) => ({ id, why })).sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

function merged(
  voices: ReadonlyMap<MemberId, Voice>,
  more: ReadonlyMap<MemberId, Voice>,
): ReadonlyMap<MemberId, Voice> {
  return more.size === 0 ? voices : new Map([...voices, ...more]);
}

type Sums = Omit<Tally, "outcome" | "reason" | "winner" | "rounds" | "voices" | "void">;

function sum(
  { rules, roll }: Question,
  voices: ReadonlyMap<MemberId, Voice>,
  hands: readonly number[],
): Sums {
  const counts: number[] = Array.from({ length: choicesMax }, (_, choice) => hands[choice] ?? 0);
  const counted = voices.size + hands.reduce((total, n) => total + n, 0);
  const by = { own: 0, paper: 0, hands: counted - voices.size, proxy: 0, delegation: 0 };
  const blocks: { member: MemberId; ballot: OpId; reason: OpId }[] = [];
  for (const [member, voice] of voices) {
    counts[voice.choice] = (counts[voice.choice] ?? 0) + 1;
    by[voice.by] += 1;
    if (voice.reason !== null) {
      blocks.push({ member, ballot: voice.source, reason: voice.reason });
    }
  }
  blocks.sort((a, b) => (a.member < b.member ? -1 : 1));
  const of = (choice: number) => counts[choice] ?? 0;
  const yes = of(choices.yes) + of(choices.reservations);
  const deciding = yes + of(choices.no) + of(choices.block);
  return {
    roll: roll.size,
    counted,
    quorumHeads: quorumHeads(rules, roll.size),
    counts,
    yes,
    deciding,
    approvalPermille: deciding === 0 ? null : Math.floor((yes * 1_000) / deciding),
    by,
    blocks,
  };
}

type Result = Pick<Tally, "outcome" | "reason" | "winner" | "rounds">;

const passed: Result = { outcome: "passed", reason: null, winner: null, rounds: [] };

function not(reason: Tally["reason"], rest: Partial<Result> = {}): Result {
  return { outcome: "not_passed", reason, winner: null, rounds: [], ...rest };
}

function outcomeOf(
  { rules }: Question,
  { counted, quorumHeads: heads, counts, yes, deciding, blocks }: Sums,
  rankings: readonly Ranking[],
): Result {
  const { model, approvalPermille, strict, options } = rules;
  if (counted < heads) return not("quorum");
  if (hasOptions(model)) {
    const firsts = counts.slice(optionChoice, optionChoice + options);
    if (firsts.every((people) => people === 0)) return not("nobody-in-favour");
    const result =
      model === "ranked"
        ? rankedChoice(rankings, options)
        : { winner: onlyHighest(firsts), rounds: [] };
    return result.winner === null ? not("tie", result) : { ...passed, ...result };
  }
  // Advice was heard, whatever it was.
  if (model === "advice") return counted === 0 ? not("nobody-in-favour") : passed;
  if (blocks.length > 0) return { ...passed, outcome: "blocked", reason: "block" };
  if (yes === 0) return not("nobody-in-favour");
  return reaches(yes, deciding, approvalPermille, strict) ? passed : not("threshold");
}

function blockThatStays({ rules }: Question, { yes, deciding }: Tally): Result {
  const overrides =
    rules.blockStays === "override" &&
    yes > 0 &&
    reaches(yes, deciding, rules.overridePermille, false);
  return overrides ? { ...passed, reason: "block-stays" } : not("block-stays");
}

/** In whole numbers: 75 % of 4 is 3, whatever a fraction would make of it. */
function reaches(yes: number, deciding: number, permille: number, strict: boolean): boolean {
  const [reached, needed] = [yes * 1_000, deciding * permille];
  return strict ? reached > needed : reached >= needed;
}

function onlyHighest(people: readonly number[]): number | null {
  const most = Math.max(...people);
  const winners = people.flatMap((n, option) => (n === most ? [option] : []));
  return winners.length === 1 ? (winners[0] as number) : null;
}

function rankingsOf(voices: ReadonlyMap<MemberId, Voice>, { hands }: Attested): Ranking[] {
  const rankings: Ranking[] = [];
  for (const { choice, ranking } of voices.values()) {
    if (choice < optionChoice) continue;
    const options = ranking.length > 0 ? ranking : [choice - optionChoice];
    rankings.push({ options, people: 1 });
  }
  for (const [choice, people] of hands.entries()) {
    if (choice >= optionChoice && people > 0) {
      rankings.push({ options: [choice - optionChoice], people });
    }
  }
  return rankings;
}
