/** A proposal with everything that is known of it, as its page shows it. */

import type { FrozenRules } from "../../mesh/kinds/index.ts";
import { type BodyOf, effectByName, kinds, type ProposalBody } from "../../mesh/kinds/index.ts";
import {
  FolkmootError,
  type MemberId,
  type OpId,
  toBase64Url,
  toOpId,
} from "../../mesh/op/index.ts";
import { receivedOf } from "../attachments/index.ts";
import type { Session } from "../http.ts";
import { idBytes, previewDecision } from "../members/index.ts";
import type { Governance } from "./governance.ts";
import { mayFacilitate } from "./heard.ts";
import { concernedIn } from "./mediation.ts";
import { visibleThread } from "./proposal-list.ts";
import { proposalRow } from "./proposal-row.ts";
import { bodyOfKind, closesOf, judge, memberOfOperation, proposalOf } from "./reading.ts";
import { stewardsTurn } from "./stewards-turn.ts";
import { attestationsOf, blocksOf, reasonsOf, tallyView } from "./tally-view.ts";
import type { ThreadRow } from "./thread-table.ts";

type Text = BodyOf<typeof kinds.proposalText>;

/** Throws `not-found` for what is not there, and for somebody else's draft. */
export function threadFor(governance: Governance, viewer: MemberId, thread: OpId): ThreadRow {
  const row = visibleThread(governance, viewer, thread);
  if (row !== null) return row;
  throw new FolkmootError("not-found", "There is no such proposal here for you.", {
    hint: "It may be a draft that was not published.",
    status: 404,
  });
}

export function proposalDetail(governance: Governance, session: Viewer, thread: OpId) {
  const row = threadFor(governance, session.member, thread);
  const { store, tallies } = governance;
  const view = proposalRow(governance, row, session.member);
  const counted = row.opening === null ? null : tallies.of(row.opening);
  const isSecret = isKeptSecret(row);
  const proposal = proposalOf(store, row.version);
  const roll = counted === null ? [] : [...counted.opened.question.roll];
  const shown = counted === null || isSecret ? null : counted;
  return {
    ...view,
    opening: row.opening,
    rollMembers: roll,
    ...(isSecret && !mayFacilitate(governance, session, row)
      ? {}
      : { rollVoted: counted === null ? [] : [...counted.tally.voices.keys()] }),
    text: textView(governance, row.version),
    rules: counted === null ? null : (counted.opened.question.rules as FrozenRules),
    about: counted === null ? (proposal?.about ?? []) : [...counted.opened.question.about],
    tally: shown === null ? null : tallyView(store, shown.tally, shown.isFinal),
    blocks: shown === null ? [] : blocksOf(store, shown.tally),
    reasons: shown === null ? [] : reasonsOf(store, row.version, shown.tally),
    attestations: shown === null ? [] : attestationsOf(store, row.version, shown.tally),
    mediation: mediationOf(governance, row),
    effects: effectsOf(governance, row, proposal),
    versions: versionsOf(governance, row, session.member),
    comments: row.published === 1 ? commentsOf(governance, thread) : [],
    closes: closesView(governance, row),
    stewards: counted === null ? null : stewardsTurn(row, counted.opened),
    notes: row.result === null || row.result === "blocked" ? [] : notesOf(governance, thread),
    reviewAt: row.review_at,
    revisits: row.revisits,
    revisitedBy: revisitedBy(governance, thread),
  };
}

type Viewer = Pick<Session, "member" | "roles">;

/** Results are hidden until the first close; who has voted is not hidden from those who help. */
function isKeptSecret(row: ThreadRow): boolean {
  return row.hidden === 1 && row.result === null;
}

/** Throws `results-hidden` while nobody may see how it stands. */
export function assertNotSecret(row: ThreadRow): void {
  if (!isKeptSecret(row)) return;
  throw new FolkmootError("results-hidden", "How it stands is hidden until the vote is closed.", {
    hint: "Come back when it is closed.",
    status: 409,
  });
}

/** Null once erased, and for a text that somebody else wrote. */
export function textOfVersion({ store }: Governance, version: OpId): Text | null {
  const text = proposalOf(store, version)?.text ?? null;
  const body = text === null ? null : bodyOfKind(store, kinds.proposalText, text);
  const author = (id: OpId) => {
    const op = store.operation(id);
    return op === null ? null : memberOfOperation(store, op);
  };
  return text !== null && body !== null && author(text) === author(version) ? body : null;
}

/** With how much is here of each file that it names. */
function textView(governance: Governance, version: OpId) {
  const text = textOfVersion(governance, version);
  if (text === null) return null;
  const { attachments = [] } = text;
  const received = receivedOf(
    governance.store.db,
    attachments.map(({ hash }) => hash),
  );
  return {
    ...text,
    attachments: attachments.map((file) => ({ ...file, received: received.get(file.hash) ?? 0 })),
  };
}

/** As they would be now, or as they were when they happened. */
function effectsOf(governance: Governance, row: ThreadRow, proposal: ProposalBody | null) {
  const { db } = governance.store;
  type Row = { number: number; refusal: string | null; at: number; facts: string };
  const ran = new Map(
    db
      .query<Row, [Uint8Array]>(
        "SELECT number, refusal, at, facts FROM governance_effect WHERE thread = ?",
      )
      .all(idBytes(row.id))
      .map((each) => [each.number, each]),
  );
  return (proposal?.effects ?? []).map(({ effect, params }, number) => {
    const done = ran.get(number);
    const planned = { effect, params: toBase64Url(params) };
    if (done === undefined) {
      const { facts, refusal } = previewDecision(db, { effect, params });
      return { ...planned, facts, refusal, state: "planned" as const, at: null };
    }
    const state = done.refusal === null ? ("applied" as const) : ("failed" as const);
    const facts = JSON.parse(done.facts) as unknown[];
    return { ...planned, facts, refusal: done.refusal, state, at: done.at };
  });
}

