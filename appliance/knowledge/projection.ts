import {
  type AnswerBody,
  type BodyOf,
  type FeedbackBody,
  type ItemBody,
  kinds,
  type QuestionBody,
} from "../../mesh/kinds/index.ts";
import type { AppliedOperation, Projection } from "../store/index.ts";
import {
  applyErase,
  applyHide,
  applyItem,
  applyLabel,
  applyReport,
  applyReview,
  eraseItemRows,
} from "./item-projection.ts";
import { itemSchema, itemTables } from "./item-table.ts";
import { moderationSchema, moderationTables } from "./moderation-table.ts";
import {
  applyAnswer,
  applyClose,
  applyFeedback,
  applyQuestion,
  eraseQuestionRows,
} from "./question-projection.ts";
import { questionSchema, questionTables } from "./question-table.ts";
import { searchSchema, searchTables } from "./search/index-table.ts";

type Op<Body> = AppliedOperation<Body>;

/** Items, questions and the search index, computed from the log. */
export const projection: Projection = {
  name: "knowledge",
  version: 3,
  schema: [...itemSchema, ...moderationSchema, ...questionSchema, ...searchSchema],
  tables: [...searchTables, ...questionTables, ...moderationTables, ...itemTables],
  apply: notAhead({
    [kinds.item.number]: (op, tx) => applyItem(op as Op<ItemBody>, tx),
    [kinds.itemLabel.number]: (op, tx) => applyLabel(op as Op<BodyOf<typeof kinds.itemLabel>>, tx),
    [kinds.itemReview.number]: (op, tx) =>
      applyReview(op as Op<BodyOf<typeof kinds.itemReview>>, tx),
    [kinds.itemReport.number]: (op, tx) =>
      applyReport(op as Op<BodyOf<typeof kinds.itemReport>>, tx),
    [kinds.itemHide.number]: (op, tx) => applyHide(op as Op<BodyOf<typeof kinds.itemHide>>, tx),
    [kinds.erase.number]: (op, tx) => applyErase(op as Op<BodyOf<typeof kinds.erase>>, tx),
    [kinds.question.number]: (op, tx) => applyQuestion(op as Op<QuestionBody>, tx),
    [kinds.answer.number]: (op, tx) => applyAnswer(op as Op<AnswerBody>, tx),
    [kinds.questionClose.number]: (op, tx) =>
      applyClose(op as Op<BodyOf<typeof kinds.questionClose>>, tx),
    [kinds.feedback.number]: (op, tx) => applyFeedback(op as Op<FeedbackBody>, tx),
  }),
  erase(op, tx) {
    eraseQuestionRows(op, tx);
    eraseItemRows(op, tx);
  },
};

// A clock a little ahead keeps the order of what its phone says; beyond a day it is just wrong.
const aheadSecondsMax = 24 * 3_600;

/**
 * A phone whose clock runs far ahead, or is set ahead, must not stand above everybody else in every
 * list for years: what it says counts as said when it arrived.
 */
function notAhead(apply: Projection["apply"]): Projection["apply"] {
  return Object.fromEntries(
    Object.entries(apply).map(([kind, rule]) => [
      kind,
      (op, tx) => {
        const isAhead = op.time > op.received + aheadSecondsMax;
        return rule(isAhead ? { ...op, time: op.received } : op, tx);
      },
    ]),
  ) as Projection["apply"];
}
