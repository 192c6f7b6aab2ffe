/** A question while it is being answered: what has arrived so far. Pure. */
import type { AnswerRecord, AskEvent, Passage, Problem, Ruling, Sentence, Turn } from "./shapes.ts";

/**
 * - `waiting`: only on this phone; the box is not in reach.
 * - `sending`: on its way. - `reading`: passages are here, sentences still come.
 * - `answering`: another device asked it, and the box is at it. - `queued`: the quotes are complete, and the model answers others first.
 * - `writing`: the model writes; its sentences take the place of the quotes.
 * - `answered`, `failed`: the end, as the box has stored it.
 * - `refused`: the box did not take the question; `problem` says why.
 */
export type Stage =
  | "waiting"
  | "sending"
  | "answering"
  | "reading"
  | "queued"
  | "writing"
  | "answered"
  | "failed"
  | "refused";

export interface LiveTurn {
  id: string;
  conversation: string;
  question: string;
  /** Seconds since 1970, by this phone's clock until the box has answered. */
  asked: number;
  stage: Stage;
  passages: Passage[];
  sentences: Sentence[];
  /** What was quoted, once a model writes in its place. */
  quotes: Sentence[];
  /** Its place before the model: 1 is next. Null while it does not wait. */
  place: number | null;
  /** Null while the box cannot say. */
  expectedMs: number | null;
  /** The community's rule that the question falls under. */
  ruling: Ruling | null;
  record: AnswerRecord | null;
  problem: Problem | null;
}

export function newTurn(
  id: string,
  conversation: string,
  question: string,
  asked: number,
): LiveTurn {
  return {
    id,
    conversation,
    question,
    asked,
    stage: "sending",
    passages: [],
    sentences: [],
    quotes: [],
    place: null,
    expectedMs: null,
    ruling: null,
    record: null,
    problem: null,
  };
}

/** The turn after one event of POST /api/ask; one that nobody knows changes nothing. */
export function afterEvent(turn: LiveTurn, event: AskEvent): LiveTurn {
  if (event.type === "queued") {
    return {
      ...turn,
      stage: "queued",
      place: event.place ?? null,
      expectedMs: event.expectedMs ?? null,
    };
  }
  if (event.type === "writing") {
    return { ...turn, stage: "writing", quotes: turn.sentences, sentences: [], place: null };
  }
  if (event.ruling) return { ...turn, ruling: event.ruling };
  if (event.passages) return { ...turn, stage: "reading", passages: event.passages };
  if (event.sentence) {
    const stage = turn.stage === "writing" ? "writing" : "reading";
    return { ...turn, stage, sentences: [...turn.sentences, event.sentence] };
  }
  if (event.record) return fromRecord(turn, event.record);
  if (event.error) return { ...turn, stage: "failed", problem: event.error };
  return turn;
}

/**
 * What to show of a question that is asked again after its connection broke: the box says it all
 * from the beginning, and nothing that was read should vanish until then.
 */
export function furtherOf(before: LiveTurn, now: LiveTurn): LiveTurn {
  const hasAsMuch =
    isSettled(now) || (now.passages.length > 0 && now.sentences.length >= before.sentences.length);
  return hasAsMuch || before.passages.length === 0 ? now : { ...before, stage: now.stage };
}

/** Whether nothing more will come for it by itself. */
export function isSettled(turn: LiveTurn): boolean {
  return turn.stage === "answered" || turn.stage === "failed" || turn.stage === "refused";
}

/** A stored turn in the form in which live ones are shown. */
export function fromStored(conversation: string, turn: Turn): LiveTurn {
  const live = newTurn(turn.id, conversation, turn.question, turn.asked);
  if (turn.record !== null) return fromRecord(live, turn.record);
  if (turn.state === "failed") return { ...live, stage: "failed", problem: turn.error };
  return { ...live, stage: "answering" };
}

/** Turns of a conversation: those the box has stored, then those only this phone knows of. */
export function joinTurns(stored: readonly LiveTurn[], live: readonly LiveTurn[]): LiveTurn[] {
  const liveById = new Map(live.map((turn) => [turn.id, turn]));
  const known = stored.map((turn) => {
    const mine = liveById.get(turn.id);
    // The box's "answering" is older than what is arriving here.
    return mine !== undefined && !isSettled(turn) ? mine : turn;
  });
  const ids = new Set(stored.map((turn) => turn.id));
  return [...known, ...live.filter((turn) => !ids.has(turn.id))];
}

function fromRecord(turn: LiveTurn, record: AnswerRecord): LiveTurn {
  return {
    ...turn,
    stage: "answered",
    asked: record.asked,
    passages: record.passages,
    sentences: record.sentences,
    quotes: record.quotes ?? [],
    ruling: record.ruling ?? null,
    record,
  };
}
