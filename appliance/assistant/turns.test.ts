import { expect, test } from "bun:test";
import { takeTurns } from "./turns.ts";

test("whoever came first goes first, one in each turn, and who gives way goes after others", async () => {
  const [one, two, three] = [takeTurns(), takeTurns(), takeTurns()];
  const went: string[] = [];
  one.giveWay();
  const all = [
    three.next().then(() => went.push("three")),
    two.next().then(() => went.push("two")),
    one.next().then(() => went.push("one")),
  ];
  await two.next();
  expect(went).toEqual(["two"]);
  await Promise.all(all);
  expect(went).toEqual(["two", "three", "one"]);
});

test("who gave way is not held up for ever", async () => {
  const early = takeTurns();
  early.giveWay();
  const went: string[] = [];
  const later = Array.from({ length: 150 }, () => takeTurns());
  const all = later.map((turns, at) => turns.next().then(() => went.push(`later ${at}`)));
  all.push(early.next().then(() => went.push("early")));
  await Promise.all(all);
  expect(went.indexOf("early")).toBe(100);
});
