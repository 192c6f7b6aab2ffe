import { timeMax } from "../op/index.ts";
import { blob, bool, bytes, type Infer, list, oneOf, opId, record, uint } from "./schema.ts";

/**
 * What a ballot can say, by the number it travels as. Option `i` of a poll or a ranked choice is
 * `optionChoice + i`, so that a simple ballot, which fits a radio packet, answers every question.
 */
export const choices = {
  yes: 1,
  /** Agrees and wants something noted; counts as yes. */
  reservations: 2,
  no: 3,
  abstain: 4,
  standAside: 5,
  block: 6,
} as const;

/** The choice number of the first option. */
export const optionChoice = 16;
export const optionsMax = 16;
/** Choice numbers are below this; a tally counts by them. */
export const choicesMax = optionChoice + optionsMax;

/** How a question is decided. */
export const decisionModels = [
  "consent",
  "consensus",
  "modified",
  "majority",
  "supermajority",
  "advice",
  "poll",
  "ranked",
] as const;
export type DecisionModel = (typeof decisionModels)[number];

/** Whether the answer is one of several options. */
export function hasOptions(model: DecisionModel): boolean {
  return model === "poll" || model === "ranked";
}

/** Whether the model only finds out what people think, and changes nothing by itself. */
export function onlyAsks(model: DecisionModel): boolean {
  return hasOptions(model) || model === "advice";
}

/** How people without our app take part, attested by others. */
export const attestedForms = ["paper", "hands", "proxy"] as const;

/** What follows from a block that stays after mediation. */
export const blockOutcomes = ["fails", "override"] as const;

/** Ways to talk about a block. */
export const mediationPaths = ["talk", "mediator", "meeting", "restorative"] as const;

export const topicCharsMax = 40;
export const hoursMax = 8_760;
export const delegationHopsMax = 5;

/** How long an office lasts unless a decision says otherwise: half a year. */
export const usualTermDays = 182;
/** Offices go round: nobody is given one for longer than ten years. */
export const termDaysMax = 3_650;
const daySeconds = 86_400;

/** How long an office lasts that is given with these days, or without. */
export const termDaysSchema = uint(termDaysMax, 1);

/** Whether a term is the usual one, which is left out. */
export function isUsualTerm(termDays: number): boolean {
  return termDays === usualTermDays;
}

/** When an office ends that is given at `from`, in seconds since 1970. */
export function termEnds(from: number, { termDays }: { readonly termDays?: number }): number {
  return from + (termDays ?? usualTermDays) * daySeconds;
}

/** Everything a tally needs to know, frozen when discussion opens. Shares are in permille. */
export const frozenRulesSchema = record({
  model: oneOf(decisionModels),
  quorumPermille: uint(1_000),
  approvalPermille: uint(1_000),
  /** More than the approval, instead of at least. */
  strict: bool(),
  veto: bool(),
  blockStays: oneOf(blockOutcomes),
  overridePermille: uint(1_000),
  /** Nobody sees results before the close. */
  hidden: bool(),
  /** Closes as soon as everybody on the roll has voted. */
  early: bool(),
  /** How many times a vote may be handed on; 0: not at all. */
  delegationHops: uint(delegationHopsMax),
  attested: list(oneOf(attestedForms), attestedForms.length),
  /** How many options a poll or a ranked choice has. */
  options: uint(optionsMax),
  /** Seconds since 1970. */
  discussionEnds: uint(timeMax),
  votingEnds: uint(timeMax),
  graceHours: uint(hoursMax),
  mediationHours: uint(hoursMax),
  takeoverHours: uint(hoursMax, 1),
});
export type FrozenRules = Infer<typeof frozenRulesSchema>;

/** Ids of a set that stand in the operation itself; more are in `idList` operations. */
export const idsInlineMax = 300;
export const idsPerPartMax = 500;
const idPartsMax = 16;
export const idBytes = 16;

/** A set of ids by its tree hash; the ids themselves beside it, ascending. */
export const idSetSchema = record({
  /** RFC 6962 tree hash over the 16-byte ids. */
  root: bytes(32),
  count: uint(idsInlineMax + idPartsMax * idsPerPartMax),
  ids: blob(idsInlineMax * idBytes),
  /** The `idList` operations that hold the rest, in order. */
  parts: list(opId(), idPartsMax),
});
export type IdSet = Infer<typeof idSetSchema>;
