import { describe, expect, test } from "bun:test";
import {
  attestation,
  ballot,
  ballots,
  delegation,
  idOf,
  person,
  questionOf,
  rulesOf,
  witness,
} from "../../tests/support/votes.ts";
import { choices, type DecisionModel, decisionModels } from "../kinds/index.ts";
import { quorumHeads, tally, type Vote } from "./index.ts";

type Said = Parameters<typeof ballots>[0];
const { yes, reservations, no, abstain, standAside, block } = choices;
const option = (number: number) => 16 + number;

describe("how many have to take part", () => {
  test.each([
    [0, 600, 0],
    [1, 600, 1],
    [5, 600, 3],
    [10, 600, 6],
    [11, 600, 7],
    [10, 0, 0],
    [10, 1, 1],
    [10, 1_000, 10],
    [500, 333, 167],
    [3, 333, 1],
    [3, 334, 2],
  ])("of %d people at %d permille: %d", (roll, quorumPermille, heads) => {
    expect(quorumHeads(rulesOf("majority", { quorumPermille }), roll)).toBe(heads);
  });
});

/** Model, people on the roll, what they said, what comes out and why. */
const boundaries: [DecisionModel, number, Said, string, string | null][] = [
  // Nobody is on the roll, nobody votes, everybody abstains, one person is alone.
  ...decisionModels.flatMap((model): typeof boundaries => {
    const hasOptions = model === "poll" || model === "ranked";
    const isAdvice = model === "advice";
    const silent = isAdvice ? "nobody-in-favour" : "quorum";
    return [
      [model, 0, {}, "not_passed", "nobody-in-favour"],
      [model, 10, {}, "not_passed", silent],
      [model, 1, {}, "not_passed", silent],
      [
        model,
        10,
        { abstain: 10 },
        isAdvice ? "passed" : "not_passed",
        isAdvice ? null : "nobody-in-favour",
      ],
      ...(hasOptions ? [] : ([[model, 1, { yes: 1 }, "passed", null]] as typeof boundaries)),
    ];
  }),
  // Quorum: exactly, and one fewer. Abstaining is taking part.
  ["consent", 10, { yes: 6 }, "passed", null],
  ["consent", 10, { yes: 5 }, "not_passed", "quorum"],
  ["consent", 10, { yes: 1, abstain: 5 }, "passed", null],
  ["modified", 10, { yes: 3, standAside: 3 }, "passed", null],
  ["modified", 10, { yes: 5 }, "not_passed", "quorum"],
  ["majority", 11, { yes: 6 }, "not_passed", "quorum"],
  ["majority", 11, { yes: 7 }, "passed", null],
  ["advice", 10, { no: 1 }, "passed", null],
  // Consent: nobody objects, somebody agrees.
  ["consent", 10, { yes: 1, no: 9 }, "passed", null],
  ["consent", 10, { standAside: 10 }, "not_passed", "nobody-in-favour"],
  ["consent", 10, { yes: 9, block: 1 }, "blocked", "block"],
  ["consent", 10, { reservations: 10 }, "passed", null],
  // Consensus: everybody who decides agrees.
  ["consensus", 10, { yes: 6, reservations: 2, abstain: 2 }, "passed", null],
  ["consensus", 10, { yes: 9, no: 1 }, "not_passed", "threshold"],
  ["consensus", 10, { yes: 9, block: 1 }, "blocked", "block"],
  // Modified consensus: 75 % exactly, just below, and a veto.
  ["modified", 8, { yes: 6, no: 2 }, "passed", null],
  ["modified", 8, { yes: 5, no: 2 }, "not_passed", "threshold"],
  ["modified", 100, { yes: 75, no: 25 }, "passed", null],
  ["modified", 100, { yes: 74, no: 25, abstain: 1 }, "not_passed", "threshold"],
  ["modified", 10, { yes: 3, reservations: 3, no: 2, abstain: 2 }, "passed", null],
  ["modified", 10, { yes: 9, block: 1 }, "blocked", "block"],
  ["modified", 10, { no: 10 }, "not_passed", "nobody-in-favour"],
  // More than half, not half.
  ["majority", 10, { yes: 5, no: 5 }, "not_passed", "threshold"],
  ["majority", 10, { yes: 5, no: 4, abstain: 1 }, "passed", null],
  ["majority", 10, { yes: 6, block: 4 }, "passed", null],
  ["majority", 10, { yes: 5, block: 5 }, "not_passed", "threshold"],
  // The community's 75 % is more than two thirds.
  ["supermajority", 8, { yes: 6, no: 2 }, "passed", null],
  ["supermajority", 9, { yes: 6, no: 3 }, "not_passed", "threshold"],
  ["supermajority", 10, { yes: 9, block: 1 }, "blocked", "block"],
];

