import { expect, test } from "bun:test";
import fc from "fast-check";
import { ReadingTurns, stepPromptTokensMax, stepPromptTokensMin } from "./reading-turns.ts";

const waiting = (length: number, evaluationPriority = 0) => ({
  tokens: Array.from({ length }),
  evaluationPriority,
});

/** A machine that takes `tokenMs` for each token of a prompt and `weightsMs` for each step. */
function machine(tokenMs: number, weightsMs = 0) {
  let nowMs = 0;
  const turns = new ReadingTurns(() => nowMs);
  const step = (lengths: readonly number[] = [1, turns.stepTokens]) => {
    const shares = turns.share({ items: lengths.map((length) => waiting(length)), size: 512 });
    const tokens = shares.reduce((sum, { processAmount }) => sum + processAmount, 0);
    nowMs += weightsMs + tokens * tokenMs;
    return weightsMs + tokens * tokenMs;
  };
  return { turns, step };
}

test("steps come to the same length on slow and on fast machines", () => {
  for (const tokenMs of [0.8, 2, 5, 8]) {
    const { step, turns } = machine(tokenMs, 20);
    turns.begin(0);
    for (let n = 0; n < 20; n++) step();
    expect(step()).toBeGreaterThan(100);
    expect(step()).toBeLessThan(200);
  }
});

test("never fewer tokens than are worth a step, never more than the most", () => {
  const ends = [300, 0.01].map((tokenMs) => {
    const { turns, step } = machine(tokenMs);
    turns.begin(0);
    for (let n = 0; n < 30; n++) step();
    return turns.stepTokens;
  });
  expect(ends).toEqual([stepPromptTokensMin, stepPromptTokensMax]);
});

test("a step of streams alone, or one odd step, changes little", () => {
  const { turns, step } = machine(2);
  for (let n = 0; n < 20; n++) step();
  const before = turns.stepTokens;
  for (let n = 0; n < 20; n++) step([1, 1, 1]);
  expect(turns.stepTokens).toBe(before);
  const slow = machine(2);
  slow.step([32]);
  slow.step([1, 500]);
  slow.step();
  expect(slow.turns.stepTokens).toBeGreaterThan(10);
});

test("while nothing is written, a step may be longer", () => {
  const { turns } = machine(2);
  const alone = turns.stepTokens;
  const stream = turns.begin(0);
  expect(turns.stepTokens).toBe(alone / 2);
  stream.leave();
  expect(turns.stepTokens).toBe(alone);
});

test("a step waits for a stream that is about to come back, and not for ever", () => {
  const { turns } = machine(2);
  turns.begin(0);
  const stream = turns.begin(0);
  const one = { items: [waiting(1)], size: 512 };
  expect(turns.share(one)).toEqual([]);
  expect(turns.share({ items: [waiting(1), waiting(1)], size: 512 })).toHaveLength(2);
  let waits = 0;
  while (turns.share(one).length === 0) waits += 1;
  expect(waits).toBeGreaterThan(10);
  stream.leave();
  expect(turns.share(one)).toHaveLength(1);
});

test("a stream that begins with the rest of its prompt is one piece until its first token", async () => {
  const { turns } = machine(2);
  const alone = turns.stepTokens;
  const stream = turns.begin(await turns.take(20));
  expect(turns.stepTokens).toBe(alone);
  const [rest, token] = [
    { items: [waiting(20)], size: 512 },
    { items: [waiting(1)], size: 512 },
  ];
  expect(turns.share(rest)).toHaveLength(1);
  stream.hasToken();
  stream.hasToken();
  expect(turns.stepTokens).toBe(alone / 2);
  expect(turns.share(token)).toHaveLength(1);
  stream.leave();
  stream.leave();
  expect(turns.stepTokens).toBe(alone);
  expect(await turns.take(alone)).toBe(alone);
});

test("a stream that is stopped before its first token gives its turn back", async () => {
  const { turns } = machine(2);
  const whole = turns.stepTokens;
  const stream = turns.begin(await turns.take(whole));
  const next = turns.take(5);
  stream.leave();
  expect(await next).toBe(5);
  // Nothing of it counts as writing.
  expect(turns.stepTokens).toBe(whole);
});

test("a step is in the order of sequences, whoever came first", () => {
  const items = [waiting(1, 3), waiting(5, 1), waiting(1, 0), waiting(1, 2)];
  const shares = machine(2).turns.share({ items, size: 512 });
  expect(shares.map(({ item }) => item.evaluationPriority)).toEqual([0, 1, 2, 3]);
});

test("those who wait get their turns in order, and a step is never given away twice", async () => {
  const { turns } = machine(1);
  const granted: [string, number][] = [];
  const take = async (name: string, wanted: number) => {
    granted.push([name, await turns.take(wanted)]);
  };
  const size = turns.stepTokens;
  const all = [take("long", 1_500), take("short", 3), take("other", 1_500)];
  await all[0];
  expect(granted).toEqual([["long", size]]);
  turns.done(size);
  await Promise.all(all);
  expect(granted.slice(1)).toEqual([
    ["short", 3],
    ["other", size - 3],
  ]);
});

test("never more than the step holds, never nothing, never more than one has", () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 600 }), { minLength: 1, maxLength: 40 }),
      fc.integer({ min: 1, max: 512 }),
      (lengths, size) => {
        const shares = machine(1).turns.share({
          items: lengths.map((length) => waiting(length)),
          size,
        });
        const sum = shares.reduce((total, { processAmount }) => total + processAmount, 0);
        expect(sum).toBeGreaterThan(0);
        expect(sum).toBeLessThanOrEqual(size);
        for (const { item, processAmount } of shares) {
          expect(processAmount).toBeGreaterThan(0);
          expect(processAmount).toBeLessThanOrEqual(item.tokens.length);
        }
        expect(new Set(shares.map(({ item }) => item)).size).toBe(shares.length);
      },
    ),
  );
});
