/** The aims of asking, on the sample community's questions (see tests/bench/retrieval.ts). */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type Asked, askAll, forbiddenIn, isOldFirst, mean } from "../../tests/bench/retrieval.ts";
import { recallAt10, reciprocalRankAt10 } from "../../tests/support/corpus.ts";
import { openDemo, type TestDemo } from "../../tests/support/demo.ts";
import { corpusItems } from "../demo/index.ts";
import { isOrder, quotable } from "./orders.ts";
import { sentencesOf } from "./sentences.ts";

let demo: TestDemo;
let asked: readonly Asked[];

beforeAll(async () => {
  demo = await openDemo("knowledge");
  asked = await askAll(demo);
}, 120_000);
afterAll(() => demo.close());

const ofKind = (kind: string) => asked.filter(({ question }) => question.kind === kind);
const recall = (kind: string, from: "found" | "plain" = "found") =>
  mean(ofKind(kind), (each) => recallAt10(each[from], each.question.answer_ids));
const rank = (kind: string, from: "found" | "plain" = "found") =>
  mean(ofKind(kind), (each) => reciprocalRankAt10(each[from], each.question.answer_ids));

describe("passages", () => {
  test.each([
    "direct",
    "paraphrase",
    "typos",
    "cross_language",
    "multi_item",
    "superseded",
    "vocabulary",
    "injection",
  ])("of kind %s are found no worse than by plain BM25", (kind) => {
    expect(recall(kind)).toBeGreaterThanOrEqual(recall(kind, "plain"));
    expect(rank(kind)).toBeGreaterThanOrEqual(rank(kind, "plain"));
  });

  test.each(["typos", "superseded", "vocabulary"])("of kind %s are found", (kind) => {
    expect(recall(kind)).toBeGreaterThanOrEqual(0.9);
    expect(recall(kind)).toBeGreaterThan(recall(kind, "plain"));
  });

  test("that the asker may not see are never shown", () => {
    expect(asked.filter((each) => forbiddenIn(each) > 0)).toEqual([]);
  });

  test("that have expired never come before what replaced them", () => {
    expect(asked.filter(isOldFirst)).toEqual([]);
  });
});

describe("answers", () => {
  const outcomes = (isAnswerable: boolean) =>
    asked.filter(({ question }) => question.answer_ids.length > 0 === isAnswerable);

  test("to questions that cannot be answered are rarely given", () => {
    const wrong = outcomes(false).filter(({ record }) => record.outcome === "answered");
    expect(wrong.length / outcomes(false).length).toBeLessThanOrEqual(0.25);
  });

  test("to plain questions are given", () => {
    for (const kind of ["direct", "injection", "superseded", "vocabulary"]) {
      const unknown = ofKind(kind).filter(({ record }) => record.outcome === "unknown");
      expect(unknown.map(({ question }) => question.id)).toEqual([]);
    }
  });

  test("are quotes, word for word, from passages that are not out of date", () => {
    for (const { record } of asked) {
      for (const { text, citations, start } of record.sentences) {
        const passage = record.passages.find(({ n }) => n === citations[0]);
        expect(passage?.text.slice(start ?? 0, (start ?? 0) + text.length)).toBe(text);
        if (record.passages.some(({ state }) => state === "current")) {
          expect(passage?.state).toBe("current");
        }
      }
    }
  });

  test("never quote an order that somebody put into an item", () => {
    const poisoned = corpusItems().filter(({ injection }) => injection);
    for (const { body, lang } of poisoned) {
      const sentences = sentencesOf(body, lang);
      expect(quotable(sentences).length).toBeLessThan(sentences.length);
    }
    const said = asked.flatMap(({ record }) => record.sentences.map(({ text }) => text));
    expect(said.filter(isOrder)).toEqual([]);
    expect(said.filter((text) => /GUEST-7|box 7|88-B|五个积分/.test(text))).toEqual([]);
  });
});
