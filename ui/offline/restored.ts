import type { OpId } from "../../mesh/op/index.ts";
import { tell } from "./channel.ts";
import { database, type OwnOperation, strict } from "./database.ts";
import { membership, requestJson } from "./session.ts";

interface EffectsReply {
  effects: { id: OpId; position: number | null }[];
}

const idsPerRequest = 100;
let looked = false;

/**
 * A box that was restored from a backup has lost what came after it. Once per visit the newest
 * acknowledged operations are looked up; if one is missing, every own operation the box does not
 * have goes back into the outbox. Operations never change, so nothing can happen twice.
 */
export async function resendWhatBoxLost(): Promise<void> {
  if (looked || membership.value?.standing !== "open") return;
  const acknowledged = await acknowledgedOperations();
  if ((await missingOf(acknowledged.slice(0, idsPerRequest))).length > 0) {
    await requeue(await missingOf(acknowledged));
  }
  looked = true;
}

/** The box says that it was restored just now: looked up at once, whatever was found before. */
export function resendAfterRestore(): Promise<void> {
  looked = false;
  return resendWhatBoxLost();
}

let resent = false;

/** The box does not know this device any more: everything, its enrolment first. Once per visit. */
export async function resendEverything(): Promise<void> {
  if (resent) return;
  resent = true;
  await requeue(await acknowledgedOperations());
}

/** Newest first. */
async function acknowledgedOperations(): Promise<OwnOperation[]> {
  const all = await (await database()).getAllFromIndex("operations", "seq");
  return all.filter((op) => op.receivedAt !== null && op.state !== "queued").reverse();
}

async function missingOf(operations: OwnOperation[]): Promise<OwnOperation[]> {
  const missing: OwnOperation[] = [];
  for (let from = 0; from < operations.length; from += idsPerRequest) {
    const portion = operations.slice(from, from + idsPerRequest);
    const ids = portion.map((op) => op.id).join(",");
    const { effects } = await requestJson<EffectsReply>(`/api/effects?ids=${ids}`);
    const unknown = new Set(effects.filter((one) => one.position === null).map((one) => one.id));
    missing.push(...portion.filter((op) => unknown.has(op.id)));
  }
  return missing;
}

async function requeue(operations: OwnOperation[]): Promise<void> {
  if (operations.length === 0) return;
  const tx = (await database()).transaction(["operations", "outbox"], "readwrite", strict);
  for (const op of operations) {
    tx.objectStore("operations").put({ ...op, state: "queued", reason: null });
    tx.objectStore("outbox").put({ seq: op.seq, id: op.id });
  }
  await tx.done;
  tell({ type: "outbox" });
}
