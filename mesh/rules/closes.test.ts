import { describe, expect, test } from "bun:test";
import {
  ballot,
  ballots,
  delegation,
  idOf,
  person,
  questionOf,
  version,
} from "../../tests/support/votes.ts";
import { choices } from "../kinds/index.ts";
import { type OpId, toDeviceId } from "../op/index.ts";
import {
  type Closing,
  closableFrom,
  currentVersion,
  type Judgement,
  judgeCloses,
  mediationEnds,
  mustCount,
  type Opened,
  type OpenedVersion,
  type Question,
  statusOf,
  tally,
  type Vote,
} from "./index.ts";

const boxes = ["a", "b"].map((digit) => toDeviceId(digit.repeat(16)));
const [first, second] = boxes as [(typeof boxes)[0], (typeof boxes)[0]];
const hour = 3_600;

function openedAs(question: Question): Opened {
  return {
    id: idOf(0x0),
    question,
    closers: boxes,
    stewards: [person(0), person(1), person(2)],
    stewardThreshold: 2,
  };
}

/** Ten people, modified consensus; voting is over at 200 after the opening. */
const opened = openedAs(questionOf("modified", 10));
const { rules } = opened.question;
const over = closableFrom(rules, 0);

let last = 0;
/** A close that tells the truth about these votes. */
function closing(
  votes: readonly Vote[],
  given: Partial<Closing> & { after?: Vote[] } = {},
): Closing {
  last += 1;
  const { after, ...rest } = given;
  const { outcome, winner, counts } = tally(opened.question, votes, after);
  return {
    id: idOf(0xc105e000 + last),
    by: { box: first },
    time: over,
    stage: after === undefined ? 1 : 2,
    ballots: new Set([...votes, ...(after ?? [])].map(({ id }) => id)),
    outcome,
    winner,
    counts: [...counts],
    amends: [],
    ...rest,
  };
}

function judge(closings: readonly Closing[], votes: readonly Vote[], given = opened): Judgement {
  return judgeCloses(given, closings, new Map(votes.map((vote) => [vote.id, vote])));
}

const faultOf = (found: Judgement, { id }: Closing) => found.faults.get(id) ?? null;

