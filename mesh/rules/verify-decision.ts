import { type Attachment, type BodyOf, kinds, type ProposalBody } from "../kinds/index.ts";
import { bodyOf, type CommunityId, type OpId, verifyDetached } from "../op/index.ts";
import type { Opened } from "./closes.ts";
import { type DecisionFile, decodeDecision } from "./decision-export.ts";
import { aboutOf } from "./frozen-rules.ts";
import { checkLeftOut } from "./left-out.ts";
import { currentVersion, type OpenedVersion } from "./phases.ts";
import {
  type Complain,
  type ProvenPeople,
  proveOperation,
  provePeople,
  read,
} from "./proven-people.ts";
import {
  bodiesOf,
  openingsIn,
  proveStatements,
  type Statement,
  votesIn,
} from "./proven-statements.ts";
import type { Tally } from "./tally.ts";
import type { Vote } from "./votes.ts";
import { datedAhead, type Warning } from "./warnings.ts";

/** What a file says and proves. */
export interface Verdict {
  /** Everything in the file holds, and a result follows from it. */
  readonly ok: boolean;
  /** What does not hold: a code, and the operation where there is one. */
  readonly problems: readonly { code: string; id: OpId | null }[];
  /** What may be wrong, or only the clock of whoever checks. */
  readonly warnings: readonly Warning[];
  readonly communityId: CommunityId;
  readonly community: string | null;
  readonly thread: OpId | null;
  readonly version: OpId | null;
  readonly title: string | null;
  /**
   * Files that the version names: each is SHA-256 over its salt and its content. That they are what
   * was voted on is proven; they themselves are not in the file. None without the text.
   */
  readonly attachments: readonly Attachment[];
  readonly status: OpenedVersion["judgement"]["status"];
  readonly stage: 1 | 2;
  readonly closedAt: number | null;
  readonly close: OpId | null;
  readonly winner: number | null;
  readonly model: string | null;
  readonly tally: Tally | null;
  /** What it does, as the version says. */
  readonly effects: readonly { effect: string; params: Uint8Array }[];
  /** How much was checked. */
  readonly checked: { readonly signatures: number; readonly people: number };
}

/**
 * Checks an exported decision by nothing but the file: every signature, the chain of enrolments to
 * the founder, the sets that the closes name, and the tally. Throws `malformed-decision` for a file
 * that is none; everything else that is wrong is a problem in the verdict.
 *
 * `now`: seconds since 1970, by the clock of whoever checks. A close goes by the time its signer put
 * into it; one that is still to come is a warning. Without a clock nothing is said about that.
 *
 * It cannot know whether the roll is everybody who was a member, or what the file leaves out: for
 * that, compare the log.
 */
export async function verifyDecision(bytes: Uint8Array, now?: number): Promise<Verdict> {
  const file = decodeDecision(bytes);
  const problems: { code: string; id: OpId | null }[] = [];
  const complain: Complain = (code, id) => void problems.push({ code, id });
  const people = await provePeople(file, complain);
  const statements = await proveStatements(file, people, complain);
  const votes = votesIn(statements);
  const openings = await openingsIn(statements, votes, people, complain);
  const current = currentVersion(openings);
  if (current === null) complain("no-opening", null);
  else await checkCurrent(file, { current, statements, votes, people }, complain);
  const version = current?.opened.question.version ?? null;
  const proposal = proposalIn(statements, version);
  const text = proposal === null ? null : await textIn(file, people, proposal.text);
  const judgement = current?.judgement;
  if (judgement?.status === "open") complain("no-close", null);
  return {
    ok: problems.length === 0,
    problems,
    warnings: now === undefined ? [] : closesAhead(statements, now),
    communityId: file.communityId,
    community: people.roots.at(-1)?.name ?? null,
    thread: proposal?.thread ?? version,
    version,
    title: text?.title ?? null,
    attachments: text?.attachments ?? [],
    status: judgement?.status ?? "open",
    stage: judgement?.stage ?? 1,
    closedAt: judgement?.close?.time ?? null,
    close: judgement?.close?.id ?? null,
    winner: judgement?.winner ?? null,
    model: current?.opened.question.rules.model ?? null,
    tally: judgement?.tally ?? null,
    effects: proposal?.effects ?? [],
    checked: {
      signatures: statements.length + people.devices.size,
      people: new Set([...people.devices.values()].map(({ member }) => member)).size,
    },
  };
}

/** A box refuses a close that is still to come by its own clock; a file has no clock. */
function closesAhead(statements: readonly Statement[], now: number): Warning[] {
  const closes = statements.filter(({ kind }) => kind === kinds.close.number);
  return closes.flatMap(({ id, op }) => datedAhead(id, op.header.time, now));
}

/** What must hold of the version that counts, besides its closes. */
async function checkCurrent(
  file: DecisionFile,
  given: {
    current: OpenedVersion;
    statements: readonly Statement[];
    votes: ReadonlyMap<OpId, Vote>;
    people: ProvenPeople;
  },
  complain: Complain,
): Promise<void> {
  const { current, statements, people } = given;
  const { id, question } = current.opened;
  const proposal = proposalIn(statements, question.version);
  if (proposal === null) complain("no-version", question.version);
  else if (!isFrozenAs(current.opened, proposal)) complain("opening-differs", id);
  const members = new Set([...people.devices.values()].map(({ member }) => member));
  if (!question.roll.isSubsetOf(members)) complain("roll-unproven", id);
  const { close } = current.judgement;
  if (close !== null) await checkLeftOut(file, given, close, complain);
}

/** Whether the box froze what the author proposed. */
function isFrozenAs({ question }: Opened, proposal: ProposalBody): boolean {
  const { rules, topic, about } = question;
  return (
    rules.model === proposal.model &&
    rules.options === proposal.options &&
    rules.hidden === proposal.hidden &&
    topic === proposal.topic &&
    about.toSorted().join() === aboutOf(proposal).join()
  );
}

function proposalIn(statements: readonly Statement[], version: OpId | null): ProposalBody | null {
  const found = bodiesOf(statements, kinds.proposal).find(({ id }) => id === version);
  // A box opens the review of an emergency; everything else is proposed by people.
  return found?.body ?? null;
}

async function textIn(
  file: DecisionFile,
  people: ProvenPeople,
  text: OpId,
): Promise<BodyOf<typeof kinds.proposalText> | null> {
  for (const op of file.texts.flatMap((wire) => read(wire, () => undefined))) {
    const key = people.devices.get(op.author)?.key ?? people.boxes.get(op.author);
    const proven = await proveOperation(file.communityId, op, key);
    if (proven?.id !== text || !(await verifyDetached(op))) continue;
    const body = bodyOf(op);
    return body === null ? null : kinds.proposalText.schema.decode(body);
  }
  return null;
}
