/** Asking: the question goes to disk first, then to the box, until its answer is stored there. */
import { signal } from "@preact/signals";
import { FolkmootError, toHex } from "../../mesh/op/index.ts";
import { postStream, refreshResources, requestJson } from "../offline/index.ts";
import { keepAnswer } from "./kept-answers.ts";
import { afterEvent, furtherOf, isSettled, type LiveTurn, newTurn } from "./live-turn.ts";
import type { AskEvent } from "./shapes.ts";
import { addWaiting, dropWaiting, readWaiting, type WaitingQuestion } from "./waiting-questions.ts";

/** Questions this tab knows of that the box's conversations may not show yet, oldest first. */
export const liveTurns = signal<LiveTurn[]>([]);

// The box takes 8 questions of a member at a time; this phone asks one after the other.
const busyCode = "too-many-questions";

export function newId(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}

/**
 * Asks in `conversation`. Resolves once the question is safe on this phone; the answer arrives in
 * `liveTurns`. The ids are made here, so that asking again after a lost reply asks nothing twice.
 */
export async function ask(question: string, conversation: string): Promise<void> {
  const turn = newTurn(newId(), conversation, question, Math.floor(Date.now() / 1000));
  await addWaiting(turn);
  show(turn);
  askWaiting();
}

/** Takes a question back that has not left this phone. */
export async function withdraw(id: string): Promise<void> {
  await dropWaiting(id);
  liveTurns.value = liveTurns.value.filter((turn) => turn.id !== id);
}

/** Takes a settled question off the screen: what the box stored is shown by its conversation. */
export function forget(id: string): void {
  liveTurns.value = liveTurns.value.filter((turn) => turn.id !== id);
}

/**
 * Asks what waits, one after the other, one tab at a time. Never throws: what could not be asked
 * goes on waiting, and says so.
 */
export async function askWaiting(): Promise<void> {
  for (const waiting of await readWaiting()) {
    if (!liveTurns.value.some((turn) => turn.id === waiting.id)) show(revive(waiting));
  }
  await navigator.locks.request("folkmoot-ask", async () => {
    for (const waiting of await readWaiting()) {
      if (!(await askOne(waiting))) return;
    }
  });
}

/** Stops the model: what is there by then is the answer. Never throws: it may have ended. */
export async function stopWriting(id: string): Promise<void> {
  await requestJson(`/api/ask/${id}/stop`, { method: "POST" }).catch(() => {});
}

/** Being answered now, by this tab: not to be asked a second time. */
const beingAnswered = new Set<string>();

/**
 * Resolves once the box has the question, and whether the next one should be tried: a model may
 * take its time, and nobody should have to wait for it with their next question.
 */
function askOne(waiting: WaitingQuestion): Promise<boolean> {
  if (beingAnswered.has(waiting.id)) return Promise.resolve(true);
  beingAnswered.add(waiting.id);
  return new Promise((resolve) => {
    void hearAnswer(waiting, () => resolve(true))
      .then(resolve)
      .finally(() => beingAnswered.delete(waiting.id));
  });
}

async function hearAnswer(waiting: WaitingQuestion, onTaken: () => void): Promise<boolean> {
  const { id, question, conversation } = waiting;
  // What had arrived before the connection broke stays until the box has said as much again.
  const before = liveTurns.value.find((turn) => turn.id === id) ?? revive(waiting);
  let turn: LiveTurn = { ...revive(waiting), stage: "sending" };
  let title = waiting.question;
  let kept: Promise<void> | undefined;
  const showNewest = () => show(furtherOf(before, turn));
  showNewest();
  try {
    await postStream<AskEvent>("/api/ask", { id, question, conversation }, (event) => {
      turn = afterEvent(turn, event);
      title = event.title ?? title;
      showNewest();
      onTaken();
      // At once, and not at the stream's end: the box may go away before it.
      if (isSettled(turn)) kept ??= keepHeard(turn, title);
    });
    // A stream that ended early: the box has the question and goes on; asking again joins in.
    if (!isSettled(turn)) throw new FolkmootError("unreachable", "The answer was cut off.");
  } catch (error) {
    // What was heard to its end is an answer, however the stream broke off after it.
    if (!isSettled(turn)) {
      const refused = error instanceof FolkmootError && isRefusal(error);
      show(refused ? refusedTurn(turn, error) : heldUp(furtherOf(before, turn), error));
      if (!refused) return false;
    }
  }
  await (kept ?? dropWaiting(waiting.id));
  await refreshResources();
  return true;
}

/** First into the phone's copies, then out of what waits: in between it is in both, never in none. */
async function keepHeard(turn: LiveTurn, title: string): Promise<void> {
  // A phone without room for it: the box has it, and it is shown until the page is left.
  await keepAnswer(turn, title).catch(() => undefined);
  await dropWaiting(turn.id);
}

/** The box has looked at the question and said no: asking again would not change that. */
function isRefusal(error: FolkmootError): boolean {
  return (
    error.status >= 400 && error.status < 500 && error.code !== busyCode && error.status !== 401
  );
}

/** It goes on by itself; `problem` tells a box that has enough of this member's questions. */
function heldUp(turn: LiveTurn, error: unknown): LiveTurn {
  const problem =
    error instanceof FolkmootError && error.code === busyCode
      ? { code: busyCode, message: error.message, hint: null }
      : null;
  return { ...turn, stage: "waiting", place: null, expectedMs: null, problem };
}

function refusedTurn(turn: LiveTurn, { code, message, hint }: FolkmootError): LiveTurn {
  return { ...turn, stage: "refused", problem: { code, message, hint } };
}

function revive({ id, conversation, question, asked }: WaitingQuestion): LiveTurn {
  return { ...newTurn(id, conversation, question, asked), stage: "waiting" };
}

function show(turn: LiveTurn): void {
  const known = liveTurns.value.some((other) => other.id === turn.id);
  liveTurns.value = known
    ? liveTurns.value.map((other) => (other.id === turn.id ? turn : other))
    : [...liveTurns.value, turn];
}
