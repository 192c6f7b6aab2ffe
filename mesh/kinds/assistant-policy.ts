/** How a community wants its assistant to behave: one record, decided whole, in words of its own. */
import { langCharsMax, languagesMax } from "./membership.ts";
import { bool, type Infer, list, oneOf, record, text } from "./schema.ts";

const topicsMax = 20;
const topicWordsMax = 24;
const sayCharsMax = 600;

/** Something people ask about, and the words by which a question about it is known. */
const topic = {
  topic: text(80, 1),
  /** Besides the topic's name; each may be several words that stand together. */
  words: list(text(40, 1), topicWordsMax),
  /** What the assistant says instead of an answer of its own. */
  say: text(sayCharsMax),
};

export const answerStyles = ["brief", "balanced", "thorough"] as const;
export const formalities = ["casual", "neutral", "formal"] as const;

export const assistantPolicySchema = record({
  /** Whether guests may ask it, too. */
  guests: bool(),
  /** Who it is; empty: nobody in particular. */
  personality: text(600),
  style: oneOf(answerStyles),
  formality: oneOf(formalities),
  /** It writes in one of these; empty: in the language of the question. */
  languages: list(text(langCharsMax, 1), languagesMax),
  /** Whether the community's own vocabulary explains words of a question to the model. */
  houseTerms: bool(),
  /** What it leaves to people altogether. */
  offLimits: list(record(topic), topicsMax),
  /** What it must not do, a sentence each. */
  boundaries: list(text(200, 1), topicsMax),
  /** Topics with a custom: whom to ask first. */
  protocols: list(
    record({
      ...topic,
      /** "One of the elders", "Teo, in person". */
      ask: text(120, 1),
      /** Whether it answers as well, after saying so. */
      answers: bool(),
    }),
    topicsMax,
  ),
});

export type AssistantPolicy = Infer<typeof assistantPolicySchema>;

/** Before a community decided anything about it. */
export const baseAssistantPolicy: AssistantPolicy = {
  guests: true,
  personality: "",
  style: "balanced",
  formality: "neutral",
  languages: [],
  houseTerms: true,
  offLimits: [],
  boundaries: [],
  protocols: [],
};
