import { signal } from "@preact/signals";
import type { Evidence, Finding, KnownLog } from "../../mesh/log/index.ts";
import type { CommunityId, OpId } from "../../mesh/op/index.ts";
import { tell } from "./channel.ts";
import { database, strict } from "./database.ts";

/** Something wrong with the box's record, kept until the device is wiped. */
export interface RecordAlarm {
  /** `changed`: the box itself says that its log was tampered with; there is no evidence to keep. */
  fault: Evidence["fault"] | "changed";
  evidence: Evidence | null;
  /** Milliseconds since 1970. */
  atMs: number;
  /** The member has put it away. */
  isSettled: boolean;
}

/** A restore that the box declared. */
export interface RecordRestore {
  /** Seconds since 1970, by the box's clock. */
  opened: number;
  /** Operations this phone knew of that did not come back. */
  lost: number;
  isSeen: boolean;
}

/** What this phone remembers of the box's record. */
export interface BoxRecord {
  community: CommunityId;
  logs: readonly KnownLog[];
  alarms: RecordAlarm[];
  restores: RecordRestore[];
  /** When the box was last compared with it, milliseconds since 1970, and with which result. */
  comparedMs: number | null;
  verdict: Finding["kind"] | "changed";
}

/** What every page must say about the record: the worst first. */
export const recordNews = signal<"alarm" | "restored" | null>(null);

const recordKey = "record";
const proofKey = (origin: string, id: OpId) => `record:${origin}:${id}`;

/** Null before the first comparison. */
export async function readRecord(): Promise<BoxRecord | null> {
  return ((await (await database()).get("meta", recordKey)) as BoxRecord | undefined) ?? null;
}

/**
 * Changes what is remembered, in one step: a page may put something away while another tab has just
 * found something. What was remembered of another community is left behind.
 */
export async function changeRecord(
  community: CommunityId,
  change: (record: BoxRecord) => BoxRecord,
): Promise<BoxRecord> {
  const tx = (await database()).transaction("meta", "readwrite", strict);
  const before = (await tx.store.get(recordKey)) as BoxRecord | undefined;
  const record = change(before?.community === community ? before : emptyRecord(community));
  tx.store.put(record, recordKey);
  await tx.done;
  noteNews(record);
  tell({ type: "record" });
  return record;
}

function emptyRecord(community: CommunityId): BoxRecord {
  return {
    community,
    logs: [],
    alarms: [],
    restores: [],
    comparedMs: null,
    verdict: "nothing",
  };
}

/** Reads again what another tab may have written. */
export async function loadRecordNews(): Promise<void> {
  noteNews(await readRecord());
}

function noteNews(record: BoxRecord | null): void {
  if (record?.alarms.some((alarm) => !alarm.isSettled)) recordNews.value = "alarm";
  else if (record?.restores.some((restore) => !restore.isSeen)) recordNews.value = "restored";
  else recordNews.value = null;
}

/** The checked proof (`encodeInclusion`) that an own operation is in this log. */
export async function readProof(origin: string, id: OpId): Promise<Uint8Array | null> {
  const proof = await (await database()).get("meta", proofKey(origin, id));
  return (proof as Uint8Array | undefined) ?? null;
}

export async function writeProof(origin: string, id: OpId, proof: Uint8Array): Promise<void> {
  await (await database()).put("meta", proof, proofKey(origin, id));
}

/** Own operations that are proven to be in this log. */
export async function provenIn(origin: string): Promise<Set<OpId>> {
  const start = proofKey(origin, "" as OpId);
  const keys = await (await database()).getAllKeys("meta", IDBKeyRange.bound(start, `${start}g`));
  return new Set(keys.map((key) => key.slice(start.length) as OpId));
}
