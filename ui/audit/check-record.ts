import {
  type About,
  type Conclusion,
  compare,
  decodeInclusion,
  droppedEvidence,
  type Evidence,
  type KnownLog,
  openedAt,
  type Shown,
  verifyInclusionOf,
} from "../../mesh/log/index.ts";
import { type CommunityId, FolkmootError, type OpId } from "../../mesh/op/index.ts";
import { settle } from "../../mesh/rules/index.ts";
import { database, type Membership, type OwnOperation } from "../offline/database.ts";
import { boxNow, membership, request, requestJson } from "../offline/index.ts";
import {
  type BoxRecord,
  changeRecord,
  provenIn,
  type RecordAlarm,
  readRecord,
  writeProof,
} from "../offline/record.ts";
import { resendAfterRestore } from "../offline/restored.ts";

/** GET /api/audit */
export interface RecordHead {
  state: "unfounded" | "checking" | "signed" | "changed";
  log: Shown["log"] | null;
  logs: Shown["logs"];
}

// Proofs of own operations are fetched a few at a time, newest first: nobody waits for them.
const proofsPerCheck = 20;
const ownChecked = 200;

/**
 * Compares the box's record with what this phone remembers, and has it proven that the phone's own
 * operations are in it. One at a time over all tabs. Throws what requests throw.
 */
export async function checkRecord(): Promise<void> {
  await alone(async (self) => {
    const { communityId } = self;
    const head = await requestJson<RecordHead>("/api/audit");
    if (head.state === "changed") {
      await changeRecord(communityId, (record) =>
        withAlarm({ ...record, verdict: "changed" }, "changed", null),
      );
      return;
    }
    if (head.log === null) return;
    const about = await aboutBox(self);
    const before = await readRecord();
    const known = before?.community === communityId ? before.logs : [];
    const conclusion = await compare(known, shownBy(head, head.log), about);
    await changeRecord(communityId, (record) => concluded(record, conclusion));
    const { finding } = conclusion;
    const log = conclusion.known.at(-1);
    if (finding.kind === "fault" || log === undefined) return;
    // Own words that did not come back are sent again before anybody calls them dropped.
    if (finding.kind === "restored") await resendAfterRestore();
    const dropped = await proveOwn(log, about);
    if (dropped !== null) await raiseAlarm(communityId, dropped);
  });
}

/** Takes what the box shows now for the beginning; what was wrong stays on record. */
export async function startOver(): Promise<void> {
  await alone(async ({ communityId }) => {
    await changeRecord(communityId, (record) => ({
      ...record,
      alarms: record.alarms.map((alarm) => ({ ...alarm, isSettled: true })),
      logs: [],
      verdict: "nothing",
    }));
  });
  await checkRecord();
}

/** Keeps evidence, and shows it on every page. */
export async function raiseAlarm(community: CommunityId, evidence: Evidence): Promise<void> {
  await changeRecord(community, (record) =>
    withAlarm({ ...record, verdict: "fault" }, evidence.fault, evidence),
  );
}

/** One comparison at a time over all tabs, and none for a device that was shut out. */
async function alone(work: (self: Membership) => Promise<void>): Promise<void> {
  await navigator.locks.request("folkmoot-record", async () => {
    const self = membership.value;
    if (self?.standing === "open") await work(self);
  });
}

export async function aboutBox({ communityId, boxKey }: Membership): Promise<About> {
  return { community: communityId, boxKey, now: await boxNow() };
}

/** Null where the box refuses; out of reach it throws, since that says nothing about the box. */
export async function askConsistency(from: number, to: number) {
  const path = `/api/audit/consistency?from=${from}&to=${to}`;
  try {
    return await requestJson<Awaited<ReturnType<Shown["consistency"]>>>(path);
  } catch (error) {
    if (isRefusal(error)) return null;
    throw error;
  }
}

function shownBy({ logs }: Pick<RecordHead, "logs">, log: Shown["log"]): Shown {
  return { log, logs, consistency: askConsistency };
}

function concluded(record: BoxRecord, { finding, known }: Conclusion): BoxRecord {
  const after: BoxRecord = {
    ...record,
    logs: known,
    comparedMs: Date.now(),
    verdict: finding.kind,
  };
  if (finding.kind === "fault") return withAlarm(after, finding.evidence.fault, finding.evidence);
  if (finding.kind !== "restored") return after;
  const { opening, lost } = finding;
  const restore = { opened: opening.opened, lost, isSeen: false };
  return { ...after, restores: [...record.restores, restore] };
}

/** Once for each fault of each log: it is there until it is put away, and not again after that. */
function withAlarm(
  record: BoxRecord,
  fault: RecordAlarm["fault"],
  evidence: Evidence | null,
): BoxRecord {
  const origin = evidence?.after.origin;
  const isKnown = record.alarms.some(
    (alarm) => alarm.fault === fault && alarm.evidence?.after.origin === origin,
  );
  if (isKnown) return record;
  const alarm = { fault, evidence, atMs: Date.now(), isSettled: false };
  return { ...record, alarms: [...record.alarms, alarm] };
}

/** Evidence if the box cannot show one that it has confirmed. */
async function proveOwn(log: KnownLog, about: About): Promise<Evidence | null> {
  const proven = await provenIn(log.origin);
  const own = await (await database()).getAllFromIndex("operations", "seq");
  const unproven = own
    .filter((op) => op.receivedAt !== null && ["sent", "done", "no-effect"].includes(op.state))
    .slice(-ownChecked)
    .filter((op) => !proven.has(op.id))
    .slice(-proofsPerCheck);
  for (const op of unproven.reverse()) {
    if ((await prove(op.id, log, about)) !== "missing") continue;
    // Before this log was opened the box may have been restored from a copy without it.
    if (!(await isOfThisLog(op, log))) continue;
    const operation = { id: op.id, confirmed: op.receivedAt ?? 0 };
    return droppedEvidence(log, operation, about);
  }
  return null;
}

async function isOfThisLog(op: OwnOperation, log: KnownLog): Promise<boolean> {
  return (op.receivedAt ?? 0) > (await openedAt(log));
}

/** Fetches the proof for an operation, checks it and keeps it. */
export async function prove(
  id: OpId,
  log: KnownLog,
  about: About,
): Promise<"proven" | "missing" | "later"> {
  let bytes: Uint8Array;
  try {
    const response = await request(`/api/audit/inclusion/${id}`, { accept: "application/cbor" });
    bytes = new Uint8Array(await response.arrayBuffer());
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return error.code === "not-logged" ? "missing" : "later";
  }
  try {
    const inclusion = decodeInclusion(bytes);
    const { opening, origin } = log;
    const shown = { origin, opening, checkpoint: inclusion.checkpoint };
    // It may lead to a newer head than the one that was compared: that one is compared as well.
    const { finding } = await compare([log], shownBy({ logs: [] }, shown), about);
    if (finding.kind === "fault") return finding.evidence.fault === "shrunk" ? "later" : "missing";
    const of = { id, boxKey: about.boxKey, origin };
    const verdict = await settle((crypto) => verifyInclusionOf(inclusion, of, crypto));
    if (verdict !== "proven") return verdict === "origin" ? "later" : "missing";
  } catch (error) {
    if (error instanceof FolkmootError && error.code === "malformed-proof") return "missing";
    throw error;
  }
  await writeProof(log.origin, id, bytes);
  return "proven";
}

/** The box answered, and said no. */
function isRefusal(error: unknown): error is FolkmootError {
  return error instanceof FolkmootError && error.code !== "unreachable" && error.status < 500;
}