describe("the outcome", () => {
  test.each(boundaries)("%s, %d people, %j: %s, %s", (model, roll, said, outcome, reason) => {
    const result = tally(questionOf(model, roll), ballots(said));
    expect([result.outcome, result.reason]).toEqual([outcome, reason] as never);
    const people = Object.values(said).reduce((sum, n) => sum + n, 0);
    expect(result.counted).toBe(people);
  });

  test("of two thirds in a community that asks for less", () => {
    const question = questionOf("supermajority", 9, { approvalPermille: 666 });
    expect(tally(question, ballots({ yes: 6, no: 3 })).outcome).toBe("passed");
    expect(tally(question, ballots({ yes: 5, no: 3 })).outcome).toBe("not_passed");
  });

  test("never comes from a share of nothing", () => {
    const question = questionOf("modified", 4, { quorumPermille: 0, approvalPermille: 0 });
    expect(tally(question, []).outcome).toBe("not_passed");
    expect(tally(question, ballots({ no: 1 })).outcome).toBe("not_passed");
    expect(tally(question, ballots({ yes: 1, no: 3 })).outcome).toBe("passed");
  });

  test("says what it comes from", () => {
    const result = tally(
      questionOf("modified", 10),
      ballots({ yes: 4, reservations: 2, no: 1, abstain: 1, standAside: 1 }),
    );
    expect(result).toMatchObject({
      roll: 10,
      counted: 9,
      quorumHeads: 6,
      yes: 6,
      deciding: 7,
      approvalPermille: 857,
    });
    expect(result.counts.slice(0, 7)).toEqual([0, 4, 2, 1, 1, 1, 0]);
  });
});

describe("a block", () => {
  const question = questionOf("modified", 4);

  test("needs a reason; without one it is a no", () => {
    const votes = [ballot(0, yes), ballot(1, yes), ballot(2, yes), ballot(3, block)];
    expect(tally(question, votes)).toMatchObject({
      outcome: "blocked",
      blocks: [{ member: person(3), reason: idOf(0xdead) }],
    });
    const silent = votes.with(3, ballot(3, block, { reason: null }));
    const result = tally(question, silent);
    expect(result).toMatchObject({ outcome: "passed", blocks: [], yes: 3, deciding: 4 });
    expect(result.counts[no]).toBe(1);
  });

  test("of a proposal about themselves is a no", () => {
    const about = questionOf("modified", 4, { about: [person(3)] });
    expect(tally(about, ballots({ yes: 3, block: 1 })).outcome).toBe("passed");
    expect(tally(about, ballots({ block: 1, yes: 3 })).outcome).toBe("blocked");
  });

  test("is a no where there is no veto", () => {
    const free = questionOf("modified", 4, { veto: false });
    expect(tally(free, ballots({ yes: 3, block: 1 }))).toMatchObject({ outcome: "passed" });
    expect(tally(free, ballots({ yes: 2, block: 2 })).reason).toBe("threshold");
  });

  test("does not hide that too few took part", () => {
    expect(tally(question, ballots({ yes: 1, block: 1 })).reason).toBe("quorum");
  });

  test("that is withdrawn in mediation stops nothing any more", () => {
    const votes = ballots({ yes: 3, block: 1 });
    const withdrawn = ballot(3, standAside, { revision: 1 });
    expect(tally(question, votes, [withdrawn])).toMatchObject({ outcome: "passed", reason: null });
    // Withdrawn into a no: then the no counts.
    const against = ballot(3, no, { revision: 1 });
    expect(tally(questionOf("consensus", 4), votes, [against]).outcome).toBe("not_passed");
  });

  test("that stays has the consequence that was agreed before", () => {
    const votes = ballots({ yes: 9, block: 1 });
    const ten = (rules: object) => tally(questionOf("modified", 10, rules), votes, []);
    expect(ten({ blockStays: "fails" })).toMatchObject({
      outcome: "not_passed",
      reason: "block-stays",
    });
    expect(ten({ blockStays: "override", overridePermille: 900 })).toMatchObject({
      outcome: "passed",
      reason: "block-stays",
    });
    expect(ten({ blockStays: "override", overridePermille: 901 }).outcome).toBe("not_passed");
  });

  test("opens mediation for blockers only", () => {
    const votes = ballots({ yes: 2, no: 1, block: 1 });
    const late = ballot(2, yes, { revision: 9 });
    const result = tally(question, votes, [ballot(3, yes, { revision: 1 }), late]);
    expect(result).toMatchObject({ outcome: "passed", yes: 3, deciding: 4 });
    expect(result.void).toContainEqual({ id: late.id, why: "not-a-blocker" });
  });
});

