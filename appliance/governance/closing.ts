/** What this box has to close, to amend, to open: found in the tables, said by the clerk. */
import { kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import {
  amendedClose,
  closeBody,
  firstClose,
  haveAllVoted,
  idSetOf,
  type Judgement,
  type Opened,
  type PlannedClose,
  secondClose,
  splitIds,
} from "../../mesh/rules/index.ts";
import { boxCrypto } from "../members/index.ts";
import type { Say } from "./box-author.ts";
import { closesOf, openedOf, type Reading, votesById, votesHeard } from "./reading.ts";

/** Everything that must count at `at`, whoever it helps. */
export function planClose(read: Reading, opened: Opened, at: number): PlannedClose {
  const { version, topic } = opened.question;
  return firstClose(opened, votesHeard(read, version, topic), at);
}

/** Everybody has spoken for themselves, so there is nobody to wait for. */
export function isComplete({ question }: Opened, { tally: counted }: PlannedClose): boolean {
  return haveAllVoted(question, counted);
}

/** After mediation: what the first close named, and what the blockers said since. */
export function planSecondClose(
  read: Reading,
  opened: Opened,
  judgement: Judgement,
  at: number,
): PlannedClose {
  const { version, topic } = opened.question;
  const before = votesById(read, namedBy(read, opened.id, judgement, 1));
  return secondClose(opened, [...before.values()], votesHeard(read, version, topic), at);
}

/** What the closes that hold have named. */
function namedBy(read: Reading, opening: OpId, judgement: Judgement, stage: 1 | 2): Set<OpId> {
  return new Set(
    closesOf(read, opening)
      .filter(({ closing }) => closing.stage === stage && !judgement.faults.has(closing.id))
      .flatMap(({ set }) => set),
  );
}

/** What has to be amended by what this box knows; null when nothing is missing. */
export function planAmendment(
  read: Reading,
  opened: Opened,
  judgement: Judgement,
): PlannedClose | null {
  const { version, topic } = opened.question;
  const heard = votesHeard(read, version, topic);
  const votesOf = (ids: ReadonlySet<OpId>) => [...votesById(read, ids).values()];
  return amendedClose(opened, judgement, closesOf(read, opened.id), heard, votesOf);
}

/** Signs the parts of the set that do not fit, then the close. */
export async function sayClose(say: Say, planned: PlannedClose, at: number): Promise<void> {
  const split = splitIds(planned.ids);
  const parts: OpId[] = [];
  for (const ids of split.parts) parts.push(await say(kinds.idList, { ids }, at));
  const body = closeBody(planned, idSetOf(split, parts, boxCrypto.sha256));
  await say(kinds.close, body, at);
}

/** The opening of a thread as it stands, or null when it cannot be read. */
export function openedById(read: Reading, opening: OpId): Opened | null {
  return openedOf(read, opening)?.opened ?? null;
}
