import { describe, expect, test } from "bun:test";
import { kinds, type Role } from "../kinds/index.ts";
import { toMemberId } from "../op/index.ts";
import { mayAuthor, type Standing } from "./standing.ts";

const as = (...roles: Role[]): Standing => ({
  member: toMemberId("a".repeat(32)),
  roles: new Set(roles),
});
const people = {
  guest: as("guest"),
  member: as("member"),
  moderator: as("member", "moderator"),
  steward: as("member", "steward"),
  box: { box: true } as Standing,
  revoked: { refusal: "revoked" } as Standing,
};

/**
 * The whole table, written out a second time: a change of who may author what is a change of two
 * files. `o`: only about their own.
 */
const expected = `
  kind          guest member moderator steward box revoked
  root          x     x      x         x       x   x
  invite        x     x      x         x       -   -
  enrol         x     x      x         x       x   x
  revoke        x     x      x         x       -   -
  profile       x     x      x         x       -   -
  gateRequest   -     -      -         x       -   -
  gateApprove   -     x      x         x       -   -
  gateCancel    -     -      -         o       -   -
  leave         x     x      x         x       -   -
  inviteCancel  o     o      x         x       -   -
  item          -     x      x         x       -   -
  itemLabel     -     -      x         -       -   -
  itemReview    -     -      x         -       -   -
  itemReport    x     x      x         x       -   -
  itemHide      o     o      x         o       -   -
  erase         o     o      x         x       -   -
  question      x     x      x         x       -   -
  answer        x     x      x         x       -   -
  questionClose o     o      x         o       -   -
  feedback      x     x      x         x       -   -
  ballot        -     x      x         x       -   -
  proposal      -     x      x         x       x   -
  proposalText  -     x      x         x       x   -
  opening       -     -      -         -       x   -
  idList        -     -      -         x       x   -
  comment       x     x      x         x       -   -
  ballotFull    -     x      x         x       -   -
  ballotReason  -     x      x         x       -   -
  attestation   -     x      x         x       -   -
  witness       -     x      x         x       -   -
  delegate      -     x      x         x       -   -
  close         -     -      -         x       x   -
  mark          -     x      x         x       -   -
  outcomeNote   -     x      x         x       -   -
  mediation     -     x      x         x       -   -
  termEnd       -     -      -         -       x   -
  emergency     -     x      x         x       -   -
  emergencyAct  -     x      x         x       -   -
  meeting       -     x      x         x       -   -
  handover      -     x      x         x       -   -
`
  .trim()
  .split("\n")
  .map((line) => line.trim().split(/\s+/));
const rows = expected.slice(1).map(([name, ...marks]) => ({ name, marks }));

describe("who may author what", () => {
  const [, ...columns] = expected[0] ?? [];
  test("is written down for every kind", () => {
    expect(rows.map(({ name }) => name)).toEqual(Object.keys(kinds));
    expect(columns).toEqual(Object.keys(people));
  });

  test.each(rows)("$name", ({ name, marks }) => {
    const kind = kinds[name as keyof typeof kinds];
    const found = Object.values(people).map((standing) => {
      if (mayAuthor(kind, standing) === null) return "x";
      return mayAuthor(kind, standing, true) === null ? "o" : "-";
    });
    expect(found.join()).toBe(marks.join());
  });

  test("says why not", () => {
    expect(mayAuthor(kinds.item, people.revoked)).toBe("revoked");
    expect(mayAuthor(kinds.item, people.guest)).toBe("role");
    expect(mayAuthor(kinds.erase, people.member)).toBe("not-own");
    expect(mayAuthor({ authors: "box" }, people.steward)).toBe("role");
    expect(mayAuthor({ authors: "box" }, people.box)).toBeNull();
  });
});
