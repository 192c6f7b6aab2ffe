import { expect, test } from "bun:test";
import {
  engineConformance,
  heard,
  requestOf,
  wordsOf,
} from "../../tests/support/engine-conformance.ts";
import type { PassageText } from "../../tests/support/few-passages.ts";
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

/** What the engine says to a question, from these passages. */
async function saidTo(question: string, passages: readonly PassageText[]): Promise<string> {
  const request = await requestOf(question, passages);
  const events = await heard(quotingEngine, request);
  return events
    .flatMap((event) => (event.type === "sentence" ? [wordsOf(event.sentence, request)] : []))
    .join(" … ");
}

test("a subject named only in the title is the subject of what stands below it", async () => {
  const passages = [
    { title: "Spare fuses", text: "In the blue tin." },
    { title: "Lamps", text: "In the red tin." },
  ];
  expect(await saidTo("Where are the spare fuses?", passages)).toBe("In the blue tin.");
});

test("and one named in the heading, of what stands under that heading", async () => {
  const text =
    "## Opening\n\nAsk Rosa first, she has the key and knows whether the oven is still warm from " +
    "the night before, which matters in winter.\n\n## Cleaning\n\nEvery second Friday.";
  const said = await saidTo("When is the cleaning of the bakery?", [{ title: "Bakery", text }]);
  expect(said).toContain("Every second Friday.");
  expect(said).not.toContain("Ask Rosa");
  const later = { title: "Bakery", heading: "Cleaning", text: "Every second Friday." };
  expect(await saidTo("When is the cleaning?", [later])).toBe("Every second Friday.");
});

test("of sentences beside each other, the one with the kind of answer asked for is quoted", async () => {
  const filler = "Somebody wrote a long and friendly thank-you letter about it, which hangs here. ";
  const text =
    `The workshop lends the big pump to members. ${filler.repeat(3)}It belongs to everybody.\n\n` +
    "Lending begins at 17:30.";
  const said = await saidTo("At what time does the lending of the pump begin?", [
    { title: "Pump", text },
  ]);
  expect(said).toContain("17:30");
  expect(said).not.toContain("belongs to everybody");
});

test("each part of a question finds its own passage", async () => {
  const said = await saidTo("When does the bakery open, and where do the ladders hang?", [
    { title: "Bakery", text: "The bakery opens at 6:30." },
    { title: "Ladders", text: "The ladders hang behind the school." },
  ]);
  expect(said).toContain("6:30");
  expect(said).toContain("behind the school");
});

test("whoever asks how gets the steps, not the announcement above them", async () => {
  const text =
    "CLEANING THE STILL: how it works in the valley. A blue card hangs on the door that day.\n\n" +
    "In the shed:\n- Fill the still with water and vinegar, and leave it for an hour.\n" +
    "- Rinse it twice.";
  const said = await saidTo("How do I clean the still in the shed?", [
    { title: "Cleaning the still: what to do in the shed", text },
  ]);
  expect(said).toContain("Fill the still with water and vinegar");
});
