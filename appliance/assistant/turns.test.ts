import { expect, test } from "bun:test";
import { takeTurns } from "./turns.ts";

test("whoever came first goes first, and who gives way goes after others", async () => {
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

test("a turn of the event loop takes a few pieces, one after the other, and no more", async () => {
  const pieces = 6;
  const went: number[] = [];
  const all = Array.from({ length: 4 }, async (_, question) => {
    const turns = takeTurns();
    for (let piece = 0; piece < pieces; piece++) {
      await turns.next();
      // A piece may wait for what is there already.
      await Promise.resolve();
      went.push(question);
    }
  });
  const perTurn: number[] = [];
  while (went.length < 4 * pieces) {
    const before = went.length;
    await new Promise<void>((resolve) => setImmediate(resolve));
    perTurn.push(went.length - before);
  }
  await Promise.all(all);
  expect(Math.max(...perTurn)).toBe(4);
  // All of one question, then those of the next.
  expect(went).toEqual(Array.from({ length: 4 * pieces }, (_, at) => Math.floor(at / pieces)));
});

test("and no second one after a long one", async () => {
  const turns = takeTurns();
  let pieces = 0;
  const all = (async () => {
    for (; pieces < 6; pieces++) {
      await turns.next();
      const untilMs = performance.now() + 3;
      while (performance.now() < untilMs);
    }
  })();
  const perTurn: number[] = [];
  while (pieces < 6) {
    const before = pieces;
    await new Promise<void>((resolve) => setImmediate(resolve));
    perTurn.push(pieces - before);
  }
  await all;
  expect(Math.max(...perTurn)).toBe(1);
});