describe("a close", () => {
  const votes = ballots({ yes: 6, no: 1 });

  test("says what came out of what it names", () => {
    const close = closing(votes);
    expect(judge([close], votes)).toMatchObject({
      status: "passed",
      close: { id: close.id, time: over },
      tally: { yes: 6, counted: 7 },
    });
    expect(judge([], votes).status).toBe("open");
  });

  test("that says something else does not hold", () => {
    const wrong = [
      closing(votes, { outcome: "not_passed" }),
      closing(votes, { winner: 0 }),
      closing(votes, { counts: [0, 7] }),
    ];
    for (const close of wrong) {
      const found = judge([close], votes);
      expect([found.status, faultOf(found, close)]).toEqual(["open", "wrong-result"]);
    }
  });

  test("waits for what it names", () => {
    const close = closing(votes);
    const found = judge([close], votes.slice(1));
    expect([found.status, faultOf(found, close)]).toEqual(["open", "set-unknown"]);
    const unread = closing(votes, { ballots: null });
    expect(faultOf(judge([unread], votes), unread)).toBe("set-unknown");
  });

  test("comes from a box that may, not before its turn", () => {
    const early = closing(votes, { time: over - 1 });
    expect(faultOf(judge([early], votes), early)).toBe("too-early");
    const next = { by: { box: second } };
    const tooSoon = closing(votes, { ...next, time: over + rules.takeoverHours * hour - 1 });
    expect(faultOf(judge([tooSoon], votes), tooSoon)).toBe("too-early");
    const inTurn = closing(votes, { ...next, time: over + rules.takeoverHours * hour });
    expect(judge([inTurn], votes).status).toBe("passed");
    const stranger = closing(votes, { by: { box: toDeviceId("c".repeat(16)) } });
    expect(faultOf(judge([stranger], votes), stranger)).toBe("unknown-closer");
  });

  test("comes from enough stewards when no box is left", () => {
    const time = over + 2 * rules.takeoverHours * hour;
    const by = (steward: number, given: object = {}) =>
      closing(votes, { by: { steward: person(steward) }, time, ...given });
    const one = by(0);
    const found = judge([one, by(0)], votes);
    expect([found.status, faultOf(found, one)]).toEqual(["open", "needs-stewards"]);
    expect(judge([one, by(1)], votes).status).toBe("passed");
    expect(judge([one, by(1, { time: time - 1 })], votes).status).toBe("open");
    expect(judge([one, by(7)], votes).status).toBe("open");
    // Two who name different sets have not said the same.
    const other = closing(votes.slice(1), { by: { steward: person(1) }, time });
    expect(judge([one, other], votes).status).toBe("open");
  });

  test("comes early once everybody has voted, where that was agreed", () => {
    const all = ballots({ yes: 9, no: 1 });
    const time = 1;
    expect(judge([closing(all, { time })], all).status).toBe("passed");
    expect(judge([closing(all.slice(1), { time })], all).status).toBe("open");
    const patient = openedAs({ ...opened.question, rules: { ...rules, early: false } });
    expect(judge([closing(all, { time })], all, patient).status).toBe("open");
    // Whoever lets somebody speak for them may still speak themselves.
    const handed = [...all.slice(1), delegation(0, 1)];
    expect(tally(opened.question, handed).counted).toBe(10);
    expect(judge([closing(handed, { time })], handed).status).toBe("open");
    expect(judge([closing(handed)], handed).status).toBe("passed");
    const nobody = openedAs(questionOf("modified", 0));
    const nothing = closing([], { time, counts: [] });
    expect(judge([{ ...nothing, outcome: "not_passed" }], [], nobody).status).toBe("open");
  });
});

describe("an amended close", () => {
  const votes = ballots({ yes: 7, no: 1 });
  const some = votes.slice(1);

  test("takes the place of what it corrects", () => {
    const before = closing(some);
    const after = closing(votes, { amends: [before.id], time: over + 5 });
    for (const order of [
      [before, after],
      [after, before],
    ]) {
      expect(judge(order, votes)).toMatchObject({ status: "passed", tally: { yes: 7 } });
    }
  });

  test("leaves nothing out that was counted", () => {
    const before = closing(votes);
    const after = closing(some, { amends: [before.id] });
    const found = judge([before, after], votes);
    expect(faultOf(found, after)).toBe("drops-ballots");
    expect(found).toMatchObject({ status: "passed", tally: { yes: 7 } });
  });

  test("of a close that does not hold is a close like any other", () => {
    const tooEarly = closing(some, { time: 1 });
    const after = closing(votes, { amends: [tooEarly.id], time: 2 });
    expect(judge([tooEarly, after], votes).status).toBe("open");
  });

  test("may find a quorum that was on the other side", () => {
    const few = closing(votes.slice(0, 3));
    expect(judge([few], votes).status).toBe("not_passed");
    const all = closing(votes, { amends: [few.id] });
    expect(judge([few, all], votes).status).toBe("passed");
  });
});

