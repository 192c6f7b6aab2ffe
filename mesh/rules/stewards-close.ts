import { type CloseBody, kinds } from "../kinds/index.ts";
import { equalBytes, type MemberId, type OpId, sha256, toOpId } from "../op/index.ts";
import {
  closeBody,
  firstClose,
  type HeardVote,
  type PlannedClose,
  secondClose,
} from "./close-plan.ts";
import { closableFrom, mediationEnds, type Opened } from "./closes.ts";
import { decodeDecision } from "./decision-export.ts";
import { idSetLater, readIdSetLater, splitIds } from "./id-set.ts";
import { receivedTimes } from "./left-out.ts";
import { currentVersion, type OpenedVersion } from "./phases.ts";
import { provePeople } from "./proven-people.ts";
import {
  bodiesOf,
  openingsIn,
  proveStatements,
  type Statement,
  votesIn,
} from "./proven-statements.ts";
import type { Vote } from "./votes.ts";

/** What the stewards would say came out, where no box is left to say it. */
export interface StewardsClose {
  /** What of the file does not hold: a code, and the operation where there is one. */
  readonly problems: readonly { code: string; id: OpId | null }[];
  readonly opened: Opened;
  readonly status: OpenedVersion["judgement"]["status"];
  /** Seconds since 1970 from which their word holds. */
  readonly from: number;
  readonly planned: PlannedClose;
  /** Votes on this version that came too late, or from outside the roll. */
  readonly leftOut: readonly Vote[];
  /** Who has signed a close of this stage already, and whether it counts the same. */
  readonly signed: readonly { member: MemberId; same: boolean }[];
  /** Lists of ids to be signed first, then the close that names them. */
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
  body(parts: OpId[]): CloseBody;
}

/** Faults that stand until enough stewards have signed. */
const waiting = new Set(["needs-stewards", "too-early"]);

/**
 * Counts an exported decision that no box has closed, by nothing but the file, for a steward to
 * sign. What the box says of when it heard a vote is taken from its receipts; without one, the vote
 * counts if it was signed in time. Two stewards with the same file come to the same set. Null when
 * there is nothing to close; throws `malformed-decision`.
 *
 * `at`: seconds since 1970.
 */
export async function closeByStewards(
  bytes: Uint8Array,
  at: number,
): Promise<StewardsClose | null> {
  const file = decodeDecision(bytes);
  const problems: { code: string; id: OpId | null }[] = [];
  const complain = (code: string, id: OpId | null) =>
    void (waiting.has(code) || problems.push({ code, id }));
  const people = await provePeople(file, complain);
  const statements = await proveStatements(file, people, complain);
  const votes = votesIn(statements);
  const current = currentVersion(await openingsIn(statements, votes, people, complain));
  const status = current?.judgement.status;
  if (current === null || (status !== "open" && status !== "blocked")) return null;
  const { opened, judgement } = current;
  const received = await receivedTimes(file, people, complain);
  const heard = heardIn(statements, votes, { opened, received });
  const before = judgement.close === null ? null : await namedIn(statements, judgement.close.id);
  const planned =
    before === null
      ? firstClose(opened, heard, at)
      : secondClose(
          opened,
          before.flatMap((id) => votes.get(id) ?? []),
          heard,
          at,
        );
  const split = splitIds(planned.ids);
  const setWith = await idSetLater(split, sha256);
  const { rules } = opened.question;
  const rank = opened.closers.length;
  const mine = closeBody(planned, setWith([]));
  return {
    problems,
    opened,
    status,
    from: judgement.close
      ? mediationEnds(rules, judgement.close.time, rank)
      : closableFrom(rules, rank),
    planned,
    leftOut: leftOutOf(heard, planned),
    signed: signedIn(statements, opened, mine),
    parts: split.parts,
    body: (parts) => closeBody(planned, setWith(parts)),
  };
}

/** The votes about this question, with when they came. */
function heardIn(
  statements: readonly Statement[],
  votes: ReadonlyMap<OpId, Vote>,
  { opened, received }: { opened: Opened; received: ReadonlyMap<OpId, number> },
): HeardVote[] {
  const { version, topic } = opened.question;
  const isAbout = (vote: Vote): boolean => {
    if (vote.kind === "delegation") return vote.topic === "" || vote.topic === topic;
    if (vote.kind !== "witness") return vote.version === version;
    const attested = votes.get(vote.attestation);
    return attested?.kind === "attestation" && attested.version === version;
  };
  return statements.flatMap(({ id, op }) => {
    const vote = votes.get(id);
    if (vote === undefined || !isAbout(vote)) return [];
    const { time } = op.header;
    return [{ vote, time, received: received.get(id) ?? time }];
  });
}

/** The set of a close, in which everything is here: it holds. */
async function namedIn(statements: readonly Statement[], close: OpId): Promise<OpId[]> {
  const parts = new Map(bodiesOf(statements, kinds.idList).map(({ id, body }) => [id, body.ids]));
  const found = bodiesOf(statements, kinds.close).find(({ id }) => id === close);
  const ids =
    found && (await readIdSetLater(found.body.ballots, (part) => parts.get(part) ?? null, sha256));
  return (ids ?? []).map(toOpId);
}

function leftOutOf(heard: readonly HeardVote[], { ids }: PlannedClose): Vote[] {
  const named = new Set(ids);
  return heard
    .map(({ vote }) => vote)
    .filter(({ id, kind }) => kind === "ballot" && !named.has(id));
}

function signedIn(
  statements: readonly Statement[],
  opened: Opened,
  mine: CloseBody,
): StewardsClose["signed"] {
  const said = new Map<MemberId, boolean>();
  for (const { body, member } of bodiesOf(statements, kinds.close)) {
    if (member === null || !opened.stewards.includes(member)) continue;
    if (body.opening !== opened.id || body.stage !== mine.stage) continue;
    const same = equalBytes(body.ballots.root, mine.ballots.root);
    said.set(member, same || said.get(member) === true);
  }
  return [...said].map(([member, same]) => ({ member, same }));
}