describe("a member's own word", () => {
  const question = questionOf("majority", 3, { quorumPermille: 0 });
  const why = (votes: Vote[], given = question) =>
    Object.fromEntries(tally(given, votes).void.map((one) => [one.id, one.why]));

  test("is the one of the highest revision, whenever it came", () => {
    const votes = [ballot(0, no, { revision: 2 }), ballot(0, yes, { revision: 7 })];
    for (const order of [votes, votes.toReversed()]) {
      expect(tally(question, order)).toMatchObject({ yes: 1, deciding: 1, counted: 1 });
    }
    expect(why(votes)).toEqual({ [votes[0]?.id as string]: "lower-revision" });
  });

  test("is void when it contradicts itself, and the earlier one does not come back", () => {
    const votes = [
      ballot(0, yes, { revision: 1 }),
      ballot(0, yes, { revision: 2 }),
      ballot(0, no, { revision: 2 }),
    ];
    const result = tally(question, votes);
    expect(result.counted).toBe(0);
    expect(result.void.map((one) => one.why)).toEqual([
      "lower-revision",
      "same-revision",
      "same-revision",
    ]);
    // Said again, clearly.
    expect(tally(question, [...votes, ballot(0, yes, { revision: 3 })]).yes).toBe(1);
  });

  test("said twice is said once", () => {
    const votes = [ballot(0, yes), ballot(0, yes)];
    expect(tally(question, [...votes, ...votes])).toMatchObject({ counted: 1, void: [] });
  });

  test("counts for this version, from the roll, in words that mean something", () => {
    const votes = [
      ballot(0, yes, { version: idOf(1) }),
      ballot(9, yes),
      ballot(1, 0),
      ballot(2, 7),
      ballot(1, option(0), { revision: 1 }),
    ];
    expect(tally(question, votes).counted).toBe(0);
    expect(Object.values(why(votes)).sort()).toEqual([
      "lower-revision",
      "not-on-roll",
      "other-version",
      "unknown-choice",
      "unknown-choice",
    ]);
  });
});

describe("options", () => {
  const answers = (...chosen: number[]) =>
    chosen.map((which, voter) => ballot(voter, option(which)));

  test("of a poll: the one with most votes, or none", () => {
    const question = questionOf("poll", 5);
    expect(tally(question, answers(0, 1, 1, 2))).toMatchObject({ outcome: "passed", winner: 1 });
    expect(tally(question, answers(0, 0, 1, 1))).toMatchObject({
      outcome: "not_passed",
      reason: "tie",
      winner: null,
    });
    expect(tally(question, answers(0, 1)).reason).toBe("quorum");
    expect(
      tally(question, [...answers(2), ...[1, 2, 3].map((v) => ballot(v, abstain))]),
    ).toMatchObject({ outcome: "passed", winner: 2, counted: 4 });
    // There are three options, and yes is none of them.
    expect(tally(question, [...answers(3, 3, 3), ballot(3, yes)]).counted).toBe(0);
  });

  const ranked = (voter: number, ...ranking: number[]) =>
    ballot(voter, option(ranking[0] ?? 0), { ranking });

  test("of a ranked choice: struck out from below until one has more than half", () => {
    const question = questionOf("ranked", 9);
    const votes = [
      ...[0, 1, 2, 3].map((voter) => ranked(voter, 0)),
      ...[4, 5, 6].map((voter) => ranked(voter, 1, 2)),
      ...[7, 8].map((voter) => ranked(voter, 2, 1)),
    ];
    expect(tally(question, votes)).toMatchObject({
      outcome: "passed",
      winner: 1,
      rounds: [
        [4, 3, 2],
        [4, 5, 0],
      ],
    });
  });

  test("that are last together are struck out together; when that is all, nobody has won", () => {
    const question = questionOf("ranked", 5, { quorumPermille: 0 });
    expect(tally(question, answers(0, 0, 1, 2))).toMatchObject({ winner: 0, outcome: "passed" });
    expect(tally(question, answers(0, 1))).toMatchObject({ winner: null, reason: "tie" });
    expect(tally(question, answers(0, 1, 2))).toMatchObject({ winner: null, reason: "tie" });
  });

  test("are ranked once each, and begin as the ballot says", () => {
    const question = questionOf("ranked", 5, { quorumPermille: 0 });
    const broken = [
      ballot(0, option(0), { ranking: [1, 0] }),
      ranked(1, 0, 0),
      ranked(2, 0, 3),
      ballot(3, abstain, { ranking: [0] }),
    ];
    expect(tally(question, broken).void.map((one) => one.why)).toEqual(
      Array(4).fill("unknown-choice"),
    );
    expect(tally(questionOf("poll", 1), [ranked(0, 1, 2)]).counted).toBe(0);
  });
});

