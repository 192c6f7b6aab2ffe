import { afterAll, beforeAll, expect, test } from "bun:test";
import { effects } from "../../mesh/kinds/index.ts";
import { decide } from "../../tests/support/decide.ts";
import { type DecidingBox, day, decidingBox } from "../../tests/support/deciding-box.ts";
import type { TestMember } from "../../tests/support/member.ts";

let deciding: DecidingBox;
beforeAll(async () => {
  deciding = await decidingBox(1);
});
afterAll(() => deciding.box.close());

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
