/** Deleting conversations for good: on the box, then every copy on this phone. */

import { database } from "../offline/database.ts";
import { membership, refreshResources, requestJson } from "../offline/index.ts";
import { liveTurns } from "./asking.ts";
import { dropWaitingOf } from "./waiting-questions.ts";

/** One conversation, or all of them for null. Throws what the box answers; then nothing is gone. */
export async function deleteConversations(id: string | null): Promise<void> {
  const path = id === null ? "/api/conversations" : `/api/conversations/${id}`;
  await requestJson(path, { method: "DELETE" });
  await dropWaitingOf(id);
  liveTurns.value = liveTurns.value.filter((turn) => id !== null && turn.conversation !== id);
  await dropCopies(id);
  await refreshResources();
}

/** Lists and found places may quote it too, so they all go; what is left is fetched again. */
async function dropCopies(id: string | null): Promise<void> {
  const member = membership.value?.member ?? "";
  const tx = (await database()).transaction("cache", "readwrite", { durability: "strict" });
  const range = IDBKeyRange.bound(
    [member, "/api/conversations"],
    [member, "/api/conversations\uffff"],
  );
  for (const key of await tx.store.getAllKeys(range)) {
    const [, path] = key;
    const isOther = id !== null && /^\/api\/conversations\/[0-9a-f]{32}$/.test(path);
    if (!isOther || path.endsWith(id)) tx.store.delete(key);
  }
  await tx.done;
}
