import { expect, test } from "bun:test";
import { afterEvent, type DraftEvent, failed, noDraft } from "./draft-state.ts";

const told = (...events: DraftEvent[]) => events.reduce(afterEvent, noDraft);
const writing: DraftEvent = { type: "writing", model: { name: "a model" } };

test("a draft grows piece by piece and ends as the box tells it", () => {
  const half = told({ type: "queued" }, writing, { type: "text", text: "Hel" });
  expect(half).toMatchObject({ stage: "writing", text: "Hel", model: "a model" });
  const draft = { text: "Hello", isWhole: false, model: { name: "a model" } };
  expect(afterEvent(half, { type: "done", draft })).toEqual({
    stage: "there",
    text: "Hello",
    model: "a model",
    isWhole: false,
    problem: null,
  });
});

test("what goes wrong keeps what is there, and says why", () => {
  const half = told(writing, { type: "text", text: "Hel" });
  expect(afterEvent(half, { type: "failed", error: { code: "timed-out" } })).toMatchObject({
    stage: "failed",
    text: "Hel",
    problem: "timed-out",
  });
  expect(failed(noDraft, "no-model").problem).toBe("no-model");
  expect(told({ type: "something new" })).toEqual(noDraft);
});
