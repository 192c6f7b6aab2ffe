/** Lists of proposals: what needs somebody, what is open, what is closed. */
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import { type Cursor, type Page, pageOf } from "../knowledge/index.ts";
import { idBytes } from "../members/index.ts";
import { foldedWords } from "./folded.ts";
import type { Governance } from "./governance.ts";
import { type ProposalRow, proposalRow } from "./proposal-row.ts";
import { type ThreadRow, threadColumns, threadStatus } from "./thread-table.ts";

export type ProposalFilter = "needs-me" | "open" | "closed" | "log";

export interface ListQuestion {
  readonly filter: ProposalFilter;
  readonly words: string | undefined;
  readonly cursor: Cursor | null;
  readonly limit: number;
}

/** How many wait for the member, by what they wait for. */
export interface Needs {
  readonly vote: number;
  readonly discuss: number;
  readonly block: number;
  readonly review: number;
}

const isOpen = "(t.result IS NULL OR t.result IN ('blocked', 'contested'))";
const isLeft = "t.mark IS 'withdrawn'";
/** Drafts are their authors' alone. */
const isMeant = "(t.published = 1 OR t.member = $viewer)";
const wasClosed = "coalesce(t.closed_at, t.time)";

export function listProposals(
  governance: Governance,
  viewer: MemberId,
  question: ListQuestion,
): Page<ProposalRow> {
  const { filter } = question;
  const isPast = filter === "closed" || filter === "log";
  return isPast ? closedPage(governance, viewer, question) : openPage(governance, viewer, question);
}

/** The newest first. The log has decisions only, without what was taken back. */
function closedPage(
  governance: Governance,
  viewer: MemberId,
  { filter, words, cursor, limit }: ListQuestion,
): Page<ProposalRow> {
  const past = filter === "log" ? `NOT ${isOpen}` : `(NOT ${isOpen} OR ${isLeft})`;
  const { sql, values } = wordsCondition(words);
  const rows = governance.store.db
    .query<ThreadRow, Values>(
      `SELECT ${threadColumns} FROM governance_thread AS t
       WHERE ${past} AND ${isMeant} AND (${wasClosed}, t.id) < ($before, unhex($id)) ${sql}
       ORDER BY ${wasClosed} DESC, t.id DESC LIMIT $limit`,
    )
    .all({
      ...values,
      $viewer: idBytes(viewer),
      $before: cursor?.[0] ?? Number.MAX_SAFE_INTEGER,
      $id: cursor?.[1] ?? "",
      $limit: limit + 1,
    });
  const { rows: shown, next } = pageOf(rows, limit, (row) => [row.closed_at ?? row.time, row.id]);
  return { rows: shown.map((row) => proposalRow(governance, row, viewer)), next };
}

/** Those that end first come first; what waits for the member before everything else. */
function openPage(
  governance: Governance,
  viewer: MemberId,
  { filter, words, cursor, limit }: ListQuestion,
): Page<ProposalRow> {
  const { sql, values } = wordsCondition(words);
  const now = governance.now();
  const rows = governance.store.db
    .query<ThreadRow, Values>(
      `SELECT ${threadColumns} FROM governance_thread AS t
       WHERE ${filter === "needs-me" ? `(${isOpen} OR t.review_at <= $now)` : isOpen}
         AND NOT ${isLeft} AND ${isMeant} ${sql}`,
    )
    .all({ ...values, $viewer: idBytes(viewer), ...(filter === "needs-me" ? { $now: now } : {}) })
    .map((row) => ({ row, key: orderKey(row, now) }))
    .sort((a, b) => a.key - b.key || (a.row.id < b.row.id ? -1 : 1));
  const after = rows.filter(
    ({ row, key }) =>
      cursor === null || key > Number(cursor[0]) || (key === cursor[0] && row.id > cursor[1]),
  );
  const shown: { view: ProposalRow; key: number }[] = [];
  for (const { row, key } of after) {
    if (shown.length > limit) break;
    const view = proposalRow(governance, row, viewer);
    if (filter !== "needs-me" || view.needs !== null) shown.push({ view, key });
  }
  const page = pageOf(shown, limit, ({ view, key }) => [key, view.thread]);
  return { rows: page.rows.map(({ view }) => view), next: page.next };
}

