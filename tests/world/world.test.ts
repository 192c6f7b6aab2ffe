import { expect, test } from "bun:test";
import { bugs } from "./bugs.ts";
import { type Outcome, runWorld } from "./world.ts";

/** `SEED=n` replays one world; `SLOW=1` runs many. */
const { SEED: only } = process.env;
const worlds = "SLOW" in process.env ? 3_000 : 100;
const seeds = only === undefined ? Array.from({ length: worlds }, (_, i) => i + 1) : [Number(only)];

test(`${seeds.length} worlds end with nothing lost, forged, doubled or disagreed on`, async () => {
  const outcomes: Outcome[] = [];
  for (const seed of seeds) outcomes.push(await runWorld(seed));
  const broken = outcomes.filter(({ problems }) => problems.length > 0);
  expect(broken.map(({ seed, problems }) => `SEED=${seed}: ${problems.join("; ")}`)).toEqual([]);
  const sum = (of: (outcome: Outcome) => number) =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0);
  const told = {
    operations: sum(({ operations }) => operations),
    acknowledged: sum(({ acknowledged }) => acknowledged),
    forgeries: sum(({ forgeries }) => forgeries),
    forks: sum(({ forks }) => forks),
    powerCuts: sum(({ powerCuts }) => powerCuts),
  };
  console.log(`${seeds.length} worlds: ${JSON.stringify(told)}`);
  // A world in which nothing happens proves nothing.
  if (only === undefined) for (const count of Object.values(told)) expect(count).toBeGreaterThan(0);
}, 3_600_000);

test("so do worlds whose box is the real store", async () => {
  const problems: string[] = [];
  for (const seed of seeds.slice(0, "SLOW" in process.env ? 150 : 5)) {
    const outcome = await runWorld(seed, { boxes: "store" });
    problems.push(...outcome.problems.map((problem) => `SEED=${seed}: ${problem}`));
  }
  expect(problems).toEqual([]);
}, 3_600_000);

test("a seed tells the same story every time", async () => {
  expect(await runWorld(7)).toEqual(await runWorld(7));
});

test.each(bugs)(
  "a world built with the fault “%s” is found out",
  async (bug) => {
    for (let seed = 1; seed <= 60; seed++) {
      if ((await runWorld(seed, { bug })).problems.length > 0) return;
    }
    throw new Error("60 worlds did not notice.");
  },
  120_000,
);
