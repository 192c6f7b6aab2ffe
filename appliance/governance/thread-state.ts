/**
 * The proposal as it stands, computed from its versions, openings and closes, whichever of them
 * arrived first. Runs inside the store's transaction; what a decision does, it does here, once.
 */
import type { ProposalBody } from "../../mesh/kinds/index.ts";
import { type MemberId, type OpId, toDeviceId, toMemberId, toOpId } from "../../mesh/op/index.ts";
import {
  closableFrom,
  currentVersion,
  type Judgement,
  mediationEnds,
  type OpenedVersion,
} from "../../mesh/rules/index.ts";
import { applyDecision, idBytes } from "../members/index.ts";
import type { AppliedOperation, Tx } from "../store/index.ts";
import { judge, openedOf, proposalOf } from "./reading.ts";
import { keepNamed } from "./vote-rows.ts";

/** Where and when whatever made the state new stands in the log. */
export type Cause = Pick<AppliedOperation, "id" | "position" | "received">;

interface VersionRow {
  id: Uint8Array;
  previous: Uint8Array | null;
  text: Uint8Array;
  member: Uint8Array;
  time: number;
  published: number;
}

/** Judges one opening, and remembers which operations it waits for. */
function judgeAndWait(tx: Tx, opening: OpId): Judgement | null {
  const judged = judge(tx, opening);
  if (judged !== null) waitFor(tx, opening, judged.missing);
  return judged?.judgement ?? null;
}

/** Looks again at what waited for an operation that has arrived. */
export function wake(tx: Tx, arrived: Cause): void {
  const rows = tx.db
    .query<{ opening: Uint8Array }, [Uint8Array]>(
      "SELECT opening FROM governance_waiting WHERE op = ?",
    )
    .all(idBytes(arrived.id));
  if (rows.length === 0) return;
  tx.db.query("DELETE FROM governance_waiting WHERE op = ?").run(idBytes(arrived.id));
  for (const row of rows) refreshOpening(tx, toOpId(row.opening), arrived);
}

/** After something of an opening has become known: its roll, its closes, its votes. */
export function refreshOpening(tx: Tx, opening: OpId, cause: Cause): void {
  const row = tx.db
    .query<{ thread: Uint8Array; roll: Uint8Array | null }, [Uint8Array]>(
      "SELECT thread, roll FROM governance_opening WHERE id = ?",
    )
    .get(idBytes(opening));
  if (row === null) return;
  if (row.roll === null) readRoll(tx, opening);
  keepNamed(tx, opening);
  refreshThread(tx, toOpId(row.thread), cause);
}

/** Keeps the roll beside the opening once all of its parts are here. */
export function readRoll(tx: Tx, opening: OpId): void {
  const read = openedOf(tx, opening);
  if (read === null) return;
  const roll = Buffer.concat([...read.opened.question.roll].map(idBytes));
  tx.db.query("UPDATE governance_opening SET roll = ? WHERE id = ?").run(roll, idBytes(opening));
}

export function waitFor(tx: Tx, opening: OpId, missing: readonly OpId[]): void {
  const insert = tx.db.query("INSERT OR IGNORE INTO governance_waiting VALUES (?, ?)");
  for (const op of missing) insert.run(idBytes(op), idBytes(opening));
}

/** Writes the row of a thread anew; without its first version there is none yet. */
export function refreshThread(tx: Tx, thread: OpId, cause: Cause): void {
  const versions = tx.db
    .query<VersionRow, [Uint8Array]>(
      `SELECT id, previous, text, member, time, published FROM governance_version
       WHERE thread = ? ORDER BY time, turn`,
    )
    .all(idBytes(thread));
  const first = versions.find(({ id }) => toOpId(id) === thread);
  if (first === undefined) return;
  const openings = openingsOf(tx, thread);
  const current = currentVersion(openings);
  const shown = shownVersion(versions, { first, openings, current });
  const body = shown && proposalOf(tx, toOpId(shown.id));
  if (shown === null || body === null) return;
  writeThread(tx, thread, { first, shown, body, current });
  if (current?.judgement.status === "passed") applyOnce(tx, thread, current, cause);
}

/**
 * What was decided, as it was decided; while nothing is, the newest version. Others than the author
 * put something to the vote again where it contradicted itself, or where a box found that it had.
 */
function shownVersion(
  versions: readonly VersionRow[],
  given: { first: VersionRow; openings: readonly OpenedVersion[]; current: OpenedVersion | null },
): VersionRow | null {
  const { first, openings, current } = given;
  const idOf = ({ opened }: OpenedVersion) => opened.question.version;
  const status = current?.judgement.status;
  const decided = status === "passed" || status === "not_passed" ? current : null;
  const found = decided && versions.find(({ id }) => toOpId(id) === idOf(decided));
  if (found) return found;
  const author = toMemberId(first.member);
  const opened = new Set(openings.map(idOf));
  const counts = ({ id, member }: VersionRow) =>
    status === "contested" || toMemberId(member) === author || opened.has(toOpId(id));
  return newest(versions.filter(counts));
}

/** The last published version; while there is none, the last draft. */
function newest(versions: readonly VersionRow[]): VersionRow | null {
  const published = versions.filter((version) => version.published === 1);
  const all = published.length > 0 ? published : versions;
  const amended = new Set(all.map(({ previous }) => previous && toOpId(previous)));
  return all.findLast(({ id }) => !amended.has(toOpId(id))) ?? all.at(-1) ?? null;
}

