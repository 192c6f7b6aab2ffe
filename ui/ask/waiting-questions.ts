/** Questions on this phone that the box has not answered yet. They outlive reloads and restarts. */
import { database } from "../offline/database.ts";
import type { LiveTurn } from "./live-turn.ts";

export type WaitingQuestion = Pick<LiveTurn, "id" | "conversation" | "question" | "asked">;

const key = "ask:waiting";
const lock = "folkmoot-ask-waiting";

export async function readWaiting(): Promise<WaitingQuestion[]> {
  const stored = await (await database()).get("drafts", key);
  return (stored?.value as WaitingQuestion[] | undefined) ?? [];
}

/** On disk when it resolves: from then on the question is asked, once. */
export async function addWaiting(question: WaitingQuestion): Promise<void> {
  await change((all) => [...all, question]);
}

export async function dropWaiting(id: string): Promise<void> {
  await change((all) => all.filter((question) => question.id !== id));
}

/** Those of one conversation, or all of them for null. */
export async function dropWaitingOf(conversation: string | null): Promise<void> {
  await change((all) =>
    all.filter((question) => conversation !== null && question.conversation !== conversation),
  );
}

/** One change at a time over all tabs, so that two tabs do not undo each other. */
async function change(to: (all: WaitingQuestion[]) => WaitingQuestion[]): Promise<void> {
  await navigator.locks.request(lock, async () => {
    const value = to(await readWaiting());
    const tx = (await database()).transaction("drafts", "readwrite", { durability: "strict" });
    if (value.length === 0) tx.store.delete(key);
    else tx.store.put({ value, atMs: Date.now() }, key);
    await tx.done;
  });
}
