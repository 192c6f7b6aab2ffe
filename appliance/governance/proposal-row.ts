/** A proposal as lists show it: where it stands, and what it wants of whoever looks. */
import type { DecisionModel } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import type { Opened, ProposalStatus, Tally } from "../../mesh/rules/index.ts";
import { idBytes } from "../members/index.ts";
import type { Governance } from "./governance.ts";
import { blockersOf } from "./thread-state.ts";
import { type ThreadRow, threadStatus } from "./thread-table.ts";

/** What a member can do about it now. */
export type Need = "vote" | "again" | "mediate" | "review";

export interface OwnVote {
  readonly choice: number;
  readonly revision: number | null;
  readonly by: "own" | "paper" | "hands" | "proxy" | "delegation";
  readonly ballot: OpId;
  readonly via: MemberId | null;
}

/** Times in seconds since 1970. */
export interface ProposalRow {
  readonly thread: OpId;
  readonly version: OpId;
  /** Empty once erased. */
  readonly title: string;
  readonly summary: string;
  readonly author: MemberId;
  readonly model: DecisionModel;
  readonly topic: string;
  readonly status: ProposalStatus;
  readonly stage: number;
  readonly created: number;
  readonly discussionEnds: number | null;
  readonly votingEnds: number | null;
  readonly closesAt: number | null;
  /** How many may vote; 0 before it is opened. */
  readonly roll: number;
  readonly onRoll: boolean;
  readonly counted: number;
  readonly quorumHeads: number;
  readonly mine: OwnVote | null;
  /** What I said does not count: on an earlier version, or against myself. */
  readonly void: boolean;
  readonly needs: Need | null;
  readonly outcome: ThreadRow["result"];
  readonly winner: number | null;
  readonly closedAt: number | null;
  readonly effects: number;
  readonly hidden: boolean;
  readonly reviewAt: number | null;
}

interface OpeningRow {
  roll: Uint8Array | null;
  heads: number;
}

/** What is known of an open vote without asking everybody's. */
interface Standing {
  readonly opened: Opened | null;
  readonly live: Tally | null;
}

export function proposalRow(governance: Governance, row: ThreadRow, viewer: MemberId): ProposalRow {
  const { tallies } = governance;
  const now = governance.now();
  const opening = row.opening === null ? null : openingRow(governance, row.opening);
  const roll = opening?.roll ?? new Uint8Array();
  const onRoll = Buffer.from(roll).includes(idBytes(viewer));
  const status = threadStatus(row, now);
  const isOpen = row.opening !== null && row.counted === null;
  const opened = isOpen && row.opening !== null ? tallies.opened(row.opening) : null;
  const standing: Standing = { opened, live: opened === null ? null : tallies.live(opened) };
  const mine = ownVote(governance, row, viewer, standing);
  const isVoid = mine === null && onRoll && hasSaid(governance, row, viewer);
  const text = textOf(governance, row);
  return {
    thread: row.id,
    version: row.version,
    title: text?.title ?? "",
    summary: text?.summary ?? "",
    author: row.member,
    model: row.model,
    topic: row.topic,
    status,
    stage: row.stage,
    created: row.time,
    discussionEnds: row.discussion_ends,
    votingEnds: row.voting_ends,
    closesAt: row.closes_at,
    roll: roll.length / 16,
    onRoll,
    counted: row.counted ?? standing.live?.counted ?? 0,
    quorumHeads: opening?.heads ?? 0,
    mine,
    void: isVoid,
    needs: needOf(row, viewer, { status, onRoll, mine, isVoid, now }),
    outcome: row.result,
    winner: row.winner,
    closedAt: row.closed_at,
    effects: row.effects,
    hidden: row.hidden === 1,
    reviewAt: row.review_at,
  };
}

function needOf(
  row: ThreadRow,
  viewer: MemberId,
  given: {
    status: ProposalStatus;
    onRoll: boolean;
    mine: OwnVote | null;
    isVoid: boolean;
    now: number;
  },
): Need | null {
  const { status, onRoll, mine, isVoid, now } = given;
  const isConcerned = row.member === viewer || blockersOf(row).includes(viewer);
  if (status === "blocked") return isConcerned ? "mediate" : null;
  const isVotable = status === "voting" || (status === "discussion" && isVoid);
  if (isVotable && onRoll && mine === null) return isVoid ? "again" : "vote";
  const isClosed = row.closed_at !== null && status !== "revisited";
  const isDue = row.review_at !== null && row.review_at <= now;
  return isClosed && isDue && row.member === viewer ? "review" : null;
}

/** While it is open as it counts now; afterwards the last word that the member said. */
function ownVote(
  { store }: Governance,
  row: ThreadRow,
  viewer: MemberId,
  { live }: Standing,
): OwnVote | null {
  const said = store.db
    .query<{ id: string; choice: number; revision: number }, [Uint8Array, Uint8Array]>(
      `SELECT lower(hex(id)) AS id, choice, revision FROM governance_vote
       WHERE version = ? AND member = ? AND choice IS NOT NULL ORDER BY revision DESC, id LIMIT 1`,
    )
    .get(idBytes(row.version), idBytes(viewer));
  const own =
    said === null
      ? null
      : { ...said, by: "own" as const, ballot: said.id as OpId, via: null as MemberId | null };
  if (live === null) return own && pick(own);
  const voice = live.voices.get(viewer);
  if (voice === undefined) return null;
  if (voice.by === "own" && own !== null) return pick({ ...own, choice: own.choice });
  const { choice, by, source: ballot, via } = voice;
  return { choice, revision: null, by, ballot, via };
}

function pick({ choice, revision, by, ballot, via }: OwnVote): OwnVote {
  return { choice, revision, by, ballot, via };
}

/** Whether the member has spoken about any version of it. */
function hasSaid({ store }: Governance, row: ThreadRow, viewer: MemberId): boolean {
  const found = store.db
    .query(
      `SELECT 1 FROM governance_version AS v JOIN governance_vote AS b ON b.version = v.id
       WHERE v.thread = ? AND b.member = ? AND b.choice IS NOT NULL LIMIT 1`,
    )
    .get(idBytes(row.id), idBytes(viewer));
  return found !== null;
}

function openingRow({ store }: Governance, opening: OpId): OpeningRow | null {
  return store.db
    .query<OpeningRow, [Uint8Array]>("SELECT roll, heads FROM governance_opening WHERE id = ?")
    .get(idBytes(opening));
}

/** Only a text by the version's own author belongs to it. */
function textOf({ store }: Governance, row: ThreadRow): { title: string; summary: string } | null {
  return store.db
    .query<{ title: string; summary: string }, [Uint8Array, Uint8Array]>(
      `SELECT x.title, x.summary FROM governance_text AS x
       JOIN governance_version AS v ON v.member = x.member WHERE x.id = ? AND v.id = ?`,
    )
    .get(idBytes(row.text), idBytes(row.version));
}
