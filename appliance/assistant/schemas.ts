/** The shapes of asking and of conversations over HTTP, for the API document and its readers. */
import { type TSchema, t } from "elysia";
import { questionCharsMax } from "./asking.ts";

const id = (description: string) => t.String({ pattern: "^[0-9a-f]{32}$", description });
const seconds = t.Integer({ description: "Seconds since 1970" });
const nullable = <S extends TSchema>(schema: S) => t.Union([schema, t.Null()]);
const ranges = t.Array(t.Tuple([t.Integer(), t.Integer()]), {
  description: "[start, end] in UTF-16 units",
});

export const conversationParams = t.Object({ id: id("Conversation") });
export const questionParams = t.Object({ id: id("Question") });
export const cursorSchema = t.String({ pattern: "^\\d{1,16}-[0-9a-f]{32}$" });

export const askSchema = t.Object({
  id: id("Made by the asking device. The same id again is the same question, never a second one"),
  question: t.String({ description: `At most ${questionCharsMax} characters` }),
  conversation: t.Optional(nullable(id("One to go on with, or a new one's id; null: a new one"))),
});

const passageSchema = t.Object({
  n: t.Integer({ description: "The number that sentences cite" }),
  item: id("Item"),
  version: id("Its version"),
  part: t.Integer({ description: "Number of the passage in the version: what feedback names" }),
  title: t.String(),
  text: t.String({ description: "Word for word; empty once it is gone" }),
  start: t.Integer({ description: "Where the text begins in the version's body" }),
  highlights: ranges,
  lang: t.String(),
  category: t.String(),
  form: t.String({ description: "article or term" }),
  author: nullable(t.String({ description: "Whose knowledge it is" })),
  created: seconds,
  validUntil: nullable(seconds),
  state: t.String({ description: "current, expired, superseded, or gone: taken away since" }),
  replacedBy: nullable(id("The item to read instead")),
});

const sentenceSchema = t.Object({
  text: t.String(),
  citations: t.Array(t.Integer()),
  kind: t.String({
    description:
      "quote: copied from the passage it cites; generated: by a model; community: what it decided",
  }),
  start: nullable(t.Integer({ description: "Where a quote stands in its passage's text" })),
  support: t.String({ description: "yes, no, or unchecked: do the passages it cites say so" }),
});

const rulingSchema = t.Object({
  kind: t.String({ description: "off-limits, or ask-first" }),
  topic: t.String(),
  say: t.String({ description: "The community's own words; may be empty" }),
  ask: nullable(t.String({ description: "Whom to ask first" })),
  answers: t.Boolean({ description: "Whether it answers as well" }),
});

const topicFields = { topic: t.String(), words: t.Array(t.String()), say: t.String() };
const policySchema = t.Object({
  version: t.Integer({ description: "Counts up with each decision about it" }),
  guests: t.Boolean({ description: "Whether guests may ask" }),
  personality: t.String(),
  style: t.String({ description: "brief, balanced, thorough" }),
  formality: t.String({ description: "casual, neutral, formal" }),
  languages: t.Array(t.String(), { description: "It writes in these; empty: as it is asked" }),
  houseTerms: t.Boolean({ description: "Whether the community's vocabulary reaches the model" }),
  offLimits: t.Array(t.Object(topicFields)),
  boundaries: t.Array(t.String()),
  protocols: t.Array(t.Object({ ...topicFields, ask: t.String(), answers: t.Boolean() })),
});

export const recordSchema = t.Object({
  id: id("Question"),
  conversation: id("Conversation"),
  question: t.String(),
  language: t.String(),
  outcome: t.String({ description: "answered or unknown" }),
  sentences: t.Array(sentenceSchema),
  quotes: t.Array(sentenceSchema, { description: "What was quoted before a model wrote" }),
  passages: t.Array(passageSchema),
  notices: t.Array(
    t.String({
      description:
        "no-model, unknown, ask-community, only-expired, engine-unavailable, model-unsure, " +
        "stopped, timed-out, off-limits, ask-first",
    }),
  ),
  engine: t.String(),
  model: nullable(t.Object({ name: t.String(), sha256: nullable(t.String()) })),
  policy: t.Object({ version: t.Integer({ description: "The rules it was made under" }) }),
  ruling: nullable(rulingSchema),
  asked: seconds,
  answered: seconds,
  tookMs: t.Integer(),
});

export const summarySchema = t.Object({
  id: id("Conversation"),
  title: t.String(),
  created: seconds,
  updated: seconds,
  turns: t.Integer(),
});

export const conversationSchema = t.Object({
  ...summarySchema.properties,
  turns: t.Array(
    t.Object({
      id: id("Question"),
      question: t.String(),
      asked: seconds,
      state: t.String({ description: "answering, answered, failed, or interrupted: ask again" }),
      record: nullable(recordSchema),
      error: nullable(
        t.Object({ code: t.String(), message: t.String(), hint: nullable(t.String()) }),
      ),
    }),
  ),
});

export const listSchema = t.Object({
  conversations: t.Array(summarySchema),
  next: nullable(cursorSchema),
});

export const hitsSchema = t.Object({
  results: t.Array(
    t.Object({
      conversation: id("Conversation"),
      title: t.String(),
      turn: id("Question"),
      where: t.String({ description: "question or answer" }),
      excerpt: t.String(),
      highlights: ranges,
      asked: seconds,
    }),
  ),
  next: nullable(cursorSchema),
});

export const assistantSchema = t.Object({
  engine: t.String(),
  model: nullable(t.Object({ name: t.String(), sha256: nullable(t.String()) })),
  capabilities: t.Object({ generates: t.Boolean() }),
  state: t.String({ description: "ready, starting, down, or none: no model is deployed" }),
  waiting: t.Integer({ description: "How many wait for the model" }),
  policy: policySchema,
  finding: t.Object({
    state: t.String({ description: "off, embedding, ready, waiting, disk-full, failed" }),
    model: nullable(t.String({ description: "SHA-256 of the model that finds by meaning" })),
    trust: t.Number({ description: "0 to 1: how far it understands what is written here" }),
    done: t.Integer({ description: "Passages it has read" }),
    total: t.Integer(),
  }),
  addModel: nullable(t.String({ description: "no-model: say how a model is added" })),
  limits: t.Object({
    questionCharsMax: t.Integer(),
    turnsMax: t.Integer(),
    conversationsMax: t.Integer(),
  }),
});
