/** Answers this phone has heard, put into its copies: they are here even if the box goes away now. */
import { amendCopy } from "../offline/index.ts";
import { isSettled, type LiveTurn } from "./live-turn.ts";
import type { Conversation, ConversationList, Turn } from "./shapes.ts";
import { readWaiting } from "./waiting-questions.ts";

/** Where the newest conversations are read. */
export const newestPath = "/api/conversations?limit=30";

/**
 * Puts a settled question into the kept copies of its conversation and of the list, once however
 * often it is heard. The box's own word replaces both when they are next read.
 */
export async function keepAnswer(turn: LiveTurn, title: string): Promise<void> {
  // Deleted or taken back meanwhile: what its asker has thrown away does not come back.
  if (!(await readWaiting()).some(({ id }) => id === turn.id)) return;
  await amendCopy<Conversation>(`/api/conversations/${turn.conversation}`, (kept) =>
    withTurn(kept, turn, title),
  );
  await amendCopy<ConversationList>(newestPath, (kept) => withSummary(kept, turn, title));
}

/** Pure: the conversation with this turn in it; as it was when the box told the turn's end before. */
export function withTurn(
  kept: Conversation | undefined,
  turn: LiveTurn,
  title: string,
): Conversation {
  const { conversation: id, asked } = turn;
  const before = kept ?? { id, title, created: asked, updated: asked, turns: [] };
  const ended: Turn = {
    id: turn.id,
    question: turn.question,
    asked,
    state: turn.record === null ? "failed" : "answered",
    record: turn.record,
    error: turn.problem,
  };
  const known = before.turns.find((other) => other.id === turn.id);
  if (!isSettled(turn) || (known !== undefined && known.state !== "answering")) return before;
  const turns = before.turns.filter((other) => other.id !== turn.id);
  return { ...before, updated: Math.max(before.updated, asked), turns: [...turns, ended] };
}

/** Pure: the list with the turn's conversation at its head; nothing where no list is kept. */
export function withSummary(
  kept: ConversationList | undefined,
  turn: LiveTurn,
  title: string,
): ConversationList | undefined {
  if (kept === undefined) return undefined;
  const { conversation: id, asked } = turn;
  const known = kept.conversations.find((summary) => summary.id === id);
  // The box may have listed it with this very question; what it is asked at tells.
  if (known !== undefined && known.updated >= asked) return kept;
  const before = known ?? { id, title, created: asked, turns: 0 };
  const others = kept.conversations.filter((summary) => summary.id !== id);
  const summary = { ...before, updated: asked, turns: before.turns + 1 };
  return { ...kept, conversations: [summary, ...others] };
}
