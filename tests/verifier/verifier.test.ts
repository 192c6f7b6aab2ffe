import { expect, test } from "bun:test";
import { Glob } from "bun";
import { verifyDecision } from "../../mesh/rules/index.ts";
import { readModule } from "../house/modules.ts";
import { randomDecision } from "../support/random-decision.ts";
import { verifyAgain } from "./second-verifier.ts";

const histories = "SLOW" in process.env ? 10_000 : 120;
const firstSeed = Number(process.env["SEED"] ?? 1);

/** What both must say alike. */
async function compare(bytes: Uint8Array, now?: number) {
  const first = await verifyDecision(bytes, now);
  const second = verifyAgain(Buffer.from(bytes), now);
  const { ok, status, stage, version, close, tally } = first;
  const result = tally && {
    counts: [...tally.counts],
    counted: tally.counted,
    yes: tally.yes,
    winner: tally.winner,
    outcome: tally.outcome,
  };
  const { counts, counted, yes, winner, outcome } = second.result ?? {};
  return {
    said: {
      ok,
      status,
      stage,
      version,
      close,
      result,
      ahead: first.warnings.map(({ id }) => String(id)),
    },
    again: {
      ok: second.ok,
      ahead: second.ahead,
      status: second.status,
      stage: second.stage,
      version: second.version,
      close: second.close,
      result: second.result && { counts, counted, yes, winner, outcome },
    },
    problems: { first: first.problems, second: second.complaints },
  };
}

test(`two verifiers agree on ${histories} decisions`, async () => {
  const seen = new Map<string, number>();
  for (let seed = firstSeed; seed < firstSeed + histories; seed++) {
    const file = (await randomDecision(seed)).file();
    const { said, again, problems } = await compare(file);
    expect({ seed, ...again, problems }).toEqual({ seed, ...said, problems });
    const kind = `${said.status} ${said.stage} ${said.ok ? "proven" : "not proven"}`;
    seen.set(kind, (seen.get(kind) ?? 0) + 1);
  }
  // They agree about something: every way in which a decision can go is among them.
  for (const status of ["passed", "not_passed", "blocked", "contested", "open"]) {
    expect([...seen.keys()].some((kind) => kind.startsWith(status))).toBe(true);
  }
  expect([...seen.keys()].some((kind) => kind.startsWith("passed 2"))).toBe(true);
}, 3_600_000);

test("two verifiers agree on which closes are dated ahead of the checker's clock", async () => {
  let seen = 0;
  for (let seed = firstSeed; seed < firstSeed + 20; seed++) {
    const file = (await randomDecision(seed)).file();
    const times = (await verifyDecision(file, 0)).warnings.map(({ dated }) => dated);
    for (const now of times.flatMap((time) => [time, time - 300, time - 301])) {
      const { said, again } = await compare(file, now);
      expect({ seed, now, ...again }).toEqual({ seed, now, ...said });
      seen += said.ahead.length;
    }
  }
  expect(seen).toBeGreaterThan(0);
}, 120_000);

test("the second verifier shares no code with the first", () => {
  const files = [...new Glob("*.ts").scanSync(import.meta.dir)].filter(
    (file) => !file.endsWith(".test.ts"),
  );
  const imports = files.flatMap((file) => {
    const { local, packages } = readModule(`tests/verifier/${file}`);
    return [...local.filter((path) => !path.startsWith("tests/verifier/")), ...packages];
  });
  expect(new Set(imports)).toEqual(new Set(["node:crypto"]));
});
