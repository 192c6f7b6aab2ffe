/** Decisions as they might go: clear ones, doubled, forged, late and contradicted ones. */
import { choices, decisionModels, kinds, optionChoice } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { tally } from "../../mesh/rules/index.ts";
import { closeTime, DecisionHistory, type Opening, openedAt } from "./decision-history.ts";
import { type DecidingPeople, decidingPeople, type Voter } from "./decision-people.ts";
import { namedSigner, seededRandom } from "./operations.ts";

type Dice = ReturnType<typeof seededRandom>;

const communities = [1, 2, 3, 5, 8, 12].map((count) =>
  decidingPeople(`community of ${count}`, count),
);
const stranger = namedSigner("stranger");

/** The history of this seed, always the same. */
export async function randomDecision(seed: number): Promise<DecisionHistory> {
  const dice = seededRandom(seed);
  const people = (await communities[dice.below(communities.length)]) as DecidingPeople;
  const history = new DecisionHistory(people);
  let opening = await openSomething(history, dice);
  await voteAround(history, opening, dice);
  if (dice.below(6) === 0) {
    if (dice.below(2) === 0) await history.close(opening);
    opening = await openSomething(history, dice, opening);
    await voteAround(history, opening, dice);
  }
  await closeSomehow(history, opening, dice);
  return history;
}

async function openSomething(
  history: DecisionHistory,
  dice: Dice,
  previous?: Opening,
): Promise<Opening> {
  const { voters } = history.people;
  const model = decisionModels[dice.below(decisionModels.length)] ?? "consent";
  // Somebody may have come after the roll was frozen.
  const roll = dice.below(3) === 0 && voters.length > 1 ? voters.slice(0, -1) : voters;
  return history.open(model, {
    roll,
    author: pick(voters, dice),
    about: dice.below(3) === 0 ? [pick(voters, dice).member] : [],
    topic: dice.below(2) === 0 ? "garden" : "",
    rules: {
      early: dice.below(2) === 0,
      veto: dice.below(4) > 0,
      delegationHops: dice.below(4),
      blockStays: dice.below(2) === 0 ? "fails" : "override",
      ...(dice.below(3) === 0 ? { attested: ["paper" as const] } : {}),
      ...(dice.below(3) === 0 ? { quorumPermille: dice.below(1_001) } : {}),
    },
    ...(previous === undefined ? {} : { previous }),
  });
}

async function voteAround(history: DecisionHistory, opening: Opening, dice: Dice): Promise<void> {
  const { voters } = history.people;
  const times = 1 + dice.below(voters.length * 3);
  const leaning = 1 + dice.below(6);
  for (let said = 0; said < times; said++) {
    const voter = pick(voters, dice);
    const kind = dice.below(20);
    if (kind < 12) await castBallot(history, opening, voter, dice, leaning);
    else if (kind < 14) await castReasoned(history, opening, voter, dice);
    else if (kind < 16) {
      const to = dice.below(5) === 0 ? null : pick(voters, dice).member;
      const topic = ["", "garden", "roads"][dice.below(3)] ?? "";
      await history.vote(voter, kinds.delegate, { topic, to, revision: dice.below(3) });
    } else if (kind < 18) await attestSomething(history, opening, dice);
    else if (kind === 18) {
      const ballot = await castBallot(history, opening, voter, dice, leaning);
      if (ballot.device === 0) await history.double(voter, opening, ballot);
    } else await sendLate(history, opening, voter, dice);
  }
}

async function castBallot(
  history: DecisionHistory,
  { version, question }: Opening,
  voter: Voter,
  dice: Dice,
  leaning: number,
) {
  const { model, options } = question.rules;
  const isMulti = model === "poll" || model === "ranked";
  const plain = dice.below(3) === 0 ? dice.below(8) : Math.min(leaning, 5);
  const choice = isMulti && dice.below(8) > 0 ? optionChoice + dice.below(options + 1) : plain;
  const body = { proposal: version, choice, revision: dice.below(4) };
  const device = dice.below(voter.devices.length);
  return { device, ...(await history.vote(voter, kinds.ballot, body, device)) };
}

async function castReasoned(
  history: DecisionHistory,
  { version, question }: Opening,
  voter: Voter,
  dice: Dice,
): Promise<void> {
  const { options } = question.rules;
  const ranking = Array.from({ length: dice.below(4) }, () => dice.below(Math.max(1, options)));
  const isRanked = question.rules.model === "ranked" && ranking.length > 0;
  await history.vote(voter, kinds.ballotFull, {
    proposal: version,
    choice: isRanked ? optionChoice + (ranking[0] ?? 0) : choices.block,
    revision: dice.below(4),
    reason: dice.below(5) === 0 ? null : version,
    ranking: isRanked ? ranking : [],
  });
}

