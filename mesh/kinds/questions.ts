import { audience } from "./audience.ts";
import { authors } from "./authors.ts";
import type { BodyOf, Kind } from "./kind.ts";
import { langCharsMax } from "./membership.ts";
import { oneOf, opId, optional, record, text, uint } from "./schema.ts";

export const questionCharsMax = 2_000;
export const answerCharsMax = 16_000;

/** Asks the community, where the box had no answer. */
export const question = {
  number: 40,
  name: "question",
  lasting: false,
  authors: authors.question,
  schema: record({
    text: text(questionCharsMax, 1),
    lang: text(langCharsMax, 1),
    audience: audience(),
  }),
} satisfies Kind<unknown>;

export const answer = {
  number: 41,
  name: "answer",
  lasting: false,
  authors: authors.answer,
  schema: record({
    question: opId(),
    text: text(answerCharsMax, 1),
    /** The item it became. */
    item: optional(opId()),
  }),
} satisfies Kind<unknown>;

export const questionClose = {
  number: 42,
  name: "question.close",
  lasting: true,
  authors: authors.questionClose,
  schema: record({
    question: opId(),
    /** The answer that helped. */
    accepted: optional(opId()),
  }),
} satisfies Kind<unknown>;

/** Which passage helped. Names the version and the passage, never the question. */
export const feedback = {
  number: 43,
  name: "feedback",
  lasting: true,
  authors: authors.feedback,
  schema: record({
    /** The operation of the item version. */
    target: opId(),
    verdict: oneOf(["up", "down"]),
    /** Number of the passage within that version, from 0. */
    passage: uint(10_000),
  }),
} satisfies Kind<unknown>;

export type QuestionBody = BodyOf<typeof question>;
export type AnswerBody = BodyOf<typeof answer>;
export type FeedbackBody = BodyOf<typeof feedback>;