const phases = ["blocked", "voting", "discussion", "contested", "closing", "draft"];
const phaseSpan = 1e11;

function orderKey(row: ThreadRow, now: number): number {
  const status = threadStatus(row, now);
  const phase = phases.indexOf(status);
  const ends = status === "discussion" ? row.discussion_ends : (row.closes_at ?? row.time);
  return (phase === -1 ? phases.length : phase) * phaseSpan + (ends ?? 0);
}

/** Counts over everything that is open, for the badge and the first screen. */
export function needsOf(governance: Governance, viewer: MemberId): Needs {
  const { store } = governance;
  const now = governance.now();
  const row = store.db
    .query<{ vote: number; discuss: number; block: number; review: number }, Values>(
      `SELECT
         coalesce(sum(${isVoting} AND ${onRoll} AND NOT ${hasVoted}), 0) AS vote,
         coalesce(sum(${isDiscussed} AND ${onRoll} AND NOT ${hasVoted} AND NOT ${hasSpoken}), 0)
           AS discuss,
         coalesce(sum(t.result IS 'blocked' AND (t.member = $viewer
           OR instr(t.blockers, lower(hex($viewer))) > 0)), 0) AS block,
         coalesce(sum(t.closed_at IS NOT NULL AND t.review_at <= $now AND t.revisited = 0
           AND t.member = $viewer), 0) AS review
       FROM governance_thread AS t LEFT JOIN governance_opening AS o ON o.id = t.opening
       WHERE t.published = 1 AND NOT ${isLeft}`,
    )
    .get({ $viewer: idBytes(viewer), $now: now });
  return row ?? { vote: 0, discuss: 0, block: 0, review: 0 };
}

const isVoting = "(t.result IS NULL AND t.discussion_ends <= $now AND t.voting_ends > $now)";
const isDiscussed = "(t.result IS NULL AND t.discussion_ends > $now)";
const onRoll = "(instr(o.roll, $viewer) > 0)";
const hasVoted = `EXISTS (SELECT 1 FROM governance_vote AS v
  WHERE v.version = t.version AND v.member = $viewer AND v.choice IS NOT NULL)`;
const hasSpoken = `EXISTS (SELECT 1 FROM governance_comment AS c
  WHERE c.thread = t.id AND c.member = $viewer)`;

export type Values = Record<string, string | number | Uint8Array | null>;

/** Each word somewhere in the text of the version or in a note on what came of it. */
export function wordsCondition(words: string | undefined): { sql: string; values: Values } {
  const values: Values = {};
  const conditions = foldedWords(words ?? "")
    .slice(0, wordsMax)
    .map((word, at) => {
      values[`$word${at}`] = word;
      return `AND (EXISTS (SELECT 1 FROM governance_text AS x
        WHERE x.id = t.text AND instr(x.folded, $word${at}) > 0)
      OR EXISTS (SELECT 1 FROM governance_note AS n
        WHERE n.thread = t.id AND instr(n.folded, $word${at}) > 0))`;
    });
  return { sql: conditions.join("\n"), values };
}

const wordsMax = 12;

/** The thread's row where this viewer may see it. */
export function visibleThread(
  { store }: Governance,
  viewer: MemberId,
  thread: OpId,
): ThreadRow | null {
  return store.db
    .query<ThreadRow, Values>(
      `SELECT ${threadColumns} FROM governance_thread AS t WHERE t.id = $id AND ${isMeant}`,
    )
    .get({ $id: idBytes(thread), $viewer: idBytes(viewer) });
}
