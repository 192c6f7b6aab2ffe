/** What the sample community has decided, and what it is deciding now. */
import {
  type Attachment,
  type BodyOf,
  choices,
  effects,
  encodeParams,
  fileIdOf,
  type GateEffect,
  kinds,
  type ProposalBody,
} from "../../mesh/kinds/index.ts";
import { type MemberId, type OpId, toHex } from "../../mesh/op/index.ts";
import type { Attachments } from "../attachments/index.ts";
import { type Governance, recordDecision } from "../governance/index.ts";
import type { Store } from "../store/index.ts";
import type { DemoFile } from "./files.ts";
import {
  addSteward,
  type DemoCommunity,
  type DemoMember,
  demoMandate,
  memberNamed,
} from "./founding.ts";
import { demoValues, eldersGroup, founder } from "./people.ts";
import { type DemoProposal, proposals } from "./proposals.ts";

const hour = 3_600;
const termSeconds = 182 * 24 * hour;
/** The community over the ridge. */
const partner = "Valle Sereno";
type Effects = ProposalBody["effects"];
type Text = BodyOf<typeof kinds.proposalText>;

export interface DemoDeciding {
  readonly store: Store;
  readonly attachments: Pick<Attachments, "announce" | "put">;
  readonly governance: Governance;
  readonly community: DemoCommunity;
  /** Seconds since 1970. */
  readonly now: number;
}

/** Stewards, purpose, groups and roles: decided by everybody together in the first hour. */
export async function settleIn(deciding: DemoDeciding): Promise<void> {
  const { now } = deciding;
  const { members } = deciding.community;
  const everybody = [...members.values()];
  const moderators = everybody.filter(({ person }) => person.isModerator);
  const elders = everybody.filter(({ person }) => person.isElder);
  const beginning = [
    decided(effects.communityUpdate, {
      name: "Ribera Alta",
      languages: ["en", "es", "zh"],
      values: demoValues,
      purpose: "A neighbourhood network on a river: water, light, food, tools and care, together.",
    }),
    ...moderators.map(({ member }) =>
      decided(effects.roleAppoint, { member, role: "moderator", until: now + termSeconds }),
    ),
  ];
  const council = [
    decided(effects.groupCreate, { name: eldersGroup }),
    ...elders.map(({ member }) => decided(effects.groupAdd, { group: eldersGroup, member })),
  ];
  const { store, community } = deciding;
  const mandate = decided(effects.stewardMandate, demoMandate(community));
  await addSteward(community, await agree(deciding, "Who our stewards are", [mandate]), now);
  await store.submit(community.log.take(), { carrier: "local" });
  await agree(deciding, "What we are for, and who moderates", beginning);
  await agree(deciding, "An elders' council", council);
  const { publicKey: key } = await community.log.seed.signer(partner);
  const admitted = decided(effects.partnerAdmit, { name: partner, key, note: "Over the ridge." });
  await agree(deciding, `Become partners with ${partner}`, [admitted]);
}

function decided<P>(effect: GateEffect<P>, params: NoInfer<P>): Effects[number] {
  return { effect: effect.name, params: encodeParams(effect, params) };
}

function agree(deciding: DemoDeciding, title: string, planned: Effects): Promise<OpId> {
  const votes = [...deciding.community.members.keys()].map((by) => ({ by, choice: choices.yes }));
  const said = { title, summary: "We begin.", openedHoursAgo: 0, closedHoursAgo: 0 };
  return propose(deciding, { by: founder, lang: "en", model: "consent", votes, ...said }, planned);
}

/** One in discussion, one in voting, one that passed, one that is blocked, and a poll. */
export async function decideTogether(deciding: DemoDeciding): Promise<void> {
  for (const proposal of proposals) {
    const planned = proposal.shares === undefined ? [] : [shared(proposal.shares)];
    const thread = await propose(deciding, proposal, planned);
    await talk(deciding, thread, proposal);
  }
}

function shared(category: string): Effects[number] {
  const share = { category, partner, on: true, exceptLabels: ["sacred"] };
  return decided(effects.knowledgeShare, share);
}

