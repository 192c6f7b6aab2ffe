import { expect, test } from "bun:test";
import { toMemberId } from "../op/index.ts";
import { approvalsNeeded, gateApproved } from "./gate.ts";

const [ana, ben, cai] = ["a", "b", "c"].map((digit) => toMemberId(digit.repeat(32)));
const by = (...members: (typeof ana)[]) =>
  members.filter((member) => member !== undefined).map((member) => ({ member }));
const of = (...members: (typeof ana)[]) =>
  new Set(members.filter((member) => member !== undefined));

test("the founder alone opens the gate while there is one steward, then two do", () => {
  expect([1, 2, 3, 20].map(approvalsNeeded)).toEqual([1, 2, 2, 2]);
  expect(gateApproved(by(ana), of(ana))).toBe(true);
  expect(gateApproved(by(ana), of(ana, ben))).toBe(false);
  expect(gateApproved(by(ana, ben), of(ana, ben))).toBe(true);
  expect(gateApproved(by(ana, cai), of(ana, ben, cai))).toBe(true);
});

test("people are counted, not devices, and only those who are stewards", () => {
  expect(gateApproved(by(ana, ana), of(ana, ben))).toBe(false);
  expect(gateApproved(by(ana, cai), of(ana, ben))).toBe(false);
  expect(gateApproved(by(), of(ana))).toBe(false);
  expect(gateApproved(by(ana), of())).toBe(false);
});
