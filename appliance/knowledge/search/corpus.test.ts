/** Search by itself, without the assistant's glossary, on the sample community's questions. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import {
  type CorpusQuestion,
  corpusQuestions,
  mayKnow,
  recallAt10,
  reciprocalRankAt10,
} from "../../../tests/support/corpus.ts";
import { openDemo, type TestDemo } from "../../../tests/support/demo.ts";
import { plainBm25 } from "../../../tests/support/plain-bm25.ts";
import { nowSeconds, systemClock } from "../../clock.ts";
import { corpusItems } from "../../demo/index.ts";

interface Asked {
  readonly question: CorpusQuestion;
  readonly found: readonly string[];
  readonly plain: readonly string[];
}

let demo: TestDemo;
const asked: Asked[] = [];
beforeAll(async () => {
  demo = await openDemo("knowledge");
  const plain = plainBm25(
    corpusItems().map(({ id, title, body }) => ({ id, text: `${title} ${body}` })),
  );
  for (const question of corpusQuestions()) {
    const viewer = demo.viewer(question.asker);
    const now = nowSeconds(systemClock);
    const query = question.question;
    const hits = await demo.knowledge.search({ query, viewer, limit: 10, now });
    asked.push({
      question,
      found: hits.map(({ item }) => demo.corpusIds.get(item) ?? ""),
      plain: plain(query)
        .map(({ id }) => id)
        .filter((id) => mayKnow(question.asker, id)),
    });
  }
});
afterAll(() => demo.close());

function mean(kind: string, measure: (each: Asked) => number): number {
  const own = asked.filter(({ question }) => question.kind === kind);
  return own.reduce((sum, each) => sum + measure(each), 0) / own.length;
}

test.each(["direct", "typos", "vocabulary", "superseded", "multi_item", "injection", "paraphrase"])(
  "%s questions find no less than plain BM25 finds",
  (kind) => {
    const recall = (from: "found" | "plain") =>
      mean(kind, (each) => recallAt10(each[from], each.question.answer_ids));
    const rank = (from: "found" | "plain") =>
      mean(kind, (each) => reciprocalRankAt10(each[from], each.question.answer_ids));
    expect(recall("found")).toBeGreaterThanOrEqual(recall("plain"));
    expect(rank("found")).toBeGreaterThanOrEqual(rank("plain"));
  },
);

test("typing errors are forgiven", () => {
  expect(mean("typos", (each) => recallAt10(each.found, each.question.answer_ids))).toBeGreaterThan(
    0.9,
  );
});

test("nobody finds what is not meant for them, nor an old sheet before the new one", () => {
  for (const { question, found } of asked) {
    expect(found.filter((id) => !mayKnow(question.asker, id))).toEqual([]);
    for (const { id, supersedes } of corpusItems()) {
      const old = supersedes === null ? -1 : found.indexOf(supersedes);
      if (old < 0) continue;
      expect(found.indexOf(id)).toBeGreaterThanOrEqual(0);
      expect(found.indexOf(id)).toBeLessThan(old);
    }
  }
});