async function propose(
  deciding: DemoDeciding,
  given: DemoProposal,
  planned: Effects,
): Promise<OpId> {
  const { store, governance, community, now } = deciding;
  const { log, members } = community;
  const openedAt = now - given.openedHoursAgo * hour;
  const { author, member } = memberNamed(members, given.by);
  const attachments = await bring(deciding, member, given.files ?? []);
  const said = { ...textOf(given), attachments };
  const text = await author.say(kinds.proposalText, said, openedAt);
  const proposal = bodyOf(given, text, planned, openedAt);
  const thread = await author.say(kinds.proposal, proposal, openedAt);
  const wires = log.take();
  // Ballots may come before what they are about; then they wait for it.
  for (const { by, choice, reason } of given.votes) {
    const voter = memberNamed(members, by).author;
    const votedAt = Math.min(now, openedAt + 2 * 24 * hour);
    await cast(voter, { proposal: thread, choice, reason }, votedAt);
  }
  await store.submit(log.take(), { carrier: "local" });
  const closedAt = given.closedHoursAgo === undefined ? null : now - given.closedHoursAgo * hour;
  await recordDecision(governance, { wires, thread, proposal, openedAt, closedAt });
  return thread;
}

/** Files that somebody attaches, brought as a phone does. */
async function bring(
  { attachments, community }: DemoDeciding,
  member: MemberId,
  files: readonly DemoFile[],
): Promise<Attachment[]> {
  const named: Attachment[] = [];
  for (const { name, type, content } of files) {
    const bytes = content();
    const salt = toHex(community.log.seed.bytes(`salt of ${name}`, 16));
    const hash = await fileIdOf(salt, bytes);
    named.push({ name, type, bytes: bytes.length, salt, hash });
    await attachments.announce(member, { hash, salt, bytes: bytes.length });
    // Small ones: each is one piece.
    await attachments.put(member, hash, 0, bytes);
  }
  return named;
}

async function cast(
  author: DemoMember["author"],
  { proposal, choice, reason }: { proposal: OpId; choice: number; reason: string | undefined },
  at: number,
): Promise<void> {
  if (reason === undefined) {
    await author.say(kinds.ballot, { proposal, choice, revision: 1 }, at);
    return;
  }
  const path = choice === choices.block ? ("mediator" as const) : null;
  const said = await author.say(kinds.ballotReason, { text: reason, path }, at);
  const body = { proposal, choice, revision: 1, reason: said, ranking: [] };
  await author.say(kinds.ballotFull, body, at);
}

function textOf({ title, summary, body = "", lang, options = [] }: DemoProposal): Text {
  return { title, summary, body, lang, options: [...options], items: [], rationale: summary };
}

function bodyOf(
  { model, topic = "", options = [], reviewInDays }: DemoProposal,
  text: OpId,
  planned: Effects,
  at: number,
): ProposalBody {
  return {
    thread: null,
    previous: null,
    text,
    model,
    topic,
    effects: planned,
    options: options.length,
    about: [],
    hidden: false,
    publish: true,
    reviewAt: reviewInDays === undefined ? null : at + reviewInDays * 24 * hour,
    revisits: null,
  };
}

/** What was said about it, and what became of it. */
async function talk(
  { store, community, now }: DemoDeciding,
  thread: OpId,
  { openedHoursAgo, comments = [], note }: DemoProposal,
): Promise<void> {
  const { log, members } = community;
  const openedAt = now - openedHoursAgo * hour;
  let parent: OpId | null = null;
  for (const [index, { by, text, answers }] of comments.entries()) {
    const { author } = memberNamed(members, by);
    const at = Math.min(now, openedAt + (index + 1) * 5 * hour);
    const said = { thread, parent: answers === true ? parent : null, text };
    const id: OpId = await author.say(kinds.comment, said, at);
    if (answers !== true) parent = id;
  }
  if (note !== undefined) {
    const { author } = memberNamed(members, founder);
    await author.say(kinds.outcomeNote, { thread, text: note }, now - 2 * 24 * hour);
  }
  await store.submit(log.take(), { carrier: "local" });
}
