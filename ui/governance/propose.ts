/** Putting a proposal before the community: what is signed, in one batch. */
import { choices, type DecisionModel, kinds } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import { appendAll, type Following, statement } from "../offline/index.ts";
import type { EffectParams } from "./effects/describe.ts";
import type { ProposalWords } from "./shapes.ts";

export interface Proposing {
  words: ProposalWords;
  model: DecisionModel;
  topic: string;
  effects: EffectParams[];
  about: MemberId[];
  hidden: boolean;
  /** False: a draft that only its author sees. */
  publish: boolean;
  /** Seconds since 1970. */
  reviewAt: number | null;
  revisits: OpId | null;
  /** Of a new version: the proposal, and the version it follows. */
  amends: { thread: OpId; version: OpId } | null;
  /** The author's own vote goes along. */
  withYes: boolean;
}

/** Signs it. Returns the id of the proposal, or of the new version. */
export async function propose(proposing: Proposing): Promise<OpId> {
  const { words, model, topic, effects, about, hidden, publish, reviewAt, revisits } = proposing;
  const statements: Following[] = [
    statement(kinds.proposalText, words),
    ([text]) =>
      statement(kinds.proposal, {
        thread: proposing.amends?.thread ?? null,
        previous: proposing.amends?.version ?? null,
        text: text as OpId,
        model,
        topic,
        effects: [...effects],
        options: words.options.length,
        about,
        hidden,
        publish,
        reviewAt,
        revisits,
      }),
  ];
  if (proposing.withYes && publish) {
    statements.push(([, version]) =>
      statement(kinds.ballot, { proposal: version as OpId, choice: choices.yes, revision: 1 }),
    );
  }
  const [, version] = await appendAll(statements);
  return version as OpId;
}
