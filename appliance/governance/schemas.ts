/** The shapes of decisions over HTTP, for the API document and its readers. */
import { t } from "elysia";
import { attachmentSchema } from "../attachments/index.ts";
import { memberIdSchema, nullable, opIdSchema, secondsSchema } from "../members/index.ts";

const word = (words: readonly string[]) => t.Union(words.map((each) => t.Literal(each)));
const statuses = [
  "draft",
  "discussion",
  "voting",
  "closing",
  "passed",
  "not_passed",
  "blocked",
  "contested",
  "implemented",
  "withdrawn",
  "revisited",
];
const sources = ["own", "paper", "hands", "proxy", "delegation"];
const outcome = nullable(word(["passed", "not_passed", "blocked", "contested"]));
const choice = t.Integer({
  description: "1 yes, 2 reservations, 3 no, 4 abstain, 5 stand aside, 6 block, 16 + i option i",
});

const proposalRow = {
  thread: opIdSchema,
  version: opIdSchema,
  title: t.String({ description: "Empty once erased" }),
  summary: t.String(),
  author: memberIdSchema,
  model: t.String(),
  topic: t.String(),
  status: word(statuses),
  stage: t.Integer(),
  created: secondsSchema,
  discussionEnds: nullable(secondsSchema),
  votingEnds: nullable(secondsSchema),
  closesAt: nullable(secondsSchema),
  roll: t.Integer({ description: "How many may vote" }),
  onRoll: t.Boolean(),
  counted: t.Integer({ description: "How many have voted" }),
  quorumHeads: t.Integer({ description: "How many have to" }),
  mine: nullable(
    t.Object({
      choice,
      revision: nullable(t.Integer()),
      by: word(sources),
      ballot: opIdSchema,
      via: nullable(memberIdSchema),
    }),
  ),
  void: t.Boolean({ description: "What you said does not count: say it again" }),
  needs: nullable(word(["vote", "again", "mediate", "review"])),
  outcome,
  winner: nullable(t.Integer()),
  closedAt: nullable(secondsSchema),
  effects: t.Integer(),
  hidden: t.Boolean(),
  reviewAt: nullable(secondsSchema),
};

export const proposalRowSchema = t.Object(proposalRow);

export const needsSchema = t.Object({
  vote: t.Integer(),
  discuss: t.Integer(),
  block: t.Integer(),
  review: t.Integer(),
});

export const factSchema = t.Object({
  fact: t.String(),
  member: t.Optional(memberIdSchema),
  device: t.Optional(t.String()),
  before: t.Unknown(),
  after: t.Unknown(),
});

const textSchema = nullable(
  t.Object({
    title: t.String(),
    summary: t.String(),
    body: t.String({ description: "Markdown" }),
    lang: t.String(),
    options: t.Array(t.String()),
    items: t.Array(opIdSchema),
    rationale: t.String(),
    attachments: t.Array(attachmentSchema),
  }),
  { description: "Null once erased" },
);

const tallySchema = nullable(
  t.Object({
    outcome: word(["passed", "not_passed", "blocked"]),
    reason: nullable(t.String()),
    roll: t.Integer(),
    counted: t.Integer(),
    quorumHeads: t.Integer(),
    counts: t.Array(t.Integer(), { description: "People by choice number" }),
    yes: t.Integer(),
    deciding: t.Integer({ description: "Yes, no and block together" }),
    approvalPermille: nullable(t.Integer()),
    blocks: t.Integer(),
    own: t.Integer(),
    attested: t.Object({ paper: t.Integer(), hands: t.Integer(), proxy: t.Integer() }),
    delegated: t.Integer(),
    voices: t.Array(
      t.Object({
        member: memberIdSchema,
        choice,
        ranking: t.Array(t.Integer()),
        by: word(sources),
        ballot: opIdSchema,
        via: nullable(memberIdSchema),
      }),
    ),
    void: t.Array(t.Object({ id: opIdSchema, why: t.String(), member: nullable(memberIdSchema) })),
    winner: nullable(t.Integer()),
    rounds: t.Array(t.Array(t.Integer())),
    final: t.Boolean({ description: "Of a close that holds, and not as it stands" }),
  }),
  { description: "Null before there is a vote, and while results are hidden" },
);

const path = nullable(word(["talk", "mediator", "meeting", "restorative"]));
const effectState = t.Object({
  effect: t.String(),
  params: t.String({ description: "CBOR of the effect's parameters, base64url" }),
  facts: t.Array(factSchema),
  refusal: nullable(t.String({ description: "Why it cannot happen, or could not; a code" })),
  state: word(["planned", "applied", "failed"]),
  at: nullable(secondsSchema),
});

