import { expect, test } from "bun:test";
import { afterEvent, type DraftEvent, failed, noDraft, titledParts } from "./draft-state.ts";

const told = (...events: DraftEvent[]) => events.reduce(afterEvent, noDraft);
const writing: DraftEvent = { type: "writing", model: { name: "a model" } };

test("a draft grows piece by piece and ends as the box tells it", () => {
  expect(told({ type: "queued", place: 3, expectedMs: 9 })).toMatchObject({
    stage: "waiting",
    place: 3,
    expectedMs: 9,
  });
  const half = told({ type: "queued" }, writing, { type: "text", text: "Hel" });
  expect(half).toMatchObject({ stage: "writing", text: "Hel", model: "a model" });
  const draft = { text: "Hello", isWhole: false, model: { name: "a model" } };
  expect(afterEvent(half, { type: "done", draft })).toEqual({
    stage: "there",
    text: "Hello",
    model: "a model",
    isWhole: false,
    place: null,
    expectedMs: null,
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

test("a title is taken off, where there is one", () => {
  expect(titledParts("## **A pump**\n\nWe buy it.", 120)).toEqual({
    title: "A pump",
    body: "We buy it.",
  });
  expect(titledParts("Only this.", 120)).toEqual({ title: "", body: "Only this." });
  expect(titledParts(`${"long ".repeat(30)}\nmore`, 120).title).toBe("");
});
