import { expect, test } from "bun:test";
import { type AnswerType, answerTypesOf, holdsAnswer } from "./answer-type.ts";

test.each<[string, AnswerType[]]>([
  ["When is the next market?", ["time"]],
  ["At what time does the gate close?", ["clock"]],
  ["¿A qué hora abre la puerta?", ["clock"]],
  ["几点开门?", ["clock"]],
  ["How many chairs are there?", ["count"]],
  ["¿Cuántas sillas hay?", ["count"]],
  ["How much does a chair cost?", ["price"]],
  ["多少钱?", ["price"]],
  ["How long may I keep it?", ["duration"]],
  ["多久?", ["duration"]],
  ["How often is it cleaned?", ["often"]],
  ["Where is the ladder and who has the key?", ["place", "person"]],
  ["¿Dónde está la escalera?", ["place"]],
  ["¿Por qué no?", ["reason"]],
  ["How do I clean the ladder?", ["way"]],
  ["What should we do in a flood?", ["way"]],
  ["¿Cómo se limpia la escalera?", ["way"]],
  ["怎么洗梯子?", ["way"]],
  ["How many people does it take?", ["count"]],
  ["May I borrow the ladder?", []],
])("%s waits for %p", (question, types) => {
  expect(answerTypesOf(question)).toEqual(types);
});

test.each<[AnswerType, string, string]>([
  ["clock", "From 8:15 to noon.", "On Monday 3 people came."],
  ["time", "Every second Tuesday.", "There are 40 chairs."],
  ["time", "每周二。", "有四十把椅子。"],
  ["count", "There are forty chairs.", "There are chairs."],
  ["price", "2 credits, or free for helpers.", "Two chairs each."],
  ["price", "Cuesta medio crédito.", "Son dos sillas."],
  ["duration", "At most three weeks.", "At most three chairs."],
  ["often", "Twice a year.", "On Monday."],
  ["place", "Behind the school.", "Rosa knows."],
  ["person", "Ask Rosa Quispe.", "Ask somebody who has a key."],
  ["reason", "Because the river took it.", "The river took it."],
])("a sentence holds a %s: %s and not: %s", (type, with_, without) => {
  expect(holdsAnswer(type, { text: with_, isStep: false })).toBe(true);
  expect(holdsAnswer(type, { text: without, isStep: false })).toBe(false);
});

test("the entries of a list say how something is done", () => {
  expect(holdsAnswer("way", { text: "Rinse it.", isStep: true })).toBe(true);
  expect(holdsAnswer("way", { text: "Rinsing: how it works.", isStep: false })).toBe(false);
});
