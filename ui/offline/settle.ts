import type { OpId } from "../../mesh/op/index.ts";
import { tell } from "./channel.ts";
import { database, type OwnOperation } from "./database.ts";
import { keepSettled } from "./keep-settled.ts";
import { mayCountYet, withEffect } from "./outbox.ts";
import { membership, requestJson } from "./session.ts";

interface EffectsReply {
  effects: { id: OpId; effect: { done: true } | { done: false; reason: string } | null }[];
}

// Effects are asked for in portions that fit a query string.
const idsPerRequest = 50;

/**
 * Asks what became of operations that were sent but whose effect is not known yet, and of ballots
 * that came too late: another box may have had them in time, and then they count after all.
 */
export async function settleEffects(): Promise<void> {
  if (membership.value?.standing !== "open") return;
  const db = await database();
  const sent = await db.getAllFromIndex("operations", "state", "sent");
  const refused = await db.getAllFromIndex("operations", "state", "no-effect");
  sent.push(...refused.filter(mayCountYet));
  if (sent.length === 0) return;
  const settled: OwnOperation[] = [];
  for (let from = 0; from < sent.length; from += idsPerRequest) {
    const portion = sent.slice(from, from + idsPerRequest);
    const reply = await requestJson<EffectsReply>(
      `/api/effects?ids=${portion.map((op) => op.id).join(",")}`,
    );
    for (const op of portion) {
      const effect = reply.effects.find((known) => known.id === op.id)?.effect;
      const now = effect ? withEffect(op, effect) : op;
      if (now.state !== op.state) settled.push(now);
    }
  }
  if (settled.length === 0) return;
  await keepSettled(settled);
  tell({ type: "outbox" });
}
