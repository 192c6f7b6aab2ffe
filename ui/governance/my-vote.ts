import { type BodyOf, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import {
  appendAll,
  type Following,
  isRefused,
  type OwnOperation,
  statement,
} from "../offline/index.ts";
import { ownOperations } from "../offline/own.ts";
import type { CameBy, MediationPath, Proceeding, ProposalList } from "./shapes.ts";

/** What the member said last on a version, whether or not the box has heard it. */
export interface MyVote {
  choice: number;
  revision: number;
  by: CameBy;
  ballot: OpId;
  /** The ballot on this phone, while the box's answer does not show it. */
  op: OwnOperation | null;
}

type Cast = BodyOf<typeof kinds.ballotFull> | BodyOf<typeof kinds.ballot>;

/** The newest of what this phone signed and what the box counts. */
export function useMyVote({ version, mine }: Pick<Proceeding, "version" | "mine">): MyVote | null {
  return latestVote(mine, castOn(version, ownOperations.value));
}

function castOn(version: OpId, own: readonly OwnOperation[]): OwnOperation[] {
  return own
    .filter(({ kind }) => kind === kinds.ballot.number || kind === kinds.ballotFull.number)
    .filter((op) => (op.body as Cast | null)?.proposal === version);
}

/** What needs the member by the box's word, without what they have voted on since. */
export function useStillNeeded(list: ProposalList | undefined): ProposalList | undefined {
  return list && stillNeeded(list, ownOperations.value);
}

/** Pure: a vote on its way to the box is no longer missing; one that was refused is. */
export function stillNeeded(list: ProposalList, own: readonly OwnOperation[]): ProposalList {
  const isVoted = ({ needs, version, mine }: ProposalList["items"][number]) => {
    if (needs !== "vote" && needs !== "again") return false;
    const op = latestVote(mine, castOn(version, own))?.op ?? null;
    return op !== null && !isRefused(op);
  };
  const items = list.items.filter((row) => !isVoted(row));
  const vote = Math.max(0, list.needs.vote - (list.items.length - items.length));
  return { ...list, items, needs: { ...list.needs, vote } };
}

/** Pure: by revision, what the box counts first where both are the same. */
export function latestVote(mine: Proceeding["mine"], own: readonly OwnOperation[]): MyVote | null {
  const counted = mine === null ? null : { ...mine, revision: mine.revision ?? 0, op: null };
  return own.reduce<MyVote | null>((latest, op) => {
    const { choice, revision } = op.body as Cast;
    if (latest !== null && latest.revision >= revision) return latest;
    return { choice, revision, by: "own", ballot: op.id, op };
  }, counted);
}

/** Pure: what somebody signed about a proposal: a comment, a change, a way to talk about a block. */
export function saidHere(
  proposal: Pick<Proceeding, "thread" | "version"> & { opening: OpId | null },
  own: readonly OwnOperation[],
): OwnOperation[] {
  const names = new Set<unknown>([proposal.thread, proposal.version, proposal.opening]);
  names.delete(null);
  return own.filter(({ body }) => {
    const { thread, proposal: on, opening } = (body ?? {}) as Record<string, unknown>;
    return names.has(thread) || names.has(on) || names.has(opening);
  });
}

export interface Ballot {
  choice: number;
  /** In words; empty: none. */
  reason: string;
  path: MediationPath | null;
  /** Options of a ranked choice, the dearest first. */
  ranking: number[];
}

/** Signs a ballot: the small one that also fits a radio, unless it has a reason or a ranking. */
export async function cast(
  { version, revision }: { version: OpId; revision: number },
  { choice, reason, path, ranking }: Ballot,
): Promise<void> {
  const words = reason.trim();
  if (words === "" && ranking.length === 0) {
    await appendAll([statement(kinds.ballot, { proposal: version, choice, revision })]);
    return;
  }
  const full = (said: OpId | null) =>
    statement(kinds.ballotFull, { proposal: version, choice, revision, reason: said, ranking });
  const statements: Following[] =
    words === ""
      ? [full(null)]
      : [statement(kinds.ballotReason, { text: words, path }), ([said]) => full(said as OpId)];
  await appendAll(statements);
}
