/**
 * Decisions that are written down as they were made: for the sample community, whose past is made
 * in a moment. The rules judge them like any others.
 */
import type { ProposalBody } from "../../mesh/kinds/index.ts";
import { FolkmootError, type OpId } from "../../mesh/op/index.ts";
import { tally } from "../../mesh/rules/index.ts";
import { membershipOf } from "../members/index.ts";
import { sayClose } from "./closing.ts";
import type { Governance } from "./governance.ts";
import { sayOpening } from "./opening.ts";
import { votesHeard } from "./reading.ts";

export interface RecordedProposal {
  /** The text and the first version, in wire form. */
  readonly wires: readonly Uint8Array[];
  readonly thread: OpId;
  readonly proposal: ProposalBody;
  /** Seconds since 1970. */
  readonly openedAt: number;
  /** Null: still open. */
  readonly closedAt: number | null;
}

/**
 * Opens a proposal, and closes it by the ballots about it that are in the log already: in one
 * commit, so that nobody closes it in between.
 */
export async function recordDecision(
  { author, store }: Governance,
  { wires, thread, proposal, openedAt, closedAt }: RecordedProposal,
): Promise<void> {
  const state = membershipOf(store.db);
  if (state === null) {
    throw new FolkmootError("not-founded", "Nobody is here yet who could decide.");
  }
  await author.say(async (say, pass) => {
    for (const wire of wires) pass(wire);
    const toOpen = { thread, version: thread, proposal, previous: null };
    const opened = await sayOpening(say, toOpen, state, openedAt);
    if (closedAt === null) return;
    const { id: opening, question } = opened;
    const votes = votesHeard(store, thread, proposal.topic).map(({ vote }) => vote);
    const ids = votes.map(({ id }) => id);
    const planned = { opening, stage: 1, amends: [], ids, tally: tally(question, votes) } as const;
    await sayClose(say, planned, closedAt);
  });
}
