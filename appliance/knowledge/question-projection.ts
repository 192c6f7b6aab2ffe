/**
 * What questions, answers, closings and thumbs (kinds 40–43) do to the tables.
 *
 * An accepted answer is knowledge from then on: it becomes a version of an item whose id is the
 * answer's, titled by the question, and can be found, cited, reviewed and edited like any other.
 */
import {
  type AnswerBody,
  type BodyOf,
  type FeedbackBody,
  itemTitleCharsMax,
  kinds,
  type QuestionBody,
} from "../../mesh/kinds/index.ts";
import { type OpId, toMemberId, toOpId } from "../../mesh/op/index.ts";
import type { AppliedOperation, Effect, LoggedOperation, Tx } from "../store/index.ts";
import {
  done,
  eraseVersion,
  isKnownAudience,
  maySee,
  ownRefusal,
  refused,
  reviewFirst,
} from "./item-projection.ts";
import { memberOf, recomputeItem } from "./item-state.ts";
import { audienceOfVersion, insertVersion, versionById } from "./item-table.ts";
import { putLatest } from "./moderation-table.ts";
import { idBytes, optionalBytes } from "./row-values.ts";
import { excerptOf } from "./version-content.ts";

type Close = BodyOf<typeof kinds.questionClose>;

interface QuestionRow {
  text: string;
  lang: string;
  audience: string;
}

interface AnswerRow {
  id: Uint8Array;
  member: Uint8Array;
  by_moderator: number;
  review_first: number;
  time: number;
  item: Uint8Array | null;
}

interface ClosingRow {
  accepted: Uint8Array | null;
  by_moderator: number;
}

export function applyQuestion(op: AppliedOperation<QuestionBody>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { text, lang, audience } = op.body;
  if (!isKnownAudience(tx, audience)) return refused("unknown-group");
  tx.db
    .query(
      `INSERT INTO knowledge_question (id, member, time, text, lang, audience)
       VALUES (?, ?, ?, ?, ?, ?)`,
    )
    .run(idBytes(op.id), idBytes(op.member), op.time, text, lang, audience);
  recomputeQuestion(tx, op.id);
  return done;
}

export function applyAnswer(op: AppliedOperation<AnswerBody>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { question, item } = op.body;
  const asked = questionRow(tx, question);
  const visible = asked === null || asksOwn(op, question, tx) || maySee(op, asked.audience, tx);
  if (!isQuestion(tx, question) || !visible) return refused("unknown-question");
  const byModerator = op.roles.has("moderator");
  tx.db
    .query("INSERT INTO knowledge_answer VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(
      idBytes(op.id),
      idBytes(question),
      idBytes(op.member),
      Number(byModerator),
      Number(reviewFirst(tx)),
      op.time,
      optionalBytes(item),
    );
  recomputeQuestion(tx, question);
  return done;
}

export function applyClose(op: AppliedOperation<Close>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { question, accepted } = op.body;
  if (!isQuestion(tx, question)) return refused("unknown-question");
  const refusal = ownRefusal(op, kinds.questionClose, memberOf(tx, question));
  if (refusal !== null) return refused(refusal);
  if (accepted !== null && tx.operation(accepted)?.kind !== kinds.answer.number) {
    return refused("unknown-answer");
  }
  putLatest(
    tx.db,
    "knowledge_closing",
    { question: idBytes(question) },
    {
      accepted: optionalBytes(accepted),
      by_moderator: Number(op.roles.has("moderator")),
    },
    op,
  );
  recomputeQuestion(tx, question);
  return done;
}