describe("closes that contradict each other", () => {
  const votes = [...ballots({ yes: 6 }), ...[6, 7, 8, 9].map((voter) => ballot(voter, choices.no))];
  const here = closing(votes.slice(0, 6));
  const there = closing(votes, {
    by: { box: second },
    time: over + rules.takeoverHours * hour,
  });

  test("are contested, in whichever order they came", () => {
    expect(judge([here], votes).status).toBe("passed");
    expect(judge([there], votes).status).toBe("not_passed");
    for (const order of [
      [here, there],
      [there, here],
    ]) {
      expect(judge(order, votes)).toMatchObject({ status: "contested", tally: null, close: null });
    }
  });

  test("stay contested when what passed would not pass any more", () => {
    const both = closing(votes, { amends: [here.id, there.id], time: over + 100 * hour });
    expect(judge([here, there, both], votes).status).toBe("contested");
    expect(judge([here, both], votes).status).toBe("contested");
  });

  test("agree when they only differ in how many", () => {
    const known = ballots({ yes: 8 });
    const a = closing(known.slice(0, 6));
    const b = closing(known, { by: { box: second }, time: there.time });
    expect(judge([a, b], known).status).toBe("passed");
  });
});

describe("mediation", () => {
  const votes = ballots({ yes: 9, block: 1 });
  const blocked = closing(votes);
  const blocker = 9;
  const ends = mediationEnds(rules, over, 0);

  test("follows a block", () => {
    expect(judge([blocked], votes)).toMatchObject({ status: "blocked", stage: 1 });
  });

  test("ends at once when every block is withdrawn", () => {
    const withdrawn = ballot(blocker, choices.standAside, { revision: 1 });
    const close = closing(votes, { after: [withdrawn], time: over + 1 });
    expect(judge([blocked, close], [...votes, withdrawn])).toMatchObject({
      status: "passed",
      stage: 2,
      close: { id: close.id },
    });
  });

  test("ends at its time when the block stays", () => {
    const late = closing(votes, { after: [], time: ends });
    expect(judge([blocked, late], votes)).toMatchObject({ status: "passed", stage: 2 });
    const early = closing(votes, { after: [], time: ends - 1 });
    const found = judge([blocked, early], votes);
    expect([found.status, found.stage, faultOf(found, early)]).toEqual(["blocked", 1, "too-early"]);
  });

  test("is no second vote, and follows nothing but a block", () => {
    const changed = ballot(0, choices.no, { revision: 3 });
    const close = closing(votes, { after: [changed], time: ends });
    expect(judge([blocked, close], [...votes, changed])).toMatchObject({
      status: "passed",
      tally: { yes: 9 },
    });
    const dropping = closing(votes.slice(1), { stage: 2, time: ends });
    expect(faultOf(judge([blocked, dropping], votes), dropping)).toBe("drops-ballots");
    const passed = ballots({ yes: 9 });
    const after = closing(passed, { after: [], time: ends });
    expect(faultOf(judge([closing(passed), after], passed), after)).toBe("not-blocked");
  });
});

describe("a ballot must count", () => {
  const { votingEnds } = rules;
  const early = votingEnds - 150;
  test.each([
    // Received while voting is open: whatever the phone's clock says, a year off or not.
    [votingEnds, 0, true],
    [votingEnds, votingEnds + 365 * 86_400, true],
    // Later, but signed in time, and before the close.
    [votingEnds + 1, votingEnds, true],
    [over, votingEnds, true],
    [votingEnds + 1, votingEnds + 1, false],
    [over + 1, votingEnds, false],
    // A close that came early, because everybody had voted, is not reopened by a second thought.
    [early, early, true, early],
    [early + 1, early, false, early],
  ] as [number, number, boolean, number?][])(
    "received at %d, signed at %d: %p",
    (received, time, counts, closedAt = over) => {
      expect(mustCount({ received, time }, rules, closedAt)).toBe(counts);
    },
  );
});

