import { kinds } from "../../mesh/kinds/index.ts";
import { type OpId, toBase64Url } from "../../mesh/op/index.ts";
import {
  membership,
  requestJson,
  type Statement,
  signAndStore,
  wipeDevice,
  withdraw,
} from "../offline/index.ts";

// An erasure names at most so many operations (mesh/kinds), and one request takes 40 of them.
const targetsMax = 100;

/** What a member who leaves does with their words. */
export type Words = "take" | "leave";

/**
 * Ends the account: erases what the member wrote (all of it, or only who they are), says goodbye,
 * and clears this device. Throws the box's reason, `last-steward` for one; then nothing happened.
 */
export async function endAccount(words: Words): Promise<void> {
  const communityId = membership.value?.communityId;
  if (communityId === undefined) return;
  const statements = [
    ...(words === "take" ? await erasures() : []),
    { kind: kinds.leave, body: {} },
  ] as Statement[];
  const signed = await signAndStore(communityId, statements, false);
  try {
    await requestJson("/api/me/delete", {
      method: "POST",
      json: { operations: signed.map((op) => toBase64Url(op.wire)) },
    });
  } catch (error) {
    await withdraw(signed);
    throw error;
  }
  await wipeDevice();
}

async function erasures(): Promise<Statement[]> {
  const { ids } = await requestJson<{ ids: OpId[] }>("/api/me/bodies");
  const portions: Statement[] = [];
  for (let from = 0; from < ids.length; from += targetsMax) {
    const targets = ids.slice(from, from + targetsMax);
    portions.push({ kind: kinds.erase, body: { targets } } as Statement);
  }
  return portions;
}
