import { describe, expect, test } from "bun:test";
import { afterEvent, fromStored, furtherOf, isSettled, joinTurns, newTurn } from "./live-turn.ts";
import type { AskEvent } from "./shapes.ts";

const passage = { n: 1, item: "a", version: "b", part: 0, text: "Boil it." };
const sentence = { text: "Boil it.", citations: [1], kind: "quote", start: 0 };
const record = {
  id: "q",
  conversation: "c",
  question: "?",
  outcome: "answered",
  sentences: [sentence],
  passages: [passage],
  asked: 5,
};
const turn = newTurn("q", "c", "?", 1);

describe("a question being answered", () => {
  test("shows passages, then sentences, then what was stored", () => {
    const reading = afterEvent(turn, { type: "passages", passages: [passage] } as AskEvent);
    expect([reading.stage, reading.passages.length]).toEqual(["reading", 1]);
    const more = afterEvent(reading, { type: "answer", sentence } as AskEvent);
    expect(more.sentences).toHaveLength(1);
    const done = afterEvent(more, { type: "done", record } as AskEvent);
    expect([done.stage, done.asked, isSettled(done)]).toEqual(["answered", 5, true]);
  });

  test("waits for the model with its quotes, then the model writes in their place", () => {
    const quoted = afterEvent(turn, { type: "answer", sentence } as AskEvent);
    const queued = afterEvent(quoted, { type: "queued", place: 3, expectedMs: 9_000 });
    expect([queued.stage, queued.place, queued.expectedMs]).toEqual(["queued", 3, 9_000]);
    expect(queued.sentences).toHaveLength(1);
    const writing = afterEvent(queued, { type: "writing" });
    expect([writing.stage, writing.sentences.length, writing.quotes.length]).toEqual([
      "writing",
      0,
      1,
    ]);
    const written = afterEvent(writing, { type: "answer", sentence } as AskEvent);
    expect([written.stage, written.sentences.length, written.place]).toEqual(["writing", 1, null]);
  });

  test("may fail, and says why", () => {
    const problem = { code: "engine-broke", message: "It broke.", hint: null };
    const failed = afterEvent(turn, { type: "failed", error: problem } as AskEvent);
    expect([failed.stage, failed.problem]).toEqual(["failed", problem]);
  });

  test("is not changed by events of later versions", () => {
    expect(afterEvent(turn, { type: "later" })).toBe(turn);
  });
});

describe("the turns of a conversation", () => {
  test("are the stored ones, then those only this phone knows", () => {
    const stored = fromStored("c", {
      id: "q",
      question: "?",
      asked: 5,
      state: "answering",
      record: null,
      error: null,
    });
    const arriving = afterEvent(turn, { type: "passages", passages: [passage] } as AskEvent);
    const waiting = { ...newTurn("next", "c", "and then?", 9), stage: "waiting" as const };
    expect(joinTurns([stored], [arriving, waiting])).toEqual([arriving, waiting]);
  });

  test("are the box's once it has finished", () => {
    const done = afterEvent(turn, { type: "done", record } as AskEvent);
    expect(joinTurns([done], [turn])).toEqual([done]);
  });
});

describe("a question that is asked again after its connection broke", () => {
  const passages = afterEvent(turn, { type: "passages", passages: [passage] } as AskEvent);
  const quoted = afterEvent(passages, { type: "answer", sentence } as AskEvent);

  test("shows what was read before until the box has said as much again", () => {
    expect(furtherOf(quoted, turn)).toEqual({ ...quoted, stage: "sending" });
    expect(furtherOf(quoted, passages)).toEqual(quoted);
    expect(furtherOf(quoted, { ...quoted, place: 2 }).place).toBe(2);
  });

  test("shows its end at once, and is new where nothing was read before", () => {
    const failed = afterEvent(turn, { type: "failed", error: { code: "x" } } as AskEvent);
    expect(furtherOf(quoted, failed)).toBe(failed);
    expect(furtherOf({ ...turn, stage: "waiting" }, turn)).toBe(turn);
  });
});
