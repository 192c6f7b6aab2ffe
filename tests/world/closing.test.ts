import { expect, test } from "bun:test";
import { closingBugs, runClosing } from "./closing.ts";

/** `SEED=n` replays one; `SLOW=1` runs many. */
const { SEED: only } = process.env;
const worlds = "SLOW" in process.env ? 5_000 : 200;
const seeds = only === undefined ? Array.from({ length: worlds }, (_, i) => i + 1) : [Number(only)];

test(`${seeds.length} votes end with one result on all boxes, with all that came in time`, () => {
  const outcomes = seeds.map((seed) => runClosing(seed));
  const broken = outcomes.filter(({ problems }) => problems.length > 0);
  expect(broken.map(({ seed, problems }) => `SEED=${seed}: ${problems.join("; ")}`)).toEqual([]);
  // A world in which nothing happens proves nothing.
  if (only !== undefined) return;
  expect(outcomes.filter(({ amended }) => amended > 0).length).toBeGreaterThan(seeds.length / 50);
  expect(outcomes.filter(({ late }) => late > 0).length).toBeGreaterThan(seeds.length / 2);
  expect(outcomes.some(({ contested }) => contested)).toBe(true);
});

test.each(closingBugs)("clerks built with the fault “%s” are found out", (bug) => {
  const found = seeds.some((seed) => runClosing(seed, bug).problems.length > 0);
  expect(found).toBe(true);
});
