import { expect, test } from "bun:test";
import { citedPassages, paragraphs, passageHref, quoteHref } from "./quotes.ts";
import type { Passage, Sentence } from "./shapes.ts";

const sentence = (text: string, ...citations: number[]): Sentence => ({
  text,
  citations,
  kind: "quote",
  support: "yes",
  start: 0,
});
const passage = (n: number) => ({ n, item: "i", version: "v", start: 10, text: "four" }) as Passage;

test("sentences that follow each other in one source stand together", () => {
  const [a, b, c, d] = [sentence("a", 1), sentence("b", 1, 2), sentence("c", 2), sentence("d", 1)];
  expect(paragraphs([a, b, c, d])).toEqual([[a, b], [c], [d]]);
});

test("only what sentences name is cited", () => {
  expect(citedPassages([sentence("a", 2)], [passage(1), passage(2)])).toEqual([passage(2)]);
});

test("a citation opens the item at the passage", () => {
  expect(passageHref(passage(1))).toBe("/knowledge/i?version=v&at=10-14");
  const quote = { ...sentence("ou", 1), start: 1 };
  expect(quoteHref(passage(1), quote)).toBe("/knowledge/i?version=v&at=11-13");
});
