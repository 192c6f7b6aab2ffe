/** The decision log: what was decided, when, why, by whom, and what became of it. */
import { kinds } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import { idBytes, memberEntries } from "../members/index.ts";
import type { Governance } from "./governance.ts";
import { textOfVersion } from "./proposal-detail.ts";
import { type Values, wordsCondition } from "./proposal-list.ts";
import { bodyOfKind, judge } from "./reading.ts";
import { type ThreadRow, threadColumns, threadStatus } from "./thread-table.ts";

export interface LogQuestion {
  readonly words?: string | undefined;
  /** Closed from then on, and until then; seconds since 1970. */
  readonly from?: number | undefined;
  readonly to?: number | undefined;
  readonly limit?: number | undefined;
}

/** One decision, told for people. Times in seconds since 1970. */
export interface LogEntry {
  readonly thread: OpId;
  readonly closedAt: number;
  readonly title: string;
  readonly summary: string;
  readonly rationale: string;
  readonly model: string;
  readonly outcome: string;
  readonly status: string;
  /** The option that won, in words. */
  readonly winner: string | null;
  readonly author: Person;
  readonly roll: number;
  readonly counted: number;
  readonly yes: number;
  readonly no: number;
  readonly blocks: number;
  readonly abstained: number;
  readonly approvalPermille: number | null;
  /** Who agreed, with or without reservations. */
  readonly approvedBy: readonly Person[];
  readonly effects: readonly { effect: string; state: "applied" | "failed"; at: number }[];
  readonly notes: readonly { at: number; by: Person; text: string }[];
  /** Files that were voted on, known by SHA-256 over a salt and the content. */
  readonly attachments: readonly { name: string; type: string; bytes: number; hash: string }[];
}

/** `name`: null for who shows none any more. */
export interface Person {
  readonly id: MemberId;
  readonly name: string | null;
}

export const logEntriesMax = 5_000;
const agreeing = new Set([1, 2]);

/** The newest first. */
export function decisionLog(governance: Governance, question: LogQuestion): LogEntry[] {
  const { words, from = 0, to = Number.MAX_SAFE_INTEGER, limit = logEntriesMax } = question;
  const { sql, values } = wordsCondition(words);
  const rows = governance.store.db
    .query<ThreadRow, Values>(
      `SELECT ${threadColumns} FROM governance_thread AS t
       WHERE t.published = 1 AND t.result IN ('passed', 'not_passed')
         AND t.closed_at BETWEEN $from AND $to ${sql}
       ORDER BY t.closed_at DESC, t.id DESC LIMIT $limit`,
    )
    .all({ ...values, $from: from, $to: to, $limit: limit });
  const names = new Map(
    memberEntries(governance.store.db).map(({ id, profile }) => [id, profile?.name ?? null]),
  );
  const personOf = (id: MemberId): Person => ({ id, name: names.get(id) ?? null });
  return rows.map((row) => entryOf(governance, row, personOf));
}

function entryOf(
  governance: Governance,
  row: ThreadRow,
  personOf: (id: MemberId) => Person,
): LogEntry {
  const { store } = governance;
  const text = textOfVersion(governance, row.version);
  const tally = row.opening === null ? null : (judge(store, row.opening)?.judgement.tally ?? null);
  const counts = tally?.counts ?? [];
  const voices = [...(tally?.voices ?? [])];
  return {
    thread: row.id,
    closedAt: row.closed_at ?? 0,
    title: text?.title ?? "",
    summary: text?.summary ?? "",
    rationale: text?.rationale ?? "",
    model: row.model,
    outcome: row.result ?? "",
    status: threadStatus(row, governance.now()),
    winner: row.winner === null ? null : (text?.options[row.winner] ?? null),
    author: personOf(row.member),
    roll: tally?.roll ?? 0,
    counted: tally?.counted ?? 0,
    yes: tally?.yes ?? 0,
    no: counts[3] ?? 0,
    blocks: counts[6] ?? 0,
    abstained: (counts[4] ?? 0) + (counts[5] ?? 0),
    approvalPermille: tally?.approvalPermille ?? null,
    approvedBy: voices
      .filter(([, { choice }]) => agreeing.has(choice))
      .map(([member]) => personOf(member)),
    effects: effectsOf(governance, row.id),
    notes: notesOf(governance, row.id, personOf),
    // Without their salts: what is printed must not tell a content that is erased one day.
    attachments: (text?.attachments ?? []).map(({ name, type, bytes, hash }) => ({
      name,
      type,
      bytes,
      hash,
    })),
  };
}

function effectsOf({ store }: Governance, thread: OpId): LogEntry["effects"] {
  return store.db
    .query<{ effect: string; refusal: string | null; at: number }, [Uint8Array]>(
      "SELECT effect, refusal, at FROM governance_effect WHERE thread = ? ORDER BY number",
    )
    .all(idBytes(thread))
    .map(({ effect, refusal, at }) => ({
      effect,
      state: refusal === null ? ("applied" as const) : ("failed" as const),
      at,
    }));
}

function notesOf(
  { store }: Governance,
  thread: OpId,
  personOf: (id: MemberId) => Person,
): LogEntry["notes"] {
  return store.db
    .query<{ id: string; member: string; time: number }, [Uint8Array]>(
      `SELECT lower(hex(id)) AS id, lower(hex(member)) AS member, time
       FROM governance_note WHERE thread = ? ORDER BY time, turn`,
    )
    .all(idBytes(thread))
    .flatMap(({ id, member, time }) => {
      const text = bodyOfKind(store, kinds.outcomeNote, id as OpId)?.text;
      return text === undefined ? [] : [{ at: time, by: personOf(member as MemberId), text }];
    });
}
