/**
 * What somebody who remembers a box's checkpoints concludes when the box shows a newer one: it has
 * grown, it was restored and says so, or it contradicts itself. Phones do this at every visit.
 */
import {
  type CommunityId,
  equalBytes,
  FolkmootError,
  type PublicKey,
  toBase64Url,
} from "../op/index.ts";
import { type SyncCrypto, settle } from "../rules/index.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import {
  bytesOfAnswer,
  type Evidence,
  type Fault,
  openShown,
  type ShownAnswer,
  type ShownLog,
} from "./evidence.ts";
import { checkpointsKeptMax, logsMax } from "./limits.ts";
import { verifyConsistency } from "./merkle.ts";
import { type Opening, parseOpening } from "./opening.ts";

/** One log as the witness remembers it. */
export interface KnownLog {
  readonly origin: string;
  /** Signed note. */
  readonly opening: string;
  /** Signed notes, oldest first, each checked against the one before; never empty. */
  readonly checkpoints: readonly string[];
}

/** What the box shows now. */
export interface Shown {
  readonly log: ShownLog;
  /** Every log of this box, oldest first, so that restores can be followed. */
  readonly logs: readonly { readonly origin: string; readonly opening: string }[];
  /** The box's proof that the tree at `to` begins with the one at `from`; null if it refuses. */
  consistency(from: number, to: number): Promise<ShownAnswer | null>;
}

export interface About {
  readonly community: CommunityId;
  readonly boxKey: PublicKey;
  /** Seconds since 1970. */
  readonly now: number;
}

export type Finding =
  | { readonly kind: "nothing" | "first" | "same" | "grown" }
  /** `lost`: how many operations the witness knows to have been there and that did not come back. */
  | { readonly kind: "restored"; readonly opening: Opening; readonly lost: number }
  | { readonly kind: "fault"; readonly evidence: Evidence };

export interface Conclusion {
  readonly finding: Finding;
  /** What to remember from now on; after a fault, what was remembered before. */
  readonly known: readonly KnownLog[];
}

/** Compares. Throws what `shown.consistency` throws. */
export async function compare(
  known: readonly KnownLog[],
  shown: Shown,
  about: About,
): Promise<Conclusion> {
  const fault = (kind: Fault, before: ShownLog | null, answer: ShownAnswer | null = null) =>
    concludeFault(known, evidenceOf(kind, { before, after: shown.log, answer, about }));
  const newest = known.at(-1);
  const before = newest === undefined ? null : shownOf(newest);
  const statement = await opened(shown.log, about);
  if (statement === null) return fault("unsigned", before);
  const { opening, checkpoint } = statement;
  if (checkpoint === null) return { finding: { kind: "nothing" }, known };
  const same = known.find(({ origin }) => origin === shown.log.origin);
  if (same !== undefined) {
    const problem = await growthFault(lastCheckpoint(same), checkpoint, shown.consistency);
    if (problem !== null) return fault(problem.fault, shownOf(same), problem.answer);
    const isNew = lastCheckpoint(same).size !== checkpoint.size;
    return { finding: { kind: isNew ? "grown" : "same" }, known: withCheckpoint(known, shown.log) };
  }
  const added = withCheckpoint(known, shown.log);
  if (newest === undefined) return { finding: { kind: "first" }, known: added };
  const restored = await restoration(known, shown, { opening, checkpoint }, about);
  if (restored === null) return fault("undeclared", before);
  if ("fault" in restored) return fault(restored.fault, restored.before, restored.answer);
  const lost = Math.max(0, lastCheckpoint(newest).size - restored.head);
  return { finding: { kind: "restored", opening, lost }, known: added };
}

/**
 * Compares what is remembered with the checkpoint that somebody else was shown of the same log:
 * two records for two people are found by nothing else. Null when it is of another log, or not the
 * box's word. Throws what `consistency` throws.
 */
export async function compareWithOthers(
  log: KnownLog,
  checkpoint: string,
  { consistency, about }: { consistency: Shown["consistency"]; about: About },
): Promise<"same" | "grown" | Evidence | null> {
  const { origin, opening } = log;
  const theirs: ShownLog = { origin, opening, checkpoint };
  const statement = await opened(theirs, about);
  if (statement?.checkpoint === null || statement === null) return null;
  const ours = shownOf(log);
  const isOurs = lastCheckpoint(log).size <= statement.checkpoint.size;
  const [before, after] = isOurs ? [ours, theirs] : [theirs, ours];
  const [older, newer] = [before, after].map((one) => parseCheckpoint(one.checkpoint ?? ""));
  if (older === undefined || newer === undefined) return null;
  const problem = await growthFault(older, newer, consistency);
  if (problem === null) return older.size === newer.size ? "same" : "grown";
  return evidenceOf(problem.fault, { before, after, answer: problem.answer, about });
}

/** Evidence that an operation which the box had confirmed is not in the record it shows. */
export function droppedEvidence(
  log: KnownLog,
  operation: NonNullable<Evidence["operation"]>,
  about: About,
): Evidence {
  const shown = shownOf(log);
  return {
    ...evidenceOf("dropped", { before: shown, after: shown, answer: null, about }),
    operation,
  };
}

/** The newest checkpoint of a log that is remembered. */
export function lastCheckpoint(log: KnownLog): Checkpoint {
  return parseCheckpoint(log.checkpoints.at(-1) ?? "");
}

interface Problem {
  readonly fault: Fault;
  readonly answer: ShownAnswer | null;
}

