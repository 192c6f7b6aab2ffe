import { describe, expect, test } from "bun:test";
import { afterEvent, fromStored, isSettled, joinTurns, newTurn } from "./live-turn.ts";
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
    const reading = afterEvent(turn, { passages: [passage] } as AskEvent);
    expect([reading.stage, reading.passages.length]).toEqual(["reading", 1]);
    const more = afterEvent(reading, { sentence } as AskEvent);
    expect(more.sentences).toHaveLength(1);
    const done = afterEvent(more, { record } as AskEvent);
    expect([done.stage, done.asked, isSettled(done)]).toEqual(["answered", 5, true]);
  });

  test("may fail, and says why", () => {
    const problem = { code: "engine-broke", message: "It broke.", hint: null };
    const failed = afterEvent(turn, { error: problem } as AskEvent);
    expect([failed.stage, failed.problem]).toEqual(["failed", problem]);
  });

  test("is not changed by events of later versions", () => {
    expect(afterEvent(turn, {} as AskEvent)).toBe(turn);
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
    const arriving = afterEvent(turn, { passages: [passage] } as AskEvent);
    const waiting = { ...newTurn("next", "c", "and then?", 9), stage: "waiting" as const };
    expect(joinTurns([stored], [arriving, waiting])).toEqual([arriving, waiting]);
  });

  test("are the box's once it has finished", () => {
    const done = afterEvent(turn, { record } as AskEvent);
    expect(joinTurns([done], [turn])).toEqual([done]);
  });
});