export function applyFeedback(op: AppliedOperation<FeedbackBody>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { target, verdict, passage } = op.body;
  const version = audienceOfVersion(tx.db, target);
  if (version === null) {
    const kind = tx.operation(target)?.kind;
    // Erased meanwhile: then it no longer matters which passage helped.
    const wasThere = kind === kinds.item.number || kind === kinds.answer.number;
    return wasThere ? done : refused("unknown-version");
  }
  if (version.member !== op.member && !maySee(op, version.audience, tx)) {
    return refused("unknown-version");
  }
  const key = { version: idBytes(target), part: passage, member: idBytes(op.member) };
  putLatest(tx.db, "knowledge_feedback", key, { verdict }, op);
  return done;
}

export function eraseQuestionRows(op: LoggedOperation, tx: Tx): void {
  if (op.kind === kinds.question.number) {
    tx.db.query("DELETE FROM knowledge_question WHERE id = ?").run(idBytes(op.id));
    recomputeQuestion(tx, op.id);
  } else if (op.kind === kinds.answer.number) {
    tx.db.query("DELETE FROM knowledge_answer WHERE id = ?").run(idBytes(op.id));
  }
}

/** Computes from the rows whether it is closed, and which answer is an item. */
function recomputeQuestion(tx: Tx, question: OpId): void {
  const closing = tx.db
    .query<ClosingRow, [Uint8Array]>(
      "SELECT accepted, by_moderator FROM knowledge_closing WHERE question = ?",
    )
    .get(idBytes(question));
  tx.db
    .query(
      `UPDATE knowledge_question SET closed = ?1, accepted = ?2
       WHERE id = ?3 AND (closed, accepted) IS NOT (?1, ?2)`,
    )
    .run(Number(closing !== null), closing?.accepted ?? null, idBytes(question));
  const answers = tx.db
    .query<AnswerRow, [Uint8Array]>("SELECT * FROM knowledge_answer WHERE question = ?")
    .all(idBytes(question));
  const asked = answers.length === 0 ? null : questionRow(tx, question);
  for (const answer of answers) {
    const id = toOpId(answer.id);
    const accepted = closing?.accepted ?? null;
    const becomes =
      asked !== null && answer.item === null && accepted !== null && id === toOpId(accepted);
    const version = versionById(tx.db, id);
    if (version !== null) eraseVersion(tx, id);
    if (becomes) insertAnswer(tx, question, asked, answer, closing?.by_moderator === 1);
  }
}

function insertAnswer(
  tx: Tx,
  question: OpId,
  asked: QuestionRow,
  answer: AnswerRow,
  byModerator: boolean,
): void {
  const id = toOpId(answer.id);
  const body = tx.body(id);
  if (body === null) return;
  const { text } = kinds.answer.schema.decode(body);
  const title = asked.text.replace(/\s+/g, " ").trim();
  insertVersion(tx.db, {
    id,
    item: id,
    member: toMemberId(answer.member),
    byModerator: byModerator || answer.by_moderator === 1,
    time: answer.time,
    form: "article",
    title: title.slice(0, itemTitleCharsMax).toWellFormed(),
    excerpt: excerptOf(text),
    lang: asked.lang,
    category: "",
    tags: [],
    audience: asked.audience,
    // It was said to the community, and nobody asked whether it may go further.
    consent: "local_only",
    attribution: null,
    source: null,
    validUntil: null,
    supersedes: null,
    series: null,
    question,
    allowed: true,
    reviewFirst: answer.review_first === 1 && !byModerator,
    review: "awaiting",
    reviewReason: null,
    parents: [],
  });
  recomputeItem(tx, id);
}

function questionRow(tx: Tx, question: OpId): QuestionRow | null {
  return tx.db
    .query<QuestionRow, [Uint8Array]>(
      "SELECT text, lang, audience FROM knowledge_question WHERE id = ?",
    )
    .get(idBytes(question));
}

/** By the log, so that it holds when the question was erased. */
function isQuestion(tx: Tx, id: OpId): boolean {
  const op = tx.operation(id);
  return op?.kind === kinds.question.number && op.effect.done;
}

function asksOwn(op: AppliedOperation, question: OpId, tx: Tx): boolean {
  return memberOf(tx, question) === op.member;
}