describe("delegation", () => {
  const question = questionOf("majority", 6, { topic: "water", delegationHops: 1 });
  const count = (votes: Vote[], given = question) => tally(given, votes).counted;

  test("lets somebody speak for those who say nothing", () => {
    const votes = [ballot(0, yes), delegation(1, 0), delegation(2, 0, { topic: "water" })];
    const result = tally(question, votes);
    expect(result).toMatchObject({ counted: 3, yes: 3, by: { own: 1, delegation: 2 } });
    expect(result.voices.get(person(1))).toMatchObject({ via: person(0), by: "delegation" });
  });

  test("gives way to one's own ballot, also a void one", () => {
    const own = [ballot(0, yes), delegation(1, 0), ballot(1, no)];
    expect(tally(question, own)).toMatchObject({ yes: 1, deciding: 2 });
    expect(count([ballot(0, yes), delegation(1, 0), ballot(1, no), ballot(1, yes)])).toBe(1);
  });

  test("by topic goes before the general one, also to take it back", () => {
    const votes = [ballot(0, yes), ballot(2, no), delegation(1, 0)];
    expect(tally(question, [...votes, delegation(1, 2, { topic: "water" })]).yes).toBe(1);
    expect(count([...votes, delegation(1, null, { topic: "water" })])).toBe(2);
    expect(count([...votes, delegation(1, null, { topic: "roads" })])).toBe(3);
  });

  test("can be taken back, and contradicts itself to nothing", () => {
    const votes = [ballot(0, yes), delegation(1, 0, { revision: 1 })];
    expect(count([...votes, delegation(1, null, { revision: 2 })])).toBe(1);
    const two = delegation(1, 2, { revision: 1 });
    expect(tally(question, [...votes, two]).void.map((one) => one.why)).toEqual([
      "same-revision",
      "same-revision",
    ]);
  });

  test("is handed on no further than the rules say, and never in a circle", () => {
    const chain = [ballot(0, yes), delegation(1, 0), delegation(2, 1), delegation(3, 2)];
    const hops = (delegationHops: number) =>
      count(chain, questionOf("majority", 6, { delegationHops }));
    expect([0, 1, 2, 3, 5].map(hops)).toEqual([1, 2, 3, 4, 4]);
    const circle = [delegation(1, 2), delegation(2, 1), delegation(3, 3)];
    expect(count(circle, questionOf("majority", 6, { delegationHops: 5 }))).toBe(0);
  });

  test("stays on the roll, and never blocks", () => {
    expect(count([ballot(0, yes), delegation(9, 0), delegation(1, 9)])).toBe(1);
    const modified = questionOf("modified", 2);
    const result = tally(modified, [ballot(0, block), delegation(1, 0)]);
    expect(result.blocks).toHaveLength(1);
    expect(result.counts[no]).toBe(1);
  });
});

