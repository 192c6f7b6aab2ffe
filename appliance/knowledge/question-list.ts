/** Questions to the community as the app shows them. */
import type { Database } from "bun:sqlite";
import { kinds } from "../../mesh/kinds/index.ts";
import { type MemberId, type OpId, toHex, toMemberId, toOpId } from "../../mesh/op/index.ts";
import type { Store } from "../store/index.ts";
import { namesFrom } from "./item-view.ts";
import { type Cursor, type Page, pageOf } from "./paging.ts";
import { idBytes, type NamedValues, optionalHex } from "./row-values.ts";
import { notFound, type Viewer, viewerValues, visibleTo } from "./viewer.ts";

export type QuestionState = "open" | "closed" | "mine" | "all";

export interface QuestionSummary {
  readonly id: OpId;
  readonly text: string;
  readonly lang: string;
  readonly audience: string;
  readonly author: MemberId;
  readonly authorName: string | null;
  /** Seconds since 1970. */
  readonly time: number;
  readonly state: "open" | "closed";
  /** The answer that helped. */
  readonly accepted: OpId | null;
  /** The item that came of it. */
  readonly item: OpId | null;
  readonly answers: number;
  readonly mine: boolean;
}

export interface QuestionDetail extends QuestionSummary {
  readonly list: readonly {
    readonly id: OpId;
    readonly text: string;
    readonly author: MemberId;
    readonly authorName: string | null;
    readonly time: number;
    readonly item: OpId | null;
    readonly accepted: boolean;
  }[];
  readonly may: { readonly close: boolean };
}

interface QuestionRow {
  id: Uint8Array;
  member: Uint8Array;
  time: number;
  text: string;
  lang: string;
  audience: string;
  closed: number;
  accepted: Uint8Array | null;
  answers: number;
  item: Uint8Array | null;
}

// The accepted answer names the item that says it better, or is the item.
const columns = `q.*,
  (SELECT count(*) FROM knowledge_answer AS a WHERE a.question = q.id) AS answers,
  (SELECT coalesce(a.item, (SELECT i.id FROM knowledge_item AS i WHERE i.id = a.id))
   FROM knowledge_answer AS a WHERE a.id = q.accepted AND a.question = q.id) AS item`;

const states: Record<QuestionState, string> = {
  open: "q.closed = 0",
  closed: "q.closed = 1",
  mine: "q.member = $viewer",
  all: "1",
};

export function listQuestions(
  db: Database,
  viewer: Viewer,
  state: QuestionState,
  { cursor, limit }: { cursor: Cursor | null; limit: number },
): Page<QuestionSummary> {
  const rows = db
    .query<QuestionRow, NamedValues>(
      `SELECT ${columns} FROM knowledge_question AS q
       WHERE ${states[state]} AND ${visibleTo("q")} AND (q.time, q.id) < ($time, unhex($id))
       ORDER BY q.time DESC, q.id DESC LIMIT $limit`,
    )
    .all({
      ...viewerValues(viewer),
      $time: cursor?.[0] ?? Number.MAX_SAFE_INTEGER,
      $id: cursor?.[1] ?? "",
      $limit: limit + 1,
    });
  const nameOf = namesFrom(db);
  const summaries = rows.map((row) => summary(row, viewer, nameOf));
  return pageOf(summaries, limit, ({ time, id }) => [time, id]);
}

/** Null when the viewer may not see it. */
export function visibleQuestion(db: Database, viewer: Viewer, id: OpId): QuestionRow | null {
  return db
    .query<QuestionRow, NamedValues>(
      `SELECT ${columns} FROM knowledge_question AS q WHERE q.id = $id AND ${visibleTo("q")}`,
    )
    .get({ ...viewerValues(viewer), $id: idBytes(id) });
}

/** Throws `not-found` when the viewer may not see it. */
export function questionDetail(store: Store, viewer: Viewer, id: OpId): QuestionDetail {
  const { db } = store;
  const row = visibleQuestion(db, viewer, id);
  if (row === null) throw notFound();
  const nameOf = namesFrom(db);
  const question = summary(row, viewer, nameOf);
  const answers = db
    .query<
      { id: Uint8Array; member: Uint8Array; time: number; item: Uint8Array | null },
      [Uint8Array]
    >("SELECT id, member, time, item FROM knowledge_answer WHERE question = ? ORDER BY time, id")
    .all(idBytes(id));
  const list = answers.flatMap((answer) => {
    const answerId = toOpId(answer.id);
    const body = store.body(answerId);
    if (body === null) return [];
    const accepted = answerId === question.accepted;
    const own = optionalHex(answer.item);
    return [
      {
        id: answerId,
        text: kinds.answer.schema.decode(body).text,
        author: toMemberId(answer.member),
        authorName: nameOf(toMemberId(answer.member)),
        time: answer.time,
        item: own === null ? (accepted ? question.item : null) : toOpId(own),
        accepted,
      },
    ];
  });
  const close = question.mine || viewer.roles.has("moderator");
  return { ...question, list, may: { close } };
}

function summary(
  row: QuestionRow,
  viewer: Viewer,
  nameOf: (member: MemberId) => string | null,
): QuestionSummary {
  const author = toMemberId(row.member);
  return {
    id: toOpId(row.id),
    text: row.text,
    lang: row.lang,
    audience: row.audience,
    author,
    authorName: nameOf(author),
    time: row.time,
    state: row.closed === 1 ? "closed" : "open",
    accepted: row.accepted === null ? null : toOpId(toHex(row.accepted)),
    item: row.item === null ? null : toOpId(row.item),
    answers: row.answers,
    mine: author === viewer.member,
  };
}