/**
 * The oldest first; drafts are their author's. What was changed too late, or by somebody else, was
 * never put to the vote, wherever it was logged.
 */
function versionsOf(governance: Governance, row: ThreadRow, viewer: MemberId) {
  type Row = {
    id: string;
    member: string;
    time: number;
    published: number;
    votes: number;
    opened: number;
  };
  return governance.store.db
    .query<Row, [Uint8Array]>(
      `SELECT lower(hex(v.id)) AS id, lower(hex(v.member)) AS member, v.time, v.published,
         (SELECT count(*) FROM governance_vote AS b WHERE b.version = v.id) AS votes,
         EXISTS (SELECT 1 FROM governance_opening AS o WHERE o.version = v.id) AS opened
       FROM governance_version AS v WHERE v.thread = ? ORDER BY v.time, v.turn`,
    )
    .all(idBytes(row.id))
    .filter(({ published, member }) => published === 1 || member === viewer)
    .filter(({ id, member, opened }) => {
      if (id === row.version || opened === 1) return true;
      return member === row.member && row.closed_at === null;
    })
    .map(({ id, member, time, published, votes }) => ({
      version: id,
      at: time,
      author: member,
      published: published === 1,
      title: textOfVersion(governance, id as OpId)?.title ?? "",
      ballotsVoided: id === row.version ? 0 : votes,
    }));
}

/** One version, to be compared with another. */
export function versionDetail(
  governance: Governance,
  viewer: MemberId,
  thread: OpId,
  version: OpId,
) {
  const row = threadFor(governance, viewer, thread);
  const known = versionsOf(governance, row, viewer).find((each) => each.version === version);
  const proposal = proposalOf(governance.store, version);
  if (known === undefined || proposal === null) {
    throw new FolkmootError("not-found", "This proposal has no such version.", { status: 404 });
  }
  const { model, topic, effects, options, about, hidden, reviewAt } = proposal;
  return {
    ...known,
    model,
    topic,
    options,
    about,
    hidden,
    reviewAt,
    text: textView(governance, version),
    effects: effects.map(({ effect, params }) => ({
      effect,
      params: toBase64Url(params),
      known: effectByName(effect) !== null,
    })),
  };
}

/** Erased ones keep their place, without words. */
function commentsOf({ store }: Governance, thread: OpId) {
  type Row = { id: string; parent: string | null; member: string; time: number };
  return store.db
    .query<Row, [Uint8Array]>(
      `SELECT lower(hex(id)) AS id, nullif(lower(hex(parent)), '') AS parent,
         lower(hex(member)) AS member, time
       FROM governance_comment WHERE thread = ? ORDER BY time, turn`,
    )
    .all(idBytes(thread))
    .map(({ time, ...comment }) => ({
      ...comment,
      at: time,
      text: bodyOfKind(store, kinds.comment, comment.id as OpId)?.text ?? null,
    }));
}

function notesOf({ store }: Governance, thread: OpId) {
  return store.db
    .query<{ id: string; member: string; time: number }, [Uint8Array]>(
      `SELECT lower(hex(id)) AS id, lower(hex(member)) AS member, time
       FROM governance_note WHERE thread = ? ORDER BY time, turn`,
    )
    .all(idBytes(thread))
    .flatMap(({ time, ...note }) => {
      const text = bodyOfKind(store, kinds.outcomeNote, note.id as OpId)?.text;
      return text === undefined ? [] : [{ ...note, at: time, text }];
    });
}

/** The ways that were named, and who has said yes to each. */
function mediationOf({ store }: Governance, { opening, version, member: author }: ThreadRow) {
  if (opening === null) return [];
  const concerned = concernedIn(store, version, author);
  const rows = store.db
    .query<{ member: string; path: string; state: string; time: number }, [Uint8Array]>(
      `SELECT lower(hex(member)) AS member, path, state, time FROM governance_mediation
       WHERE opening = ? ORDER BY time, id`,
    )
    .all(idBytes(opening))
    .filter(({ member, state }) => state !== "agree" || concerned.has(member as MemberId));
  return [...new Set(rows.map(({ path }) => path))].map((path) => {
    const said = rows.filter((row) => row.path === path);
    const agreed = said.filter(({ state }) => state !== "done").map(({ member }) => member);
    return {
      path,
      agreed: [...new Set(agreed)] as MemberId[],
      since: said[0]?.time ?? 0,
      done: said.some(({ state }) => state === "done"),
    };
  });
}

function closesView({ store }: Governance, { opening }: ThreadRow) {
  if (opening === null) return [];
  const faults = judge(store, opening)?.judgement.faults;
  return closesOf(store, opening).map(({ closing, set }) => ({
    id: closing.id,
    at: closing.time,
    box: "box" in closing.by ? closing.by.box : null,
    steward: "steward" in closing.by ? closing.by.steward : null,
    stage: closing.stage,
    outcome: closing.outcome,
    amends: [...closing.amends],
    votes: set.length,
    lawful: faults?.has(closing.id) !== true,
    why: faults?.get(closing.id) ?? null,
  }));
}

function revisitedBy({ store }: Governance, thread: OpId): OpId | null {
  const row = store.db
    .query<{ id: Uint8Array }, [Uint8Array]>(
      "SELECT id FROM governance_thread WHERE revisits = ? AND published = 1 ORDER BY time LIMIT 1",
    )
    .get(idBytes(thread));
  return row === null ? null : toOpId(row.id);
}
