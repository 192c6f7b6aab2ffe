/** The rows of proposals, as lists and rules read them. */
import type { Database } from "bun:sqlite";
import type { DecisionModel } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import { type ProposalStatus, statusOf } from "../../mesh/rules/index.ts";
import { idBytes } from "../members/index.ts";

/** Times in seconds since 1970. */
export interface ThreadRow {
  readonly id: OpId;
  readonly member: MemberId;
  readonly time: number;
  readonly version: OpId;
  readonly text: OpId;
  readonly model: DecisionModel;
  readonly topic: string;
  readonly published: number;
  readonly hidden: number;
  readonly effects: number;
  readonly review_at: number | null;
  readonly revisits: OpId | null;
  readonly opening: OpId | null;
  readonly discussion_ends: number | null;
  readonly voting_ends: number | null;
  readonly closes_at: number | null;
  readonly stage: number;
  readonly result: "passed" | "not_passed" | "blocked" | "contested" | null;
  readonly winner: number | null;
  readonly counted: number | null;
  readonly closed_at: number | null;
  readonly blocked_at: number | null;
  /** JSON of member ids. */
  readonly blockers: string | null;
  readonly mark: "withdrawn" | "implemented" | null;
  readonly revisited: number;
  /** How many of its effects have happened. */
  readonly applied: number;
}

/** Where a proposal is at `now`, seconds since 1970. */
export function threadStatus(row: ThreadRow, now: number): ProposalStatus {
  const { discussion_ends: discussionEnds, voting_ends: votingEnds } = row;
  const rules = { discussionEnds: discussionEnds ?? 0, votingEnds: votingEnds ?? 0 };
  const judgement = { status: row.result ?? ("open" as const) };
  const facts = {
    isPublished: row.published === 1,
    current: row.opening === null ? null : { judgement, opened: { question: { rules } } },
    isWithdrawn: row.mark === "withdrawn",
    isImplemented: row.mark === "implemented" || (row.effects > 0 && row.applied === row.effects),
    isRevisited: row.revisited === 1,
  };
  return statusOf(facts, now);
}

/** Columns of `governance_thread AS t`, ids as hex. */
export const threadColumns = `lower(hex(t.id)) AS id, lower(hex(t.member)) AS member, t.time,
  lower(hex(t.version)) AS version, lower(hex(t.text)) AS text, t.model, t.topic, t.published,
  t.hidden, t.effects, t.review_at, nullif(lower(hex(t.revisits)), '') AS revisits,
  nullif(lower(hex(t.opening)), '') AS opening, t.discussion_ends, t.voting_ends, t.closes_at,
  t.stage, t.result, t.winner, t.counted, t.closed_at, t.blocked_at, t.blockers, t.mark,
  t.revisited,
  (SELECT count(*) FROM governance_effect AS e
   WHERE e.thread = t.id AND e.refusal IS NULL) AS applied`;

export function threadRow(db: Database, thread: OpId): ThreadRow | null {
  return db
    .query<ThreadRow, [Uint8Array]>(
      `SELECT ${threadColumns} FROM governance_thread AS t WHERE t.id = ?`,
    )
    .get(idBytes(thread));
}

/** The thread that a version belongs to, if the version is known. */
export function threadOfVersion(db: Database, version: OpId): OpId | null {
  const row = db
    .query<{ thread: string }, [Uint8Array]>(
      "SELECT lower(hex(thread)) AS thread FROM governance_version WHERE id = ?",
    )
    .get(idBytes(version));
  return (row?.thread ?? null) as OpId | null;
}
