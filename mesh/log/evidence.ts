/**
 * What a witness keeps when a box contradicts itself: both statements and the box's own answer, as
 * a file that anybody can judge with nothing but itself.
 */
import {
  type CommunityId,
  FolkmootError,
  fromBase64Url,
  type OpId,
  type PublicKey,
  toBase64Url,
  toCommunityId,
} from "../op/index.ts";
import { type SyncCrypto, settle } from "../rules/index.ts";
import { type Checkpoint, openCheckpoint } from "./checkpoint.ts";
import { evidenceFileBytesMax, pathHashesMax } from "./limits.ts";
import { hashBytes, verifyConsistency } from "./merkle.ts";
import { type Opening, openOpening, parseOpening } from "./opening.ts";

/**
 * - `forked`: two checkpoints of one size say two different things.
 * - `rewritten`: the newer record does not begin with the older one.
 * - `unproven`: the box gave no valid proof that it does.
 * - `shrunk`: the box shows a shorter record than it has signed.
 * - `undeclared`: another log, without the word that the box was restored.
 * - `unsigned`: what it shows is malformed or not signed by it.
 * - `dropped`: an operation it has confirmed is not in the record.
 */
export type Fault =
  | "forked"
  | "rewritten"
  | "unproven"
  | "shrunk"
  | "undeclared"
  | "unsigned"
  | "dropped";

const faults: readonly string[] = [
  "forked",
  "rewritten",
  "unproven",
  "shrunk",
  "undeclared",
  "unsigned",
  "dropped",
] satisfies Fault[];

/** A log as the box showed it. */
export interface ShownLog {
  readonly origin: string;
  /** Signed note. */
  readonly opening: string;
  /** Signed note; null where there was none. */
  readonly checkpoint: string | null;
}

/** The box's answer to the question for a proof; base64url where it is bytes. */
export interface ShownAnswer {
  readonly from: number;
  readonly to: number;
  /** The root that its tree had at `from`, as the box says now. */
  readonly fromRoot: string;
  readonly path: readonly string[];
}

export interface Evidence {
  readonly fault: Fault;
  readonly community: CommunityId;
  /** base64url */
  readonly boxKey: string;
  readonly before: ShownLog | null;
  readonly after: ShownLog;
  readonly answer: ShownAnswer | null;
  /** The one that was dropped, and when the box had confirmed it. */
  readonly operation: { readonly id: OpId; readonly confirmed: number } | null;
  /** Seconds since 1970, by the witness's clock. */
  readonly seen: number;
}

const format = "folkmoot-evidence/1";

/** The text of the file. */
export function encodeEvidenceFile(evidence: Evidence): string {
  return `${JSON.stringify({ format, ...evidence }, null, 2)}\n`;
}

/** Whether these bytes begin as a file of evidence. */
export function isEvidenceFile(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, 200)).includes(`"format": "${format}"`);
}

export interface EvidenceVerdict {
  /**
   * `proven`: the box's own signatures contradict each other. `alleged`: its statements are signed,
   * but the contradiction rests on the word of whoever saw it. `invalid`: no evidence at all.
   */
  readonly verdict: "proven" | "alleged" | "invalid";
  /** Null when the file cannot be read. */
  readonly evidence: Evidence | null;
}

/** Judges a file of evidence with nothing but itself. Never throws, whatever the bytes are. */
export async function verifyEvidenceFile(bytes: Uint8Array): Promise<EvidenceVerdict> {
  const evidence = readEvidence(bytes);
  if (evidence === null) return { verdict: "invalid", evidence };
  try {
    return { verdict: await settle((crypto) => judge(evidence, crypto)), evidence };
  } catch (error) {
    if (error instanceof FolkmootError) return { verdict: "invalid", evidence };
    throw error;
  }
}

interface Statement {
  readonly opening: Opening;
  readonly origin: string;
  readonly checkpoint: Checkpoint | null;
}