/** Why the newer checkpoint does not go on from the older one of the same tree; null if it does. */
async function growthFault(
  older: Checkpoint,
  newer: Checkpoint,
  consistency: Shown["consistency"],
): Promise<Problem | null> {
  if (newer.size === older.size) {
    return equalBytes(newer.root, older.root) ? null : { fault: "forked", answer: null };
  }
  if (newer.size < older.size) return { fault: "shrunk", answer: null };
  const answer = await consistency(older.size, newer.size);
  const unproven: Problem = { fault: "unproven", answer };
  if (answer === null || answer.from !== older.size || answer.to !== newer.size) return unproven;
  const bytes = bytesOfAnswer(answer);
  if (bytes === null) return unproven;
  const { from, to } = answer;
  const holds = (fromRoot: Uint8Array) =>
    settle(({ sha256 }) =>
      verifyConsistency(sha256, { from, to, toRoot: newer.root, path: bytes.path, fromRoot }),
    );
  if (await holds(older.root)) return null;
  // The box's own proof, for a root that it had not signed: it has convicted itself.
  return (await holds(bytes.fromRoot)) ? { fault: "rewritten", answer } : unproven;
}

interface Restored {
  /** The lowest head at which a log was opened since the one that is remembered. */
  readonly head: number;
}

/**
 * Follows the box's declared restores back to a log that is remembered, and has it proven that
 * everything up to there came back unchanged. Null when it declares none.
 */
async function restoration(
  known: readonly KnownLog[],
  shown: Shown,
  now: { opening: Opening; checkpoint: Checkpoint },
  about: About,
): Promise<Restored | (Problem & { before: ShownLog }) | null> {
  let head = now.opening.size;
  let step = now.opening;
  for (let steps = 0; steps < logsMax; steps++) {
    if (step.reason !== "restored") return null;
    head = Math.min(head, step.size);
    const before = known.find(({ origin }) => origin === step.previous);
    if (before !== undefined) {
      const problem = await headFault(before, head, now.checkpoint, shown);
      return problem === null ? { head } : { ...problem, before: shownAt(before, head) };
    }
    // From before this box kept a record, or in a copy that holds none of it.
    if (step.previous === null) return { head };
    const earlier = await openedEarlier(step.previous, shown, about);
    if (earlier === null) return null;
    step = earlier;
  }
  return null;
}

/** Whether what is remembered up to `head` is what the new log begins with. */
async function headFault(
  before: KnownLog,
  head: number,
  checkpoint: Checkpoint,
  shown: Shown,
): Promise<Problem | null> {
  const kept = before.checkpoints.map(parseCheckpoint).filter(({ size }) => size <= head);
  const anchor = kept.at(-1);
  // Nothing that is remembered is old enough: there is nothing to compare with.
  return anchor === undefined ? null : growthFault(anchor, checkpoint, shown.consistency);
}

function shownAt(log: KnownLog, head: number): ShownLog {
  const at = log.checkpoints.findLast((note) => parseCheckpoint(note).size <= head);
  return { ...shownOf(log), checkpoint: at ?? null };
}

function openedEarlier(origin: string, shown: Shown, about: About): Promise<Opening | null> {
  const found = shown.logs.find((log) => log.origin === origin);
  if (found === undefined) return Promise.resolve(null);
  return opened({ ...found, checkpoint: null }, about).then((read) => read?.opening ?? null);
}

async function opened(log: ShownLog, { community, boxKey }: About) {
  try {
    return await settle((crypto: SyncCrypto) => openShown(log, community, boxKey, crypto));
  } catch (error) {
    if (error instanceof FolkmootError) return null;
    throw error;
  }
}

function concludeFault(known: readonly KnownLog[], evidence: Evidence): Conclusion {
  return { finding: { kind: "fault", evidence }, known };
}

function evidenceOf(
  fault: Fault,
  {
    before,
    after,
    answer,
    about,
  }: { before: ShownLog | null; after: ShownLog; answer: ShownAnswer | null; about: About },
): Evidence {
  const { community, boxKey, now } = about;
  return {
    fault,
    community,
    boxKey: toBase64Url(boxKey),
    before,
    after,
    answer,
    operation: null,
    seen: now,
  };
}

function shownOf({ origin, opening, checkpoints }: KnownLog): ShownLog {
  return { origin, opening, checkpoint: checkpoints.at(-1) ?? null };
}

/** Remembers the log's newest checkpoint; the log in use comes last. */
function withCheckpoint(known: readonly KnownLog[], shown: ShownLog): KnownLog[] {
  const { origin, opening, checkpoint } = shown;
  const others = known.filter((log) => log.origin !== origin);
  const before = known.find((log) => log.origin === origin)?.checkpoints ?? [];
  const isNew = checkpoint !== null && before.at(-1) !== checkpoint;
  const checkpoints = isNew ? thinned([...before, checkpoint]) : before;
  return [...others, { origin, opening, checkpoints }].slice(-logsMax);
}

/** Keeps first and last, and of the others those that stand furthest apart, by ratio of sizes. */
function thinned(checkpoints: readonly string[]): readonly string[] {
  if (checkpoints.length <= checkpointsKeptMax) return checkpoints;
  const sizes = checkpoints.map((note) => parseCheckpoint(note).size);
  let closest = 1;
  let least = Number.POSITIVE_INFINITY;
  for (let at = 1; at < sizes.length - 1; at++) {
    const ratio = (sizes[at + 1] as number) / Math.max(1, sizes[at - 1] as number);
    if (ratio < least) [closest, least] = [at, ratio];
  }
  return checkpoints.filter((_, at) => at !== closest);
}

/** When the log in use was opened, seconds since 1970. */
export function openedAt(log: KnownLog): Promise<number> {
  return settle(({ sha256 }) => parseOpening(log.opening, sha256).opened);
}
