import { describe, expect, test } from "bun:test";
import { choices, optionChoice } from "../../../mesh/kinds/index.ts";
import { moved, offeredChoices, reasonFor } from "./offered.ts";

const { yes, reservations, no, abstain, standAside, block } = choices;

describe("what a member is offered", () => {
  test("a block where it stops something, and never on what is about oneself", () => {
    const rules = { model: "modified", veto: true, options: 0 } as const;
    expect(offeredChoices(rules, false)).toEqual([
      yes,
      reservations,
      no,
      abstain,
      standAside,
      block,
    ]);
    expect(offeredChoices(rules, true)).not.toContain(block);
    expect(offeredChoices({ ...rules, veto: false }, false)).not.toContain(block);
  });

  test("no `no` in consent: whoever does not agree says why, or stands aside", () => {
    const offered = offeredChoices({ model: "consent", veto: true, options: 0 }, false);
    expect(offered).toEqual([yes, reservations, abstain, standAside, block]);
  });

  test("every option of a question, and abstaining", () => {
    for (const model of ["poll", "ranked"] as const) {
      expect(offeredChoices({ model, veto: false, options: 3 }, false)).toEqual([
        optionChoice,
        optionChoice + 1,
        optionChoice + 2,
        abstain,
      ]);
    }
  });

  test("only a block must have its reason", () => {
    expect([yes, no, block, reservations].map(reasonFor)).toEqual(["none", "may", "must", "may"]);
  });
});

test("a ranking is changed by a place, and never beyond its ends", () => {
  expect(moved([2, 0, 1], 1, -1)).toEqual([0, 2, 1]);
  expect(moved([2, 0, 1], 1, 1)).toEqual([2, 1, 0]);
  expect(moved([2, 0, 1], 0, -1)).toEqual([2, 0, 1]);
  expect(moved([2, 0, 1], 2, 1)).toEqual([2, 0, 1]);
  expect(moved([], 0, 1)).toEqual([]);
});
