/** Votes on paper: what somebody said, without keys. */
import { choices, type DecisionModel, type FrozenRules } from "../../mesh/kinds/index.ts";
import { type MemberId, type OpId, toMemberId, toOpId } from "../../mesh/op/index.ts";
import {
  defaultGovernance,
  freezeRules,
  type Question,
  type Vote,
} from "../../mesh/rules/index.ts";

export const opened = 1_795_000_000;
export const version = idOf(0xabc);

/** An operation id for a number. */
export function idOf(number: number): OpId {
  return toOpId(number.toString(16).padStart(32, "0"));
}

/** The member of this number on a roll. */
export function person(number: number): MemberId {
  return toMemberId((0x1000 + number).toString(16).padStart(32, "e"));
}

/** The rules of a model in a community with quorum 60 %, approval 75 % and a veto. */
export function rulesOf(model: DecisionModel, given: Partial<FrozenRules> = {}): FrozenRules {
  const decision = {
    quorumPermille: 600,
    approvalPermille: 750,
    discussionHours: 72,
    votingHours: 48,
    graceHours: 24,
    veto: true,
  };
  const options = model === "poll" || model === "ranked" ? 3 : 0;
  const times = { discussionEnds: opened + 100, votingEnds: opened + 200 };
  const settings = { decision, governance: defaultGovernance };
  return { ...freezeRules(settings, { model, hidden: false, options }, times), ...given };
}

export function questionOf(
  model: DecisionModel,
  roll: number,
  given: Partial<FrozenRules> & { about?: readonly MemberId[]; topic?: string } = {},
): Question {
  const { about = [], topic = "", ...rules } = given;
  const people = Array.from({ length: roll }, (_, number) => person(number));
  return { version, rules: rulesOf(model, rules), topic, about, roll: new Set(people) };
}

let last = 0x10_0000;

export function ballot(
  voter: number,
  choice: number,
  given: Partial<Extract<Vote, { kind: "ballot" }>> = {},
): Vote {
  last += 1;
  const reason = choice === choices.block ? idOf(0xdead) : null;
  return {
    id: idOf(last),
    member: person(voter),
    kind: "ballot",
    version,
    choice,
    revision: 0,
    reason,
    ranking: [],
    ...given,
  };
}

/** So many ballots of each choice, by people from the first one on. */
export function ballots(said: Partial<Record<keyof typeof choices, number>>): Vote[] {
  const all = Object.entries(said).flatMap(([word, people]) =>
    Array<number>(people).fill(choices[word as keyof typeof choices]),
  );
  return all.map((choice, voter) => ballot(voter, choice));
}

export function delegation(
  from: number,
  to: number | null,
  given: { topic?: string; revision?: number } = {},
): Vote {
  last += 1;
  const { topic = "", revision = 0 } = given;
  const delegate = to === null ? null : person(to);
  return {
    id: idOf(last),
    member: person(from),
    kind: "delegation",
    topic,
    to: delegate,
    revision,
  };
}

export function attestation(
  author: number,
  given: Partial<Extract<Vote, { kind: "attestation" }>>,
): Vote {
  last += 1;
  return {
    id: idOf(last),
    member: person(author),
    kind: "attestation",
    version,
    form: "paper",
    entries: [],
    present: [],
    counts: [],
    replaces: null,
    ...given,
  };
}

export function witness(by: number, attested: Vote): Vote {
  last += 1;
  return { id: idOf(last), member: person(by), kind: "witness", attestation: attested.id };
}
