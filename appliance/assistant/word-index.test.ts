import { expect, test } from "bun:test";
import { corpusQuestions } from "../../tests/support/corpus.ts";
import { openDemo } from "../../tests/support/demo.ts";
import { analyse } from "./question.ts";
import { match } from "./rank.ts";
import { wordIndexOf } from "./word-index.ts";

test("all passages at once fit a question just as each does alone", async () => {
  const demo = await openDemo("knowledge");
  const viewer = demo.viewer("elder");
  const passages = demo.knowledge.everyPassage(viewer) ?? [];
  expect(passages.length).toBeGreaterThan(150);
  let pauses = 0;
  const index = await wordIndexOf([...passages, ...passages], async () => {
    pauses += 1;
  });
  for (const { question } of corpusQuestions()) {
    const read = await analyse(question, viewer, demo.knowledge, "en");
    const alone = passages.map((passage) => match(read, passage));
    expect([...index.match(read)]).toEqual([...alone, ...alone]);
  }
  expect(pauses).toBe(1);
  await demo.close();
});

test("the index of a list is made once", async () => {
  const none: never[] = [];
  expect(await wordIndexOf(none, async () => {})).toBe(await wordIndexOf(none, async () => {}));
});