function judge(evidence: Evidence, crypto: SyncCrypto): EvidenceVerdict["verdict"] {
  const boxKey = fromBase64Url(evidence.boxKey) ?? new Uint8Array();
  const read = (log: ShownLog) => openShown(log, evidence.community, boxKey, crypto);
  const after = read(evidence.after);
  const before = evidence.before === null ? null : read(evidence.before);
  // What is not signed proves nothing, except to whoever received it from the box.
  if (before === null || after === null) {
    return evidence.fault === "unsigned" && after === null ? "alleged" : "invalid";
  }
  if (isForked(before, after) || isBegunTwice(before, after)) return "proven";
  return isRewritten(before, after, evidence.answer, crypto) ? "proven" : "alleged";
}

/** Null when the box did not sign one of the two notes, or they are about different logs. */
export function openShown(
  log: ShownLog,
  community: CommunityId,
  boxKey: PublicKey,
  crypto: SyncCrypto,
): Statement | null {
  const { origin } = parseOpening(log.opening, crypto.sha256);
  const opening = openOpening(log.opening, { origin, community, boxKey }, crypto);
  if (opening === null || origin !== log.origin) return null;
  if (log.checkpoint === null) return { opening, origin, checkpoint: null };
  const checkpoint = openCheckpoint(log.checkpoint, boxKey, crypto);
  return checkpoint?.origin === origin ? { opening, origin, checkpoint } : null;
}

function isForked(before: Statement, after: Statement): boolean {
  const [one, other] = [before.checkpoint, after.checkpoint];
  if (one === null || other === null || before.origin !== after.origin) return false;
  return one.size === other.size && toBase64Url(one.root) !== toBase64Url(other.root);
}

function isBegunTwice(before: Statement, after: Statement): boolean {
  const begun = before.opening.reason === "begun" && after.opening.reason === "begun";
  return begun && before.origin !== after.origin;
}

/** Whether the box has itself proven that its record began otherwise than it had signed. */
function isRewritten(
  before: Statement,
  after: Statement,
  answer: ShownAnswer | null,
  { sha256 }: SyncCrypto,
): boolean {
  const [older, newer] = [before.checkpoint, after.checkpoint];
  if (answer === null || older === null || newer === null) return false;
  const isSameRecord =
    before.origin === after.origin ||
    (after.opening.previous === before.origin && older.size <= after.opening.size);
  if (!isSameRecord || answer.from !== older.size || answer.to !== newer.size) return false;
  const bytes = bytesOfAnswer(answer);
  if (bytes === null || toBase64Url(bytes.fromRoot) === toBase64Url(older.root)) return false;
  const { from, to } = answer;
  return verifyConsistency(sha256, { from, to, toRoot: newer.root, ...bytes });
}

/** Null where it is not base64url of hashes. */
export function bytesOfAnswer({ fromRoot, path }: ShownAnswer) {
  const [root, ...hashes] = [fromRoot, ...path.slice(0, pathHashesMax + 1)].map((text) => {
    const read = fromBase64Url(text);
    return read?.length === hashBytes ? read : null;
  });
  const all = hashes.filter((hash) => hash !== null);
  if (!root || all.length < path.length) return null;
  return { fromRoot: root, path: all };
}

function readEvidence(file: Uint8Array): Evidence | null {
  if (file.length > evidenceFileBytesMax) return null;
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(file));
    return isEvidence(value) ? { ...value, community: toCommunityId(value.community) } : null;
  } catch {
    return null;
  }
}

function isEvidence(value: unknown): value is Evidence {
  if (!isRecord(value) || value["format"] !== format) return false;
  const { fault, community, boxKey, before, after, answer, seen } = value;
  return (
    faults.includes(String(fault)) &&
    typeof community === "string" &&
    typeof boxKey === "string" &&
    (before === null || isShownLog(before)) &&
    isShownLog(after) &&
    (answer === null || isShownAnswer(answer)) &&
    typeof seen === "number"
  );
}

function isShownLog(value: unknown): value is ShownLog {
  if (!isRecord(value)) return false;
  const { origin, opening, checkpoint } = value;
  const isNote = checkpoint === null || typeof checkpoint === "string";
  return typeof origin === "string" && typeof opening === "string" && isNote;
}

function isShownAnswer(value: unknown): value is ShownAnswer {
  if (!isRecord(value)) return false;
  const { from, to, fromRoot, path } = value;
  const isPath = Array.isArray(path) && path.every((hash) => typeof hash === "string");
  const isRange = typeof from === "number" && typeof to === "number";
  return isRange && typeof fromRoot === "string" && isPath;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
