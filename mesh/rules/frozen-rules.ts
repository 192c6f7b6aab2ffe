import {
  aboutMax,
  type DecisionModel,
  decodeParams,
  effectByName,
  type FrozenRules,
  type GovernanceRules,
  type ProposalBody,
  usualTermDays,
} from "../kinds/index.ts";
import type { MemberId } from "../op/index.ts";
import type { DecisionRules } from "./root-document.ts";

const hour = 3_600;
/** How much more discussion an amended version gets, where there is not as much left. */
const amendmentHours = 24;

/** How a community decides until it decides otherwise, beyond what its founders chose. */
export const defaultGovernance: GovernanceRules = {
  model: "modified",
  early: true,
  delegationHops: 1,
  attested: ["paper", "hands", "proxy"],
  proposers: "members",
  mediationHours: 168,
  takeoverHours: 12,
  blockStays: "override",
  overridePermille: 900,
  termDays: usualTermDays,
  rolePeopleMin: 2,
};

export interface DecisionSettings {
  readonly decision: DecisionRules;
  readonly governance: GovernanceRules;
}

type ModelRules = Pick<
  FrozenRules,
  "quorumPermille" | "approvalPermille" | "strict" | "veto" | "blockStays"
>;

/** Two of three, as near as permille comes. */
const supermajorityPermille = 666;

const modelRules: Record<DecisionModel, (settings: DecisionSettings) => Partial<ModelRules>> = {
  // Any yes will do: what counts is that nobody objects.
  consent: () => ({ approvalPermille: 1, veto: true }),
  consensus: () => ({ approvalPermille: 1_000, veto: true }),
  modified: ({ governance }) => ({ blockStays: governance.blockStays }),
  majority: () => ({ approvalPermille: 500, strict: true, veto: false }),
  supermajority: ({ decision }) => ({
    approvalPermille: Math.max(supermajorityPermille, decision.approvalPermille),
  }),
  advice: () => ({ quorumPermille: 0, approvalPermille: 0, veto: false }),
  poll: () => ({ approvalPermille: 0, veto: false }),
  ranked: () => ({ approvalPermille: 0, veto: false }),
};

/** The rules under which a version is decided, whatever the community decides meanwhile. */
export function freezeRules(
  settings: DecisionSettings,
  proposal: Pick<ProposalBody, "model" | "hidden" | "options">,
  times: Pick<FrozenRules, "discussionEnds" | "votingEnds">,
): FrozenRules {
  const { decision, governance } = settings;
  const { model, hidden, options } = proposal;
  return {
    model,
    quorumPermille: decision.quorumPermille,
    approvalPermille: decision.approvalPermille,
    strict: false,
    veto: decision.veto,
    blockStays: "fails",
    ...modelRules[model](settings),
    overridePermille: Math.max(governance.overridePermille, decision.approvalPermille),
    hidden,
    early: governance.early,
    delegationHops: governance.delegationHops,
    attested: governance.attested,
    options,
    ...times,
    graceHours: decision.graceHours,
    mediationHours: governance.mediationHours,
    takeoverHours: governance.takeoverHours,
  };
}

/**
 * When discussion and voting of a version end that is opened `at`. An amendment leaves what is left
 * of the discussion, or a day to read it; and the whole time to vote.
 */
export function openingTimes(
  { discussionHours, votingHours }: DecisionRules,
  at: number,
  previous: Pick<FrozenRules, "discussionEnds"> | null,
): Pick<FrozenRules, "discussionEnds" | "votingEnds"> {
  const discussionEnds =
    previous === null
      ? at + discussionHours * hour
      : Math.max(previous.discussionEnds, at + Math.min(discussionHours, amendmentHours) * hour);
  return { discussionEnds, votingEnds: discussionEnds + votingHours * hour };
}

/** How many people have to take part. */
export function quorumHeads({ quorumPermille }: FrozenRules, roll: number): number {
  return Math.ceil((roll * quorumPermille) / 1_000);
}

/** Whom a proposal is about: those its author names, and those its effects name. */
export function aboutOf({ about, effects }: Pick<ProposalBody, "about" | "effects">): MemberId[] {
  const named = effects.flatMap(({ effect, params }) => membersNamed(effect, params));
  return [...new Set([...about, ...named])].sort().slice(0, aboutMax);
}

/** The people an effect is about. Nobody for parameters that nobody can read. */
function membersNamed(name: string, params: Uint8Array): MemberId[] {
  const effect = effectByName(name);
  if (effect === null) return [];
  try {
    const { member, stewards, people } = decodeParams(effect, params) as {
      member?: MemberId | null;
      stewards?: MemberId[];
      people?: MemberId[];
    };
    return [...(member ? [member] : []), ...(stewards ?? []), ...(people ?? [])];
  } catch {
    return [];
  }
}
