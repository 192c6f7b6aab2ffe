import { kinds } from "../kinds/index.ts";
import {
  decodeReceipt,
  type OpId,
  sha256,
  toOpId,
  verifyEquivocation,
  verifyReceipt,
} from "../op/index.ts";
import { mustCount } from "./closes.ts";
import type { DecisionFile } from "./decision-export.ts";
import { readIdSetLater } from "./id-set.ts";
import type { OpenedVersion } from "./phases.ts";
import { type Complain, type ProvenPeople, proveOperation, read } from "./proven-people.ts";
import { bodiesOf, type Statement } from "./proven-statements.ts";
import type { Vote } from "./votes.ts";

/** A ballot that the box had in time, by its own receipt, and that no close names. */
export async function checkLeftOut(
  file: DecisionFile,
  {
    current,
    statements,
    votes,
    people,
  }: {
    current: OpenedVersion;
    statements: readonly Statement[];
    votes: ReadonlyMap<OpId, Vote>;
    people: ProvenPeople;
  },
  close: { id: OpId; time: number },
  complain: Complain,
): Promise<void> {
  const { rules, version } = current.opened.question;
  const received = await receivedTimes(file, people, complain);
  const doubled = await doubledIn(file, people, complain);
  const named = await namedBy(statements, current.opened.id);
  for (const { id, op } of statements) {
    const vote = votes.get(id);
    if (vote?.kind !== "ballot" || vote.version !== version || named.has(id)) continue;
    const at = received.get(id);
    if (at === undefined || doubled.has(id)) continue;
    // Older than the close: within one second a receipt cannot tell.
    const closedAt = current.judgement.stage === 1 ? close.time - 1 : rules.votingEnds;
    if (mustCount({ time: op.header.time, received: at }, rules, closedAt)) {
      complain("left-out", id);
    }
  }
}

async function namedBy(statements: readonly Statement[], opening: OpId): Promise<Set<OpId>> {
  const parts = new Map<OpId, Uint8Array>();
  for (const { id, body } of bodiesOf(statements, kinds.idList)) parts.set(id, body.ids);
  const named = new Set<OpId>();
  for (const { body } of bodiesOf(statements, kinds.close)) {
    if (body.opening !== opening) continue;
    const ids = await readIdSetLater(body.ballots, (part) => parts.get(part) ?? null, sha256);
    for (const id of ids ?? []) named.add(toOpId(id));
  }
  return named;
}

/** When the boxes say that they had which operation: the earliest word. */
export async function receivedTimes(
  file: DecisionFile,
  { boxes }: ProvenPeople,
  complain: Complain,
): Promise<Map<OpId, number>> {
  const times = new Map<OpId, number>();
  for (const bytes of file.receipts) {
    try {
      const receipt = decodeReceipt(bytes);
      const key = boxes.get(receipt.box);
      if (key === undefined || !(await verifyReceipt(receipt, file.communityId, key))) {
        complain("receipt", null);
        continue;
      }
      for (const id of receipt.ids) {
        times.set(id, Math.min(times.get(id) ?? receipt.time, receipt.time));
      }
    } catch {
      complain("receipt", null);
    }
  }
  return times;
}

/** Operations whose author signed another one under the same number. */
async function doubledIn(
  file: DecisionFile,
  people: ProvenPeople,
  complain: Complain,
): Promise<Set<OpId>> {
  const doubled = new Set<OpId>();
  for (const pair of file.equivocations) {
    const [first, second] = pair.flatMap((wire) => read(wire, complain));
    const key = first && people.devices.get(first.author)?.key;
    if (!first || !second || !key) continue;
    if (!(await verifyEquivocation({ first, second }, file.communityId, key))) {
      complain("equivocation", null);
      continue;
    }
    for (const op of [first, second]) {
      const proven = await proveOperation(file.communityId, op, key);
      if (proven !== null) doubled.add(proven.id);
    }
  }
  return doubled;
}
