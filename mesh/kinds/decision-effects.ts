/** Effects that only a decision can have. */
import { timeMax } from "../op/index.ts";
import { assistantPolicySchema } from "./assistant-policy.ts";
import {
  attestedForms,
  blockOutcomes,
  decisionModels,
  delegationHopsMax,
  hoursMax,
  isUsualTerm,
  termDaysSchema,
} from "./decision-terms.ts";
import type { GateEffect } from "./effects.ts";
import { emergencyHoursMax, emergencyPowers } from "./governance-offices.ts";
import { categoryCharsMax, labelCharsMax } from "./knowledge.ts";
import { stewardsMax } from "./membership.ts";
import {
  bool,
  bytes,
  type Infer,
  list,
  memberId,
  oneOf,
  optional,
  publicKey,
  record,
  recordAndMore,
  text,
  uint,
} from "./schema.ts";

export const partnerNameCharsMax = 60;
const noteCharsMax = 600;
const whatCharsMax = 200;

/** How a community decides, beyond the founding rules. */
export const governanceRulesSchema = record({
  /** The model a new proposal starts with. */
  model: oneOf(decisionModels),
  early: bool(),
  delegationHops: uint(delegationHopsMax),
  attested: list(oneOf(attestedForms), attestedForms.length),
  proposers: oneOf(["members", "stewards"]),
  mediationHours: uint(hoursMax),
  takeoverHours: uint(hoursMax, 1),
  /** For modified consensus. */
  blockStays: oneOf(blockOutcomes),
  overridePermille: uint(1_000),
  termDays: termDaysSchema,
  rolePeopleMin: uint(20),
});

export type GovernanceRules = Infer<typeof governanceRulesSchema>;

const decisionRules = {
  name: "decision.rules",
  schema: governanceRulesSchema,
} satisfies GateEffect<unknown>;

/** Offices that are given for a term. */
export const offices = ["moderator", "facilitator", "mediator", "guardian"] as const;

const roleAppoint = {
  name: "role.appoint",
  schema: record({ member: memberId(), role: oneOf(offices), until: uint(timeMax) }),
} satisfies GateEffect<unknown>;

/**
 * Who shall be stewards, and for how long; their keys sign the root document that puts it in force.
 * When the term is over somebody has to decide anew: no community is left without stewards.
 */
const stewardMandate = {
  name: "steward.mandate",
  schema: recordAndMore(
    {
      stewards: list(memberId(), stewardsMax, 1),
      threshold: uint(stewardsMax, 1),
    },
    "termDays",
    termDaysSchema,
    isUsualTerm,
  ),
} satisfies GateEffect<unknown>;

const emergencyPolicy = {
  name: "emergency.policy",
  schema: record({
    people: list(memberId(), 20),
    /** Whether a second one of them confirms. */
    two: bool(),
    hours: uint(emergencyHoursMax, 1),
    powers: list(oneOf(emergencyPowers), emergencyPowers.length),
  }),
} satisfies GateEffect<unknown>;

/** The whole of it each time: what is not said again no longer holds. */
const assistantPolicy = {
  name: "assistant.policy",
  schema: assistantPolicySchema,
} satisfies GateEffect<unknown>;

/** Of an adapter: 1,000 is as its author made it. More than twice as strong is noise. */
const strengthPermilleMax = 2_000;

const modelDeploy = {
  name: "model.deploy",
  schema: record({
    name: text(80, 1),
    sha256: bytes(32),
    bytes: uint(Number.MAX_SAFE_INTEGER),
    source: text(whatCharsMax),
    strengthPermille: uint(strengthPermilleMax),
  }),
} satisfies GateEffect<unknown>;

/** Back to the model before. */
const modelRollback = { name: "model.rollback", schema: record({}) } satisfies GateEffect<unknown>;

/** What a partner community may be given, of what its authors released. */
const knowledgeShare = {
  name: "knowledge.share",
  schema: record({
    category: text(categoryCharsMax, 1),
    partner: text(partnerNameCharsMax, 1),
    on: bool(),
    exceptLabels: list(text(labelCharsMax, 1), 20),
  }),
} satisfies GateEffect<unknown>;

const partnerAdmit = {
  name: "partner.admit",
  schema: record({
    name: text(partnerNameCharsMax, 1),
    key: publicKey(),
    note: text(noteCharsMax),
  }),
} satisfies GateEffect<unknown>;

const partnerPause = {
  name: "partner.pause",
  schema: record({ key: publicKey(), paused: bool() }),
} satisfies GateEffect<unknown>;

const updateWindow = {
  name: "update.window",
  schema: record({
    /** Bit 0 is Monday. */
    days: uint(127),
    startMinute: uint(1_439),
    minutes: uint(720, 30),
  }),
} satisfies GateEffect<unknown>;

const budgetEntry = {
  name: "budget.entry",
  schema: record({
    what: text(whatCharsMax, 1),
    cents: uint(Number.MAX_SAFE_INTEGER),
    /** ISO 4217, or a community's own. */
    currency: text(3, 3),
    direction: oneOf(["in", "out"]),
    payee: text(100),
  }),
} satisfies GateEffect<unknown>;

const resourceCommit = {
  name: "resource.commit",
  schema: record({
    what: text(whatCharsMax, 1),
    kind: oneOf(["skill", "resource"]),
    member: optional(memberId()),
    hours: uint(hoursMax),
    until: optional(uint(timeMax)),
  }),
} satisfies GateEffect<unknown>;

export const decisionEffects = {
  decisionRules,
  roleAppoint,
  stewardMandate,
  emergencyPolicy,
  assistantPolicy,
  modelDeploy,
  modelRollback,
  knowledgeShare,
  partnerAdmit,
  partnerPause,
  updateWindow,
  budgetEntry,
  resourceCommit,
};