describe("versions", () => {
  const nothing = { stage: 1, winner: null, tally: null, faults: new Map() } as const;
  const as = (
    number: number,
    given: Partial<OpenedVersion> & { version?: OpId; passedAt?: number },
  ): OpenedVersion => {
    const { version: named = version, passedAt, ...rest } = given;
    const id = idOf(number);
    return {
      opened: { ...opened, id, question: { ...opened.question, version: named } },
      box: first,
      time: 0,
      previous: null,
      judgement:
        passedAt === undefined
          ? { ...nothing, status: "open", close: null }
          : { ...nothing, status: "passed", close: { id: idOf(9), time: passedAt } },
      ...rest,
    };
  };
  const ids = (openings: OpenedVersion[]) => [
    currentVersion(openings)?.opened.id,
    currentVersion(openings.toReversed())?.opened.id,
  ];

  test("follow each other; the newest counts", () => {
    const one = as(1, {});
    const two = as(2, { version: idOf(72), previous: idOf(1), time: 5 });
    const three = as(3, { version: idOf(73), previous: idOf(2), time: 9 });
    expect(ids([one])).toEqual([idOf(1), idOf(1)]);
    expect(ids([one, two, three])).toEqual([idOf(3), idOf(3)]);
    expect(currentVersion([])).toBeNull();
  });

  test("are not amended once one has passed", () => {
    const one = as(1, { passedAt: 4 });
    const late = as(2, { version: idOf(72), previous: idOf(1), time: 5 });
    expect(ids([one, late])).toEqual([idOf(1), idOf(1)]);
    const inTime = as(2, { version: idOf(72), previous: idOf(1), time: 4 });
    expect(ids([one, inTime])).toEqual([idOf(2), idOf(2)]);
  });

  test("that two boxes opened apart are the first box's", () => {
    const there = as(1, { box: second });
    const here = as(2, { box: first });
    expect(ids([there, here])).toEqual([idOf(2), idOf(2)]);
    // Once one of them is closed, the other one opens nothing again.
    const closed = as(1, { box: second, passedAt: 4 });
    expect(ids([closed, here])).toEqual([idOf(1), idOf(1)]);
  });

  test("that two boxes opened apart and closed differently are contested", () => {
    const there = as(1, { box: second, passedAt: 4 });
    const { judgement } = there;
    const here = as(2, { box: first, judgement: { ...judgement, status: "not_passed" } });
    for (const openings of [
      [there, here],
      [here, there],
    ]) {
      expect(currentVersion(openings)?.judgement).toMatchObject({
        status: "contested",
        close: null,
      });
    }
    const agreeing = as(2, { box: first, passedAt: 5 });
    expect(currentVersion([there, agreeing])?.judgement.status).toBe("passed");
  });

  const facts = {
    isPublished: true,
    isWithdrawn: false,
    isImplemented: false,
    isRevisited: false,
  };

  test("are discussed, voted on, waited for; a clock that goes back reopens nothing", () => {
    const current = as(1, {});
    const { discussionEnds, votingEnds } = rules;
    const at = (now: number, given = current) => statusOf({ ...facts, current: given }, now);
    expect(at(discussionEnds - 1)).toBe("discussion");
    expect(at(discussionEnds)).toBe("voting");
    expect(at(votingEnds - 1)).toBe("voting");
    expect(at(votingEnds)).toBe("closing");
    const closed = as(1, { passedAt: votingEnds });
    for (const now of [0, discussionEnds, votingEnds + 365 * 86_400]) {
      expect(at(now, closed)).toBe("passed");
    }
  });

  test("have a place before and after the vote", () => {
    const passed = as(1, { passedAt: 9 });
    const status = (given: object) => statusOf({ ...facts, current: passed, ...given }, 0);
    expect(status({ current: null, isPublished: false })).toBe("draft");
    expect(status({ current: null })).toBe("discussion");
    expect(status({ current: as(1, {}), isWithdrawn: true })).toBe("withdrawn");
    expect(status({ isWithdrawn: true })).toBe("passed");
    expect(status({ isImplemented: true })).toBe("implemented");
    expect(status({ isImplemented: true, isRevisited: true })).toBe("revisited");
    const blocked = { ...passed, judgement: { ...passed.judgement, status: "blocked" as const } };
    expect(status({ current: blocked })).toBe("blocked");
    expect(status({ current: blocked, isWithdrawn: true })).toBe("withdrawn");
  });
});