describe("an attestation", () => {
  const question = questionOf("majority", 10, { quorumPermille: 0 });
  const paper = (entries: [number, number][], author = 0, form: "paper" | "proxy" = "paper") =>
    attestation(author, {
      form,
      entries: entries.map(([voter, choice]) => ({ member: person(voter), choice })),
    });
  const seen = (vote: Vote, ...by: number[]) => [vote, ...by.map((one) => witness(one, vote))];
  const voids = (votes: Vote[], given = question) => tally(given, votes).void.map((one) => one.why);

  test("counts with two witnesses who are others", () => {
    const vote = paper([[5, yes]]);
    expect(tally(question, seen(vote, 1, 2))).toMatchObject({ yes: 1, by: { paper: 1, own: 0 } });
    // One, the same twice, its author, whom it names, a stranger.
    for (const by of [[1], [1, 1], [0, 1], [5, 1], [1, 99]]) {
      expect(tally(question, seen(vote, ...by)).counted).toBe(0);
    }
    expect(voids(seen(vote, 1))).toEqual(["no-witnesses"]);
  });

  test("is allowed by the frozen rule or not at all", () => {
    const given = questionOf("majority", 10, { attested: ["proxy"] });
    expect(voids(seen(paper([[5, yes]]), 1, 2), given)).toEqual(["form-not-allowed"]);
    expect(tally(given, seen(paper([[5, yes]], 0, "proxy"), 1, 2)).by.proxy).toBe(1);
  });

  test("gives way to people's own ballots, and blocks nothing", () => {
    const votes = [
      ...seen(
        paper([
          [5, yes],
          [6, block],
        ]),
        1,
        2,
      ),
      ballot(5, no),
    ];
    expect(tally(question, votes)).toMatchObject({ yes: 0, deciding: 2, by: { paper: 1 } });
    expect(tally(questionOf("modified", 3), seen(paper([[2, block]]), 1, 0)).blocks).toEqual([]);
  });

  test("can be corrected by its author, and contradictions count for nobody", () => {
    const wrong = paper([[5, yes]]);
    const right = attestation(0, {
      entries: [{ member: person(5), choice: no }],
      replaces: wrong.id,
    });
    const votes = [...seen(wrong, 1, 2), ...seen(right, 1, 2)];
    expect(tally(question, votes)).toMatchObject({ yes: 0, deciding: 1 });
    const other = paper([[5, no]], 3);
    expect(tally(question, [...seen(wrong, 1, 2), ...seen(other, 1, 2)]).counted).toBe(0);
    // Somebody else's correction replaces nothing.
    const meddling = attestation(4, { replaces: wrong.id });
    expect(tally(question, [...seen(wrong, 1, 2), ...seen(meddling, 1, 2)]).yes).toBe(1);
  });

  const hands = (present: number[], counts: number[], author = 0) =>
    attestation(author, { form: "hands", present: present.map(person), counts });

  test("of hands counts as many as there were people without a vote of their own", () => {
    const room = hands([1, 2, 3, 4], [0, 3, 0, 1]);
    const result = tally(question, seen(room, 1, 2));
    expect(result).toMatchObject({ counted: 4, yes: 3, deciding: 4, by: { hands: 4, own: 0 } });
    // Somebody in the room voted by phone as well: one hand too many, until it is corrected.
    expect(tally(question, [...seen(room, 1, 2), ballot(3, no)])).toMatchObject({
      counted: 1,
      void: [{ id: room.id, why: "too-many-hands" }],
    });
    expect(
      tally(question, [...seen(hands([1, 2, 3, 4], [0, 3]), 1, 2), ballot(4, no)]),
    ).toMatchObject({ counted: 4, yes: 3 });
  });

  test("of hands counts nobody in two rooms, nobody from outside, and no delegation", () => {
    const rooms = [...seen(hands([1, 2], [0, 2]), 1, 2), ...seen(hands([2, 3], [0, 2]), 1, 3)];
    expect(voids(rooms)).toEqual(["too-many-hands", "too-many-hands"]);
    expect(voids(seen(hands([1, 77], [0, 2]), 1, 2))).toEqual(["too-many-hands"]);
    const silent = [...seen(hands([1, 2], [0, 1]), 1, 2), ballot(0, yes), delegation(2, 0)];
    expect(tally(question, silent).counted).toBe(2);
  });

  test("of hands in a ranked choice counts first places", () => {
    const given = questionOf("ranked", 5, { quorumPermille: 0 });
    const counts = Array<number>(18).fill(0).with(option(1), 2).with(option(0), 1);
    expect(tally(given, seen(hands([1, 2, 3], counts), 1, 2))).toMatchObject({ winner: 1 });
    expect(voids(seen(hands([1], [0, 1]), 1, 2), given)).toEqual(["unknown-choice"]);
  });
});

test("agreement with reservations is agreement", () => {
  expect(tally(questionOf("consensus", 1), [ballot(0, reservations)]).outcome).toBe("passed");
});