async function attestSomething(
  history: DecisionHistory,
  { version, question }: Opening,
  dice: Dice,
): Promise<void> {
  const { voters } = history.people;
  const form = (["paper", "hands", "proxy"] as const)[dice.below(3)] ?? "paper";
  const isHands = form === "hands" && dice.below(2) === 0;
  const some = () => Array.from({ length: 1 + dice.below(3) }, () => pick(voters, dice).member);
  const choice = () =>
    question.rules.options > 0 ? optionChoice + dice.below(question.rules.options) : dice.below(7);
  const earlier = [...history.votes.values()].findLast((vote) => vote.kind === "attestation");
  const counts = isHands
    ? Array<number>(19)
        .fill(0)
        .with(choice(), 1 + dice.below(2))
    : [];
  const { id } = await history.vote(pick(voters, dice), kinds.attestation, {
    proposal: version,
    form,
    entries: isHands ? [] : some().map((member) => ({ member, choice: choice() })),
    present: isHands ? some() : [],
    counts,
    replaces: dice.below(3) === 0 ? (earlier?.id ?? null) : null,
  });
  const witnesses = dice.below(5);
  for (let seen = 0; seen < witnesses; seen++) {
    await history.vote(pick(voters, dice), kinds.witness, { attestation: id });
  }
}

/** What no box counts: signed after the end, or by somebody whom nobody let in. */
async function sendLate(
  history: DecisionHistory,
  { version }: Opening,
  voter: Voter,
  dice: Dice,
): Promise<void> {
  const body = { proposal: version, choice: dice.below(7), revision: 9 };
  const isForged = dice.below(4) === 0;
  const signer = isForged ? await stranger : voter.devices[0];
  if (signer === undefined) return;
  const { id } = await history.say(signer, kinds.ballot, body, { time: openedAt + 201 });
  if (!isForged) await history.receive([id], openedAt + 202);
}

async function closeSomehow(history: DecisionHistory, opening: Opening, dice: Dice): Promise<void> {
  const all = [...history.votes.keys()];
  await history.receive(all, openedAt + 150);
  const { boxes } = history.people;
  const { rules } = opening.question;
  const time = dice.below(8) === 0 ? openedAt + 60 : closeTime(rules);
  const kind = dice.below(10);
  const some = () => all.filter(() => dice.below(5) > 0);
  if (kind === 0) return;
  if (kind === 1) {
    // The second box did not hear of everything, and closed in its turn.
    const turn = closeTime(rules) + rules.takeoverHours * 3_600;
    await history.close(opening, { votes: some(), time });
    await history.close(opening, { signer: boxes[1], votes: some(), time: turn });
    return;
  }
  if (kind === 2) return stewardsClose(history, opening, dice);
  const isPartial = kind === 3 || kind === 4;
  const close = await history.close(opening, {
    ...(isPartial ? { votes: some() } : {}),
    time,
    lie: dice.below(12) === 0,
  });
  if (kind === 4) await history.close(opening, { amends: [close.id], time: time + 9 });
  if (!isPartial) await mediate(history, opening, all, dice);
}

async function stewardsClose(history: DecisionHistory, opening: Opening, dice: Dice) {
  const { rules } = opening.question;
  const time = closeTime(rules) + 2 * rules.takeoverHours * 3_600;
  for (const voter of history.people.voters.slice(0, 1 + dice.below(3))) {
    const [signer] = voter.devices;
    if (signer !== undefined) await history.close(opening, { signer, time });
  }
}

/** A block: withdrawn by some, and closed for good. */
async function mediate(
  history: DecisionHistory,
  opening: Opening,
  before: OpId[],
  dice: Dice,
): Promise<void> {
  const first = tally(opening.question, history.votes.values());
  if (first.outcome !== "blocked" || dice.below(4) === 0) return;
  for (const voter of history.people.voters) {
    const isBlocker = first.blocks.some(({ member }) => member === voter.member);
    if (!isBlocker && dice.below(6) > 0) continue;
    if (dice.below(3) === 0) continue;
    const body = { proposal: opening.version, choice: 1 + dice.below(5), revision: 7 };
    await history.vote(voter, kinds.ballot, body);
  }
  const { rules } = opening.question;
  const time = closeTime(rules, dice.below(2) === 0 ? 1 : 2) + 5;
  await history.close(opening, { before, time });
}

function pick<T>(from: readonly T[], dice: Dice): T {
  return from[dice.below(from.length)] as T;
}
