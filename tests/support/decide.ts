/** Deciding, as phones do it: a proposal with its text and a vote, and everybody's ballots. */
import {
  type BodyOf,
  choices,
  effects,
  encodeParams,
  type GateEffect,
  kinds,
  type ProposalBody,
} from "../../mesh/kinds/index.ts";
import { fromHex, type OpId } from "../../mesh/op/index.ts";
import type { MadeOperation, TestMember } from "./member.ts";

type Text = BodyOf<typeof kinds.proposalText>;

export const plainText: Text = {
  title: "A proposal",
  summary: "What is at stake.",
  body: "",
  lang: "en",
  options: [],
  items: [],
  rationale: "",
};

export const plainProposal: Omit<ProposalBody, "text"> = {
  thread: null,
  previous: null,
  model: "modified",
  topic: "",
  effects: [],
  options: 0,
  about: [],
  hidden: false,
  publish: true,
  reviewAt: null,
  revisits: null,
};

/** Signs a text and a version; not handed in. The last one is the version. */
export async function signProposal(
  author: TestMember,
  given: Partial<Omit<ProposalBody, "text">> & { text?: Partial<Text> } = {},
): Promise<MadeOperation[]> {
  const { text: words, ...rest } = given;
  const text = await author.sign(kinds.proposalText, { ...plainText, ...words });
  const body = { ...plainProposal, ...rest, text: text.id };
  return [text, await author.sign(kinds.proposal, body)];
}

/** Publishes a proposal. Throws unless everything has its effect. */
export async function propose(
  author: TestMember,
  given: Parameters<typeof signProposal>[1] = {},
): Promise<OpId> {
  const made = await signProposal(author, given);
  for (const result of await author.submit(...made)) {
    if (result.effect?.done !== true) throw new Error(`no effect: ${JSON.stringify(result)}`);
  }
  return made.at(-1)?.id as OpId;
}

export function effectOf<P>(effect: GateEffect<P>, params: NoInfer<P>) {
  return { effect: effect.name, params: encodeParams(effect, params) };
}

export function vote(
  member: TestMember,
  proposal: OpId,
  choice: number = choices.yes,
  revision = 1,
): Promise<OpId> {
  return member.speak(kinds.ballot, { proposal, choice, revision });
}

/**
 * Decides something as a young community does: one proposes, everybody on the roll says yes, and
 * the box closes at once. Resolves when the effect has happened. `voters`: everybody else.
 */
export async function decide<P>(
  author: TestMember,
  effect: GateEffect<P>,
  params: NoInfer<P>,
  voters: readonly TestMember[] = [],
): Promise<OpId> {
  return decideAll(author, [effectOf(effect, params)], voters);
}

/** The same for several effects of one proposal. */
export async function decideAll(
  author: TestMember,
  effects: ProposalBody["effects"],
  voters: readonly TestMember[] = [],
): Promise<OpId> {
  const proposal = await propose(author, { effects });
  for (const voter of [author, ...voters]) await vote(voter, proposal);
  for (let tries = 0; tries < 200; tries++) {
    const { outcome } = await author.get<{ outcome: string | null }>(`/api/decisions/${proposal}`);
    if (outcome === "passed") return proposal;
    await Bun.sleep(10);
  }
  throw new Error("The box has not closed a vote in which everybody has said yes.");
}

/** Has the community decide that the box uses this file. */
export async function deployModel(
  founder: TestMember,
  sha256: string,
  { name = "A model", strengthPermille = 1_000 } = {},
): Promise<void> {
  const file = { sha256: fromHex(sha256) ?? new Uint8Array(), bytes: 1, source: "" };
  await decide(founder, effects.modelDeploy, { name, ...file, strengthPermille });
}
