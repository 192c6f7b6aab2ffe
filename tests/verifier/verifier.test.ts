import { expect, test } from "bun:test";
import { Glob } from "bun";
import { effects } from "../../mesh/kinds/index.ts";
import {
  type CborValue,
  encodeCbor,
  fromHex,
  type MemberId,
  type PublicKey,
} from "../../mesh/op/index.ts";
import { verifyDecision } from "../../mesh/rules/index.ts";
import { readModule } from "../house/modules.ts";
import { effectOf } from "../support/decide.ts";
import { DecisionHistory } from "../support/decision-history.ts";
import { decidingPeople } from "../support/decision-people.ts";
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

test("two verifiers agree on whom effects are about, whatever else those say", async () => {
  const people = await decidingPeople("a community that gives offices", 3);
  const [ana, ben, eva] = people.voters.map(({ member }) => member) as [
    MemberId,
    MemberId,
    MemberId,
  ];
  const day = { member: ana, role: "moderator" } as const;
  const key = people.voters[0]?.devices[0]?.publicKey as PublicKey;
  const hours = { hours: 2, until: null } as const;
  const raw = (effect: { name: string }, ...fields: CborValue[]) => ({
    effect: effect.name,
    params: encodeCbor(fields),
  });
  const id = fromHex(ana) as Uint8Array;
  const cases: [effect: { effect: string; params: Uint8Array }, about: MemberId[]][] = [
    [effectOf(effects.roleGrant, day), [ana]],
    [effectOf(effects.roleGrant, { ...day, termDays: 30 }), [ana]],
    [effectOf(effects.roleRevoke, day), [ana]],
    [effectOf(effects.roleAppoint, { ...day, until: 1_900_000_000 }), [ana]],
    [effectOf(effects.groupAdd, { group: "elders", member: ben }), [ben]],
    [effectOf(effects.groupRemove, { group: "elders", member: ben }), [ben]],
    [effectOf(effects.memberRecover, { member: eva, inviteKey: key }), [eva]],
    [effectOf(effects.memberRevoke, { device: null, member: eva, reason: "other" }), [eva]],
    [effectOf(effects.stewardMandate, { stewards: [ana, ben], threshold: 2 }), [ana, ben]],
    [effectOf(effects.stewardMandate, { stewards: [eva], threshold: 1, termDays: 9 }), [eva]],
    [
      effectOf(effects.emergencyPolicy, { people: [ben, eva], two: true, hours: 1, powers: [] }),
      [ben, eva],
    ],
    [effectOf(effects.resourceCommit, { what: "x", kind: "skill", member: ben, ...hours }), [ben]],
    [effectOf(effects.resourceCommit, { what: "x", kind: "skill", member: null, ...hours }), []],
    [effectOf(effects.groupCreate, { name: "elders" }), []],
    // Terms that are none: such an effect is about nobody, since nobody can read it.
    [raw(effects.roleGrant, id, "moderator", 0), []],
    [raw(effects.roleGrant, id, "moderator", 182), []],
    [raw(effects.roleGrant, id, "moderator", 3_651), []],
    [raw(effects.roleGrant, id, "member", 30), []],
    [raw(effects.roleGrant, id, "moderator", 30, 30), []],
  ];
  for (const [effect, about] of cases) {
    const history = new DecisionHistory(people);
    await history.open("majority", { effects: [effect], about });
    const { said, again, problems } = await compare(history.file());
    expect({ effect, said: again, problems }).toEqual({
      effect,
      said,
      problems: { first: [{ code: "no-close", id: null }], second: ["no close"] },
    });
    if (about.length === 0) continue;
    // And that a box may not leave them out.
    const wrong = new DecisionHistory(people);
    await wrong.open("majority", { effects: [effect] });
    const { problems: found } = await compare(wrong.file());
    expect([effect, found.first.map(({ code }) => code), found.second]).toEqual([
      effect,
      ["opening-differs", "no-close"],
      ["opening differs", "no close"],
    ]);
  }
});

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
