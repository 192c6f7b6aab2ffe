/**
 * Opening the list of decisions of a community with 1,000 proposals and 50,000 operations: what the
 * page asks for, over HTTPS, one after the other, as a phone would.
 */
import { recordDecision } from "../../appliance/governance/index.ts";
import { choices, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { startBox, type TestBox } from "../support/box.ts";
import { plainProposal, plainText } from "../support/decide.ts";
import { foundedBox, type TestMember } from "../support/member.ts";
import type { BenchLine } from "./run.ts";

const people = 50;
const proposals = 1_000;
const openProposals = 100;
const hour = 3_600;
const runs = 20;
const openMsMax = 300;
const paths = ["needs-me", "open", "closed"].map((filter) => `/api/decisions?filter=${filter}`);

export default async function bench(): Promise<BenchLine[]> {
  const box = await startBox();
  try {
    const { founder, members } = await foundedBox(box, people - 1);
    const everybody = [founder, ...members];
    for (let number = 0; number < proposals; number++) await decide(box, everybody, number);
    await box.box.governance.look();
    const [reader] = members as [TestMember];
    await reader.openSession();
    return [await measure(box, reader)];
  } finally {
    await box.close();
  }
}

/** The last ones are open, with half of the votes; the others are closed. */
async function decide(box: TestBox, everybody: TestMember[], number: number): Promise<void> {
  const { store, governance } = box.box;
  const isOpen = number >= proposals - openProposals;
  const author = everybody[number % everybody.length] as TestMember;
  const openedAt = author.now() - (isOpen ? 74 : 200) * hour;
  const title = `Proposal ${number}`;
  const given = { time: openedAt };
  const text = await author.sign(
    kinds.proposalText,
    { ...plainText, title },
    { ...seqOf(author), ...given },
  );
  const proposal = { ...plainProposal, text: text.id };
  const version = await author.sign(kinds.proposal, proposal, { ...seqOf(author), ...given });
  const voters = isOpen ? everybody.slice(0, people / 2) : everybody.slice(0, people - 1);
  const ballots = await Promise.all(
    voters.map((voter, at) => ballot(voter, version.id, at, openedAt)),
  );
  await store.submit(ballots, { carrier: "local" });
  await recordDecision(governance, {
    wires: [text.bytes, version.bytes],
    thread: version.id,
    proposal,
    openedAt,
    closedAt: isOpen ? null : openedAt + 150 * hour,
  });
}

const seqOf = (member: TestMember) => ({ seq: ++member.seq });

async function ballot(voter: TestMember, proposal: OpId, at: number, openedAt: number) {
  const choice = at % 5 === 0 ? choices.no : choices.yes;
  const given = { seq: ++voter.seq, time: openedAt + hour };
  return (await voter.sign(kinds.ballot, { proposal, choice, revision: 1 }, given)).bytes;
}

async function measure(box: TestBox, reader: TestMember): Promise<BenchLine> {
  const times: number[] = [];
  // The first one has nothing remembered.
  const firstMs = await openOnce(reader);
  for (let run = 0; run < runs; run++) times.push(await openOnce(reader));
  times.sort((a, b) => a - b);
  const medianMs = times[Math.floor(runs / 2)] ?? 0;
  return {
    bench: "decisions",
    case: "open the list",
    figure: Math.round(medianMs),
    unit: "ms for what needs you, what is open, and what is closed",
    against: `${openMsMax} ms`,
    ratio: Number((medianMs / openMsMax).toFixed(3)),
    first_ms: Math.round(firstMs),
    slowest_ms: Math.round(times.at(-1) ?? 0),
    proposals,
    operations: box.box.store.position(),
    people,
    runs,
  };
}

async function openOnce(reader: TestMember): Promise<number> {
  const beganMs = performance.now();
  for (const path of paths) await reader.get(path);
  return performance.now() - beganMs;
}