/** Every opening that can be read, with what its closes say. */
function openingsOf(tx: Tx, thread: OpId): OpenedVersion[] {
  const rows = tx.db
    .query<{ id: Uint8Array; previous: Uint8Array | null; author: Uint8Array }, [Uint8Array]>(
      "SELECT id, previous, author FROM governance_opening WHERE thread = ?",
    )
    .all(idBytes(thread));
  return rows.flatMap((row) => {
    const id = toOpId(row.id);
    const read = openedOf(tx, id);
    const judgement = read === null ? null : judgeAndWait(tx, id);
    if (read === null || judgement === null) return [];
    const { opened, time } = read;
    const previous = row.previous === null ? null : toOpId(row.previous);
    return [{ opened, box: toDeviceId(row.author), time, previous, judgement }];
  });
}

/** When the first closer may close, or end the mediation. */
function closesAt({ opened, judgement }: OpenedVersion): number {
  const { rules } = opened.question;
  return judgement.status === "blocked" && judgement.close !== null
    ? mediationEnds(rules, judgement.close.time, 0)
    : closableFrom(rules, 0);
}

interface ThreadParts {
  readonly first: VersionRow;
  readonly shown: VersionRow;
  readonly body: ProposalBody;
  readonly current: OpenedVersion | null;
}

function writeThread(tx: Tx, thread: OpId, { first, shown, body, current }: ThreadParts): void {
  const judgement = current?.judgement ?? null;
  const opening = current?.opened.id ?? null;
  const times = current?.opened.question.rules ?? null;
  const isOpen = judgement === null || judgement.status === "open";
  const blocks = judgement?.status === "blocked" ? (judgement.tally?.blocks ?? []) : [];
  const isBlocked = judgement?.status === "blocked";
  const marks = marksOf(tx, thread, first, judgement);
  tx.db
    .query(
      `INSERT OR REPLACE INTO governance_thread
       (id, member, time, version, text, model, topic, published, hidden, effects, review_at,
        revisits, opening, discussion_ends, voting_ends, closes_at, stage, result, winner,
        counted, closed_at, blocked_at, blockers, mark, revisited)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    )
    .run(
      idBytes(thread),
      first.member,
      first.time,
      shown.id,
      shown.text,
      body.model,
      body.topic,
      shown.published,
      Number(body.hidden),
      body.effects.length,
      body.reviewAt,
      body.revisits === null ? null : idBytes(body.revisits),
      opening === null ? null : idBytes(opening),
      times?.discussionEnds ?? null,
      times?.votingEnds ?? null,
      current === null ? null : closesAt(current),
      judgement?.stage ?? 1,
      isOpen ? null : judgement.status,
      judgement?.winner ?? null,
      isOpen ? null : (judgement.tally?.counted ?? null),
      isOpen || isBlocked ? null : (judgement.close?.time ?? null),
      isBlocked ? (judgement?.close?.time ?? null) : null,
      JSON.stringify(blocks.map(({ member }) => member)),
      marks.mark,
      Number(marks.isRevisited),
    );
}

/** The clocks of a phone and a box that mean the same moment. */
const sameMomentSeconds = 600;

/**
 * The marks that count, whichever came first, they or what they are about: the author takes back
 * what is not decided; what was decided is looked after from then on.
 */
function marksOf(
  tx: Tx,
  thread: OpId,
  first: VersionRow,
  judgement: Judgement | null,
): { mark: "withdrawn" | "implemented" | null; isRevisited: boolean } {
  const status = judgement?.status ?? "open";
  const isOpen = status === "open" || status === "blocked";
  const marks = tx.db
    .query<{ mark: string; member: Uint8Array; time: number; looksAfter: number }, [Uint8Array]>(
      `SELECT mark, member, time, looks_after AS looksAfter FROM governance_mark
       WHERE thread = ?`,
    )
    .all(idBytes(thread));
  const author = toMemberId(first.member);
  const decidedAt = (judgement?.close?.time ?? 0) - sameMomentSeconds;
  const has = (wanted: string, mayOthers: boolean) =>
    marks.some(
      ({ mark, member, time, looksAfter }) =>
        mark === wanted &&
        (toMemberId(member) === author || (mayOthers && looksAfter === 1)) &&
        (isOpen || time >= decidedAt),
    );
  if (isOpen) return { mark: has("withdrawn", false) ? "withdrawn" : null, isRevisited: false };
  const isImplemented = status === "passed" && has("implemented", true);
  return { mark: isImplemented ? "implemented" : null, isRevisited: has("revisited", true) };
}

/**
 * In the same transaction as the close that said so first. What the rows hold already was done:
 * another close, an amended one or a replay from there on runs nothing again.
 */
function applyOnce(tx: Tx, thread: OpId, { opened }: OpenedVersion, cause: Cause): void {
  const ran = tx.db
    .query("SELECT 1 FROM governance_effect WHERE thread = ? LIMIT 1")
    .get(idBytes(thread));
  const effects = proposalOf(tx, opened.question.version)?.effects ?? [];
  if (ran !== null || effects.length === 0) return;
  const moment = { request: thread, position: cause.position, at: cause.received };
  const results = applyDecision(tx, effects, moment, cause.id);
  const insert = tx.db.query("INSERT INTO governance_effect VALUES (?, ?, ?, ?, ?, ?, ?)");
  for (const [number, { refusal, facts }] of results.entries()) {
    const effect = effects[number]?.effect ?? "";
    const values = [effect, refusal, cause.received, JSON.stringify(facts)] as const;
    insert.run(idBytes(thread), number, idBytes(opened.id), ...values);
  }
}

/** Who blocked, while that is being talked about. */
export function blockersOf(row: { readonly blockers: string | null }): MemberId[] {
  return row.blockers === null ? [] : (JSON.parse(row.blockers) as MemberId[]);
}
