import { afterEach, beforeEach, expect, test } from "bun:test";
import { effects } from "../../mesh/kinds/index.ts";
import { decide } from "../../tests/support/decide.ts";
import { type DecidingBox, day, decidingBox } from "../../tests/support/deciding-box.ts";
import { makeStewards, type TestMember } from "../../tests/support/member.ts";

let deciding: DecidingBox;
beforeEach(async () => {
  deciding = await decidingBox(1);
});
afterEach(() => deciding.box.close());

test("an office that a decision gave ends with its term, on the box's own word", async () => {
  const [founder, ana] = deciding.members as [TestMember, TestMember];
  const until = founder.now() + 30 * day;
  const params = { member: ana.member, role: "moderator" as const, until };
  await decide(founder, effects.roleAppoint, params, [ana]);
  const roles = async () => (await deciding.get<{ roles: string[] }>(ana, "/api/me")).roles;
  expect(await roles()).toContain("moderator");
  await deciding.pass(30 * day - 60);
  expect(await roles()).toContain("moderator");
  await deciding.pass(60);
  expect(await roles()).toEqual(["member"]);
  // It stays so when the tables are computed anew, and nobody says it twice.
  const position = deciding.box.box.store.position();
  await deciding.box.box.rebuild();
  await deciding.look();
  expect(await roles()).toEqual(["member"]);
  expect(deciding.box.box.store.position()).toBe(position);
});

type Office = { member: string; role: string; until: number; endsSoon: boolean };

test("stewards are shown with their term, and stay when it is over until others are decided", async () => {
  const [founder, ana] = deciding.members as [TestMember, TestMember];
  const stewards = async () => {
    const { offices } = await deciding.get<{ offices: Office[] }>(ana, "/api/offices");
    return offices.filter(({ role }) => role === "steward");
  };
  expect(await stewards()).toEqual([]);
  await makeStewards(founder, [founder, ana]);
  const [first, second] = await stewards();
  expect(new Set([first?.member, second?.member])).toEqual(
    new Set<string | undefined>([founder.member, ana.member]),
  );
  expect(first).toMatchObject({ endsSoon: false });
  await deciding.pass(183 * day);
  expect(await stewards()).toMatchObject([{ endsSoon: true }, { endsSoon: true }]);
  const { roles } = await deciding.get<{ roles: string[] }>(ana, "/api/me");
  expect(roles).toContain("steward");
});

test("a granted role says until when, is told before it ends, and ends with its own term", async () => {
  const [founder, ana] = deciding.members as [TestMember, TestMember];
  const grant = { member: ana.member, role: "moderator" as const, termDays: 40 };
  await decide(founder, effects.roleGrant, grant, [ana]);
  const office = async () => {
    const { offices } = await deciding.get<{ offices: Office[] }>(ana, "/api/offices");
    return offices.find(({ member, role }) => member === ana.member && role === "moderator");
  };
  const given = founder.now();
  const held = await office();
  expect(held?.endsSoon).toBe(false);
  expect(Math.abs((held?.until ?? 0) - (given + 40 * day))).toBeLessThan(day);
  await deciding.pass(11 * day);
  expect((await office())?.endsSoon).toBe(true);
  await deciding.pass(29 * day);
  expect(await office()).toBeUndefined();
  const { roles } = await deciding.get<{ roles: string[] }>(ana, "/api/me");
  expect(roles).toEqual(["member"]);
});
