/** What the box says about proposals (appliance/governance). Ids are hex, times in seconds. */
import type { DecisionModel, FrozenRules, GovernanceRules } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import type { DecisionRules, ProposalStatus } from "../../mesh/rules/index.ts";
import type { AttachedFile } from "../attachments/index.ts";

export const decisionsPath = "/api/decisions";
export const decisionRulesPath = "/api/decisions/rules";
export const delegationsPath = "/api/delegations";

export type Status = ProposalStatus;

/** How people without the app took part, told by others. */
export type AttestedForm = FrozenRules["attested"][number];

export type MediationPath = "talk" | "mediator" | "meeting" | "restorative";

/** How a vote came to be counted. */
export type CameBy = "own" | AttestedForm | "delegation";

/** What a row of the list and a page have in common. */
export interface Proceeding {
  thread: OpId;
  version: OpId;
  /** Empty once its text was erased. */
  title: string;
  summary: string;
  author: MemberId;
  model: DecisionModel;
  topic: string;
  status: Status;
  stage: 1 | 2;
  discussionEnds: number | null;
  votingEnds: number | null;
  /** When a box may close it at the earliest, unless everybody has voted. */
  closesAt: number | null;
  /** How many may vote. */
  roll: number;
  onRoll: boolean;
  counted: number;
  quorumHeads: number;
  mine: { choice: number; revision: number | null; by: CameBy; ballot: OpId } | null;
  /** My ballot does not count: it was cast on an earlier version, or contradicts another one. */
  void: boolean;
  needs: "vote" | "again" | "mediate" | "review" | null;
  outcome: "passed" | "not_passed" | "blocked" | null;
  winner: number | null;
  closedAt: number | null;
  hidden: boolean;
}

/** Whether the box asks how an emergency was handled: nobody proposed it. */
export function isReview({ author, topic }: Pick<Proceeding, "author" | "topic">): boolean {
  return /^0+$/.test(author) && topic.startsWith("review:");
}

export interface ProposalRow extends Proceeding {
  /** How many things it would do. */
  effects: number;
}

/** A decision in the log, told whole. */
export interface LogEntry {
  thread: OpId;
  closedAt: number;
  title: string;
  summary: string;
  rationale: string;
  model: DecisionModel;
  status: Status;
  /** The option that won, in words. */
  winner: string | null;
  author: { id: MemberId; name: string | null };
  roll: number;
  counted: number;
  approvedBy: { id: MemberId; name: string | null }[];
  notes: { at: number; by: { id: MemberId; name: string | null }; text: string }[];
  attachments?: { name: string }[];
}

export interface DecisionLog {
  entries: LogEntry[];
}

export interface ProposalList {
  items: ProposalRow[];
  next: string | null;
  needs: { vote: number; discuss: number; block: number; review: number };
}

export interface ProposalWords {
  title: string;
  summary: string;
  body: string;
  lang: string;
  options: string[];
  items: OpId[];
  rationale: string;
  /** Files; none in copies of what a box said before there were any. */
  attachments?: AttachedFile[];
}

type FactValue = string | number | boolean | readonly string[] | null;

/** One thing that an effect changes: `before` null is new, `after` null is gone. */
export interface Fact {
  fact: string;
  member?: MemberId;
  before: FactValue;
  after: FactValue;
}

export interface PlannedEffect {
  effect: string;
  /** base64url of its parameters, as proposed. */
  params: string;
  facts: Fact[];
  /** Why it could not be applied now, or was not: a code. */
  refusal: string | null;
  state: "planned" | "applied" | "failed";
  at: number | null;
}

export interface TallyView {
  outcome: "passed" | "not_passed" | "blocked";
  reason: string | null;
  roll: number;
  counted: number;
  quorumHeads: number;
  /** People by choice number. */
  counts: number[];
  yes: number;
  deciding: number;
  approvalPermille: number | null;
  own: number;
  attested: Record<AttestedForm, number>;
  delegated: number;
  voices: { member: MemberId; choice: number; by: CameBy; via: MemberId | null }[];
  void: { id: OpId; why: string; member: MemberId | null }[];
  winner: number | null;
  /** First places by option in each round. */
  rounds: number[][];
}

export interface Reasoned {
  member: MemberId;
  choice: number;
  /** Null once erased. */
  text: string | null;
  path: MediationPath | null;
  at: number;
}

export interface AttestationView {
  id: OpId;
  form: AttestedForm;
  author: MemberId;
  entries: { member: MemberId; choice: number }[];
  present: MemberId[];
  counts: number[];
  witnesses: MemberId[];
  counted: boolean;
  why: string | null;
}

export interface CommentView {
  id: OpId;
  parent: OpId | null;
  member: MemberId;
  at: number;
  /** Null once erased. */
  text: string | null;
}

export interface ProposalDetail extends Proceeding {
  text: ProposalWords | null;
  /** Null in a draft. */
  rules: FrozenRules | null;
  opening: OpId | null;
  about: MemberId[];
  rollMembers: MemberId[];
  /** Who has voted; missing while results are hidden. */
  rollVoted?: MemberId[];
  tally: TallyView | null;
  blocks: { member: MemberId; reason: string | null; path: MediationPath | null }[];
  reasons: Reasoned[];
  mediation: { path: MediationPath; agreed: MemberId[]; since: number; done: boolean }[];
  effects: PlannedEffect[];
  versions: { version: OpId; at: number; title: string; ballotsVoided: number }[];
  comments: CommentView[];
  attestations: AttestationView[];
  closes: {
    id: OpId;
    at: number;
    box: string | null;
    steward: MemberId | null;
    outcome: string;
    amends: OpId[];
    lawful: boolean;
    why: string | null;
  }[];
  /** Who closes it together from when on, if no box does; null once it is closed. */
  stewards: { people: MemberId[]; needed: number; from: number } | null;
  notes: { id: OpId; member: MemberId; at: number; text: string | null }[];
  reviewAt: number | null;
  revisits: OpId | null;
  revisitedBy: OpId | null;
}

export interface VersionText {
  text: ProposalWords | null;
  effects: { effect: string; params: string }[];
}

export interface ModelPreview {
  model: DecisionModel;
  /** How many people have to take part, were it opened now. */
  quorumHeads: number;
  approvalPermille: number;
  strict: boolean;
  veto: boolean;
  blockStays: "fails" | "override";
}

export interface DecisionRulesView {
  decision: DecisionRules;
  governance: GovernanceRules;
  /** How many people may vote. */
  members: number;
  models: ModelPreview[];
  mayPropose: boolean;
}