export const proposalDetailSchema = t.Object({
  ...proposalRow,
  opening: nullable(opIdSchema),
  rollMembers: t.Array(memberIdSchema),
  rollVoted: t.Optional(t.Array(memberIdSchema)),
  text: textSchema,
  rules: t.Unknown({ description: "Frozen when it was opened; shares in permille" }),
  about: t.Array(memberIdSchema),
  tally: tallySchema,
  blocks: t.Array(
    t.Object({
      member: memberIdSchema,
      ballot: opIdSchema,
      reason: nullable(t.String()),
      path,
    }),
  ),
  reasons: t.Array(
    t.Object({ member: memberIdSchema, choice, text: t.String(), path, at: secondsSchema }),
  ),
  attestations: t.Array(
    t.Object({
      id: opIdSchema,
      form: word(["paper", "hands", "proxy"]),
      author: memberIdSchema,
      entries: t.Array(t.Object({ member: memberIdSchema, choice })),
      present: t.Array(memberIdSchema),
      counts: t.Array(t.Integer()),
      replaces: nullable(opIdSchema),
      witnesses: t.Array(memberIdSchema),
      at: secondsSchema,
      counted: t.Boolean(),
      why: nullable(t.String()),
    }),
  ),
  mediation: t.Array(
    t.Object({
      path: t.String(),
      agreed: t.Array(memberIdSchema),
      since: secondsSchema,
      done: t.Boolean(),
    }),
  ),
  effects: t.Array(effectState),
  versions: t.Array(
    t.Object({
      version: opIdSchema,
      at: secondsSchema,
      author: memberIdSchema,
      published: t.Boolean(),
      title: t.String(),
      ballotsVoided: t.Integer(),
    }),
  ),
  comments: t.Array(
    t.Object({
      id: opIdSchema,
      parent: nullable(opIdSchema),
      member: memberIdSchema,
      at: secondsSchema,
      text: nullable(t.String(), { description: "Null once erased" }),
    }),
  ),
  stewards: nullable(
    t.Object(
      { people: t.Array(memberIdSchema), needed: t.Integer(), from: secondsSchema },
      { description: "Who closes it together from when on, if no box has; null once it is closed" },
    ),
  ),
  closes: t.Array(
    t.Object({
      id: opIdSchema,
      at: secondsSchema,
      box: nullable(t.String()),
      steward: nullable(memberIdSchema),
      stage: t.Integer(),
      outcome: t.String(),
      amends: t.Array(opIdSchema),
      votes: t.Integer(),
      lawful: t.Boolean(),
      why: nullable(t.String()),
    }),
  ),
  notes: t.Array(
    t.Object({ id: opIdSchema, member: memberIdSchema, at: secondsSchema, text: t.String() }),
  ),
  revisits: nullable(opIdSchema),
  revisitedBy: nullable(opIdSchema),
});

export const versionSchema = t.Object({
  version: opIdSchema,
  at: secondsSchema,
  author: memberIdSchema,
  published: t.Boolean(),
  title: t.String(),
  ballotsVoided: t.Integer(),
  model: t.String(),
  topic: t.String(),
  options: t.Integer(),
  about: t.Array(memberIdSchema),
  hidden: t.Boolean(),
  reviewAt: nullable(secondsSchema),
  text: textSchema,
  effects: t.Array(t.Object({ effect: t.String(), params: t.String(), known: t.Boolean() })),
});

export const rulesSchema = t.Object({
  decision: t.Unknown({ description: "Shares in permille, hours, veto" }),
  governance: t.Unknown({ description: "Default model, who proposes, delegation, mediation" }),
  members: t.Integer({ description: "Heads on a roll opened now" }),
  models: t.Array(
    t.Object({
      model: t.String(),
      quorumHeads: t.Integer(),
      approvalPermille: t.Integer(),
      strict: t.Boolean(),
      veto: t.Boolean(),
      blockStays: t.String(),
      effects: t.Boolean({ description: "Whether it may carry effects" }),
    }),
  ),
  mayPropose: t.Boolean(),
});

export const previewSchema = t.Object({
  effects: t.Array(
    t.Object({
      effect: t.String(),
      facts: t.Array(factSchema),
      refusal: nullable(t.String()),
    }),
  ),
  about: t.Array(memberIdSchema),
});

export const delegationsSchema = t.Object({
  mine: t.Array(
    t.Object({
      topic: t.String(),
      to: nullable(memberIdSchema),
      revision: t.Integer(),
      at: secondsSchema,
    }),
  ),
  toMe: t.Array(t.Object({ topic: t.String(), member: memberIdSchema, at: secondsSchema })),
});
