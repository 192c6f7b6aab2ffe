import { expect, test } from "bun:test";
import { runVectorChecks, vectorChecks } from "../../tests/support/vectors.ts";
import { effects, kinds } from "./index.ts";
import bodies from "./vectors/bodies.json";
import effectVectors from "./vectors/effects.json";

test.each(vectorChecks)("$name", async ({ check }) => {
  expect(await check()).toBe(true);
});

test("every kind and every effect has a frozen vector", () => {
  expect(bodies.map(({ name }) => name).sort()).toEqual(Object.keys(kinds).sort());
  expect(effectVectors.map(({ name }) => name).sort()).toEqual(Object.keys(effects).sort());
});

test("a disagreement is noticed", async () => {
  const [first] = vectorChecks;
  if (first === undefined) throw new Error("There are no vectors.");
  const { check } = first;
  first.check = async () => false;
  expect((await runVectorChecks()).failed).toEqual([first.name]);
  first.check = check;
});
