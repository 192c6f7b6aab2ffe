import { expect, test } from "bun:test";
import { meaningsOf, stemsOf } from "./glossary.ts";
import text from "./glossary.txt" with { type: "text" };
import { glossaryVariants } from "./glossary-variants.ts";
import { stem } from "./stem.ts";

const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));

test("every line says one meaning in three languages", () => {
  for (const line of lines) {
    const cells = line.split("|").map((cell) => cell.trim());
    expect({ line, cells: cells.length }).toEqual({ line, cells: 3 });
    expect({ line, isWhole: cells.every((cell) => cell !== "") }).toEqual({ line, isWhole: true });
  }
  expect(new Set(lines).size).toBe(lines.length);
});

test("a word is found by any of its forms, an expression as a whole", () => {
  expect(meaningsOf(stemsOf("faucets", "en"), "en")).not.toEqual([]);
  expect(meaningsOf(stemsOf("corte de luz", "es"), "es")).not.toEqual([]);
  expect(meaningsOf(stemsOf("水龙头", "zh"), "zh")).not.toEqual([]);
  expect(meaningsOf(["tequio"], "en")).toEqual([]);
});

test("the more a word may mean, the less each meaning counts", () => {
  const weightIn = (word: string) =>
    Math.max(...glossaryVariants(meaningsOf([stem(word, "en")], "en"), "en").map((v) => v.weight));
  expect(weightIn("spring")).toBeLessThan(weightIn("autumn"));
});

test.each([
  ["en", "watering", "watered"],
  ["en", "charging", "charge"],
  ["en", "stopped", "stop"],
  ["en", "families", "family"],
  ["en", "boxes", "box"],
  ["es", "semillas", "semilla"],
  ["es", "luces", "luz"],
  ["es", "cocinamos", "cocinar"],
  ["es", "regando", "regar"],
] as const)("light stems bring together, in %s: %s and %s", (language, one, other) => {
  expect(stem(one, language)).toBe(stem(other, language));
});

test.each([
  ["en", "water", "wait"],
  ["en", "bed", "bee"],
  ["es", "hora", "horno"],
  ["es", "perro", "pera"],
] as const)("and keep apart, in %s: %s and %s", (language, one, other) => {
  expect(stem(one, language)).not.toBe(stem(other, language));
});
