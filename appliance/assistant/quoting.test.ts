import { expect, test } from "bun:test";
import {
  engineConformance,
  heard,
  requestOf,
  wordsOf,
} from "../../tests/support/engine-conformance.ts";
import { quotingEngine, supportMin } from "./quoting.ts";

engineConformance("the quoting engine", () => quotingEngine);

test("what is replaced is not quoted while something current is there", async () => {
  const request = await requestOf("What does a loaf at the Tahona cost?", [
    { title: "Bread price (2023)", text: "A loaf at the Tahona costs 0.4 credit." },
    { title: "Bread price", text: "A loaf costs 0.5 credit at the Tahona, since January." },
  ]);
  const passages = request.passages.map((passage) => ({ ...passage, isOutdated: passage.n === 1 }));
  const events = await heard(quotingEngine, { ...request, passages });
  const sentences = events.flatMap((event) => (event.type === "sentence" ? [event.sentence] : []));
  expect(sentences.map((sentence) => sentence.citations)).toEqual([[2]]);
});

test("whoever asks what a word means gets its definition", async () => {
  const text =
    "**Term:** minga (say MEEN-gah).\n\n**Definition:** help that neighbours give one household " +
    "for a big job.\n\n**Example:** A minga needs 12 people, said Rosa.";
  const request = await requestOf("What is a minga?", [{ title: "Minga", text, form: "term" }]);
  const [first] = await heard(quotingEngine, request);
  expect(first?.type).toBe("sentence");
  if (first?.type === "sentence") {
    const said = wordsOf(first.sentence, request);
    expect(said === "**Term:** minga (say MEEN-gah)." || said.includes("Definition")).toBe(true);
  }
});

test("below the threshold it says nothing rather than something near", async () => {
  const passages = [{ title: "Pump", text: "The pump gives 40 litres a minute." }];
  const request = await requestOf("How many litres a minute?", passages, supportMin - 0.01);
  expect(await heard(quotingEngine, request)).toEqual([{ type: "end", outcome: "unknown" }]);
});
