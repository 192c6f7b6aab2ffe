import { expect, test } from "bun:test";
import type { AnswerRecord } from "../assistant/index.ts";
import { textOf } from "./community-answer.ts";

type Told = Parameters<typeof textOf>[0];

const sentence = { citations: [1], kind: "quote", start: 0, support: "yes" } as const;
const passage = { n: 1, title: "The seeds", item: "abc", state: "current" };
const answer: Told = {
  language: "en",
  outcome: "answered",
  ruling: null,
  sentences: [{ ...sentence, text: "The seeds are in the cellar." }],
  passages: [passage as AnswerRecord["passages"][number]],
};
const nothing: Told = { ...answer, outcome: "unknown", sentences: [], passages: [] };
const custom = {
  kind: "ask-first",
  topic: "old seeds",
  say: "They are hers.",
  ask: "Ana",
} as const;
const limit = { kind: "off-limits", topic: "medicine", ask: null, answers: false } as const;

test("sentences with their numbers, and what these stand for", () => {
  expect(textOf(answer)).toBe("The seeds are in the cellar. [1]\n\n[1] The seeds (item abc)");
});

test("a program is told what its user would be told first, in the question's language", () => {
  const ruling = { ...custom, answers: true };
  const text = textOf({ ...answer, ruling });
  expect(text).toStartWith("Ask first: Ana. This community has a custom about old seeds. They are");
  expect(text).toEndWith("The seeds are in the cellar. [1]\n\n[1] The seeds (item abc)");
  expect(textOf({ ...answer, ruling, language: "es" })).toStartWith("Pregunta primero a: Ana.");
  expect(textOf({ ...nothing, ruling, language: "zh" })).toEndWith("没有回答这个问题。");
});

test("what is left to people is never an empty answer", () => {
  const ruling = { ...limit, say: "" };
  const left = { ...nothing, outcome: "answered", ruling } as const;
  expect(textOf(left)).toBe("This community leaves it to people: medicine.");
  const own = { citations: [], kind: "community", start: null, support: "yes" } as const;
  const said = { ...left, sentences: [{ ...own, text: "Call the nurse." }] };
  expect(textOf(said)).toBe("This community leaves it to people: medicine.\n\nCall the nurse.");
});

test("what nobody wrote, what its source does not say, and what is out of date is told", () => {
  expect(textOf(nothing)).toContain("does not answer this");
  const [first] = answer.sentences;
  const doubted = first === undefined ? [] : [{ ...first, support: "no" as const }];
  expect(textOf({ ...answer, sentences: doubted })).toContain("(its source does not say so)");
  const old = answer.passages.map((each) => ({ ...each, state: "expired" as const }));
  expect(textOf({ ...answer, passages: old })).toContain("(item abc, out of date)");
});
