/** The community's settings, and what is asked to change of them, as the API describes them. */
import { t } from "elysia";
import { roles } from "../../mesh/kinds/index.ts";
import {
  base64Url,
  deviceIdSchema,
  memberIdSchema,
  nullable,
  opIdSchema,
  secondsSchema,
} from "./http-values.ts";

const texts = t.Array(t.String());

function oneOf<const Word extends string>(words: readonly Word[]) {
  return t.Union(words.map((word) => t.Literal(word)));
}

const decisionSchema = t.Object({
  quorumPermille: t.Integer({ description: "Of the roll, how many must take part" }),
  approvalPermille: t.Integer({ description: "Of yes, no and block, how many must say yes" }),
  discussionHours: t.Integer(),
  votingHours: t.Integer(),
  graceHours: t.Integer({ description: "After voting ends, for ballots still under way" }),
  veto: t.Boolean({ description: "Whether a member may block" }),
});

const governanceSchema = t.Object(
  {
    model: t.String({
      description: "The model a new proposal starts with: consent, majority, ranked",
    }),
    early: t.Boolean({ description: "Whether a vote ends once nothing can change it" }),
    delegationHops: t.Integer(),
    attested: t.Array(t.String(), { description: "Other ways to take part: paper, hands, proxy" }),
    proposers: oneOf(["members", "stewards"]),
    mediationHours: t.Integer(),
    takeoverHours: t.Integer({ description: "After them the next box may close a vote" }),
    blockStays: oneOf(["fails", "override"]),
    overridePermille: t.Integer({ description: "Who agree, for a block to be overridden" }),
    termDays: t.Integer(),
    rolePeopleMin: t.Integer(),
  },
  { description: "How the community decides, beyond its founding rules" },
);

const topic = {
  topic: t.String(),
  words: t.Array(t.String(), { description: "Also known by these" }),
  say: t.String({ description: "What the assistant says instead of an answer of its own" }),
};

const policySchema = t.Object(
  {
    version: t.Integer({ description: "Counts up from 1 with each decision about it" }),
    guests: t.Boolean({ description: "Whether guests may ask, too" }),
    personality: t.String(),
    style: oneOf(["brief", "balanced", "thorough"]),
    formality: oneOf(["casual", "neutral", "formal"]),
    languages: t.Array(t.String(), { description: "Empty: in the language of the question" }),
    houseTerms: t.Boolean({ description: "Whether the community's vocabulary explains words" }),
    offLimits: t.Array(t.Object(topic), { description: "What it leaves to people altogether" }),
    boundaries: t.Array(t.String(), { description: "What it must not do, a sentence each" }),
    protocols: t.Array(
      t.Object({
        ...topic,
        ask: t.String({ description: "Whom to ask first" }),
        answers: t.Boolean({ description: "Whether it answers as well" }),
      }),
    ),
  },
  { description: "How the assistant behaves" },
);

const settingsSchema = t.Object({
  name: t.String(),
  languages: t.Array(t.String(), { description: "BCP 47, the community's first one first" }),
  values: texts,
  purpose: t.String(),
  decision: decisionSchema,
  governance: governanceSchema,
  reviewFirst: t.Boolean({ description: "Whether moderators see items before others do" }),
  categories: texts,
  policy: policySchema,
});

const factValueSchema = nullable(t.Union([t.String(), t.Number(), t.Boolean(), texts]));

const factSchema = t.Object({
  fact: t.String({ description: "Stable, for programs: name, role, quorumPermille" }),
  member: t.Optional(memberIdSchema),
  device: t.Optional(deviceIdSchema),
  before: nullable(factValueSchema, { description: "Null: it is new" }),
  after: nullable(factValueSchema, { description: "Null: it is gone" }),
});

export const gateSchema = t.Object({
  approvalsNeeded: t.Integer(),
  stewards: t.Array(memberIdSchema),
  root: nullable(
    t.Object({
      version: t.Integer(),
      document: base64Url(4_096, "The root document in force"),
    }),
  ),
  mandate: nullable(
    t.Object({
      decision: opIdSchema,
      stewards: t.Array(memberIdSchema),
      threshold: t.Integer(),
    }),
    { description: "Stewards that were decided and that no root document names yet" },
  ),
  settings: nullable(settingsSchema, { description: "Null until a community is founded" }),
  groups: t.Array(t.Object({ name: t.String(), members: t.Array(memberIdSchema) })),
  requests: t.Array(
    t.Object({
      id: opIdSchema,
      effect: t.String(),
      facts: t.Array(factSchema),
      author: memberIdSchema,
      requested: secondsSchema,
      closed: nullable(secondsSchema),
      approvals: t.Array(memberIdSchema),
      expires: secondsSchema,
      state: oneOf(["open", "expired", "applied", "cancelled", "failed"]),
      reason: nullable(t.String(), { description: "Why it failed; a code" }),
      document: nullable(base64Url(4_096, "Next root document, to be signed")),
      params: nullable(base64Url(6_000, "Of an expired one: to ask it again")),
    }),
  ),
});

const roleSchema = oneOf(roles);

const authorsSchema = t.Union([
  t.Literal("anyone-enrolled", { description: "Any device that was enrolled and not revoked" }),
  t.Literal("introduces", { description: "Introduces the key it is signed with" }),
  t.Literal("box", { description: "A box of the community" }),
  t.Object({
    any: t.Array(roleSchema, { description: "Members with one of these roles" }),
    own: t.Optional(
      t.Array(roleSchema, { description: "These, about what they authored themselves" }),
    ),
    box: t.Optional(t.Literal(true, { description: "The community's boxes as well" })),
  }),
]);

export const rolesSchema = t.Object({
  roles: t.Array(roleSchema),
  kinds: t.Array(t.Object({ number: t.Integer(), name: t.String(), authors: authorsSchema })),
});
