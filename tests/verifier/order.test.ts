import { describe, expect, test } from "bun:test";
import { choices, kinds } from "../../mesh/kinds/index.ts";
import {
  decodeDecision,
  encodeDecision,
  type Tally,
  tally,
  type Verdict,
  type Vote,
  verifyDecision,
} from "../../mesh/rules/index.ts";
import { openedAt } from "../support/decision-history.ts";
import { namedSigner, seededRandom } from "../support/operations.ts";
import { randomDecision } from "../support/random-decision.ts";
import { questionOf } from "../support/votes.ts";

const histories = "SLOW" in process.env ? 10_000 : 60;
const firstSeed = Number(process.env["SEED"] ?? 1);
const seeds = Array.from({ length: histories }, (_, i) => firstSeed + i);
const hours = 3_600_000;

type Dice = ReturnType<typeof seededRandom>;

function shuffled<T>(of: readonly T[], dice: Dice): T[] {
  return of
    .map((one) => ({ one, at: dice.next() }))
    .sort((a, b) => a.at - b.at)
    .map(({ one }) => one);
}

/** What nobody may see a difference in. */
function plain({ voices, void: discarded, ...rest }: Tally): object {
  return { ...rest, voices: [...voices].sort(([a], [b]) => (a < b ? -1 : 1)), discarded };
}

function result({ status, stage, winner, version, close, tally: found }: Verdict): object {
  return { status, stage, winner, version, close, tally: found && plain(found) };
}

describe(`of ${histories} decisions, the same result comes from the same operations`, () => {
  test(
    "in any order, told any number of times, and brought together from parts",
    async () => {
      for (const seed of seeds) {
        const history = await randomDecision(seed);
        const dice = seededRandom(seed);
        const file = decodeDecision(history.file());
        const again = dice.below(file.statements.length + 1);
        const mixed = {
          ...file,
          statements: shuffled([...file.statements, ...file.statements.slice(0, again)], dice),
          receipts: shuffled(file.receipts, dice),
        };
        const first = await verifyDecision(encodeDecision(file));
        const second = await verifyDecision(encodeDecision(mixed));
        expect({ seed, ...result(second) }).toEqual({ seed, ...result(first) });
        expect(new Set(second.problems.map(({ code }) => code))).toEqual(
          new Set(first.problems.map(({ code }) => code)),
        );
      }
    },
    hours,
  );

  test(
    "when two boxes each heard a part, in their own order",
    async () => {
      for (const seed of seeds) {
        const history = await randomDecision(seed);
        const dice = seededRandom(seed);
        const said = [...history.votes.values()];
        const here = said.filter(() => dice.below(2) === 0);
        const missing = said.filter((vote) => !here.includes(vote));
        const there = [...missing, ...said.filter(() => dice.below(3) === 0)];
        const question = questionIn(said);
        const whole = plain(tally(question, said));
        const merged = [...shuffled(here, dice), ...shuffled(there, dice)];
        expect({ seed, ...plain(tally(question, merged)) }).toEqual({ seed, ...whole });
        const [late, early] = [shuffled(there, dice), shuffled(here, dice)];
        expect(plain(tally(question, [...late, ...early, ...late]))).toEqual(whole);
      }
    },
    hours,
  );
});

describe(`of ${histories} decisions, none is changed`, () => {
  test(
    "by forged ballots, by late ones, or by people who sign twice afterwards",
    async () => {
      const stranger = await namedSigner("stranger");
      for (const seed of seeds) {
        const history = await randomDecision(seed);
        const before = await verifyDecision(history.file());
        if (before.version === null) continue;
        const body = { proposal: before.version, choice: choices.block, revision: 99 };
        const { voters } = history.people;
        // A stranger; a member who was too late; a member's number used a second time.
        await history.say(stranger, kinds.ballot, body);
        const [phone] = voters[seed % voters.length]?.devices ?? [];
        if (phone === undefined) throw new Error("There is no phone.");
        const late = await history.say(phone, kinds.ballot, body, { time: openedAt + 999_999 });
        await history.receive([late.id], openedAt + 9_999_999);
        const seq = Math.max(1, history.people.pen.seqOf(phone) - 3);
        await history.say(phone, kinds.ballot, { ...body, choice: choices.no }, { seq });
        const after = await verifyDecision(history.file());
        expect({ seed, ...result(after) }).toEqual({ seed, ...result(before) });
      }
    },
    hours,
  );
});

/** The question that most of these votes answer, as it was opened. */
function questionIn(said: readonly Vote[]) {
  const version = said.find((vote) => vote.kind === "ballot")?.version;
  const roll = new Set(said.map(({ member }) => member));
  const question = questionOf("modified", 0, { delegationHops: 2 });
  return { ...question, version: version ?? question.version, roll };
}
