import { afterAll, beforeAll, expect, test } from "bun:test";
import { effects, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { decide } from "../../tests/support/decide.ts";
import { type DecidingBox, decidingBox, hour } from "../../tests/support/deciding-box.ts";
import type { TestMember } from "../../tests/support/member.ts";

interface View {
  mayCall: boolean;
  policy: { two: boolean } | null;
  emergencies: { id: OpId; level: string; reason: string; state: string; powers: string[] }[];
}

let deciding: DecidingBox;
let [founder, ana, bo]: TestMember[] = [];
beforeAll(async () => {
  deciding = await decidingBox(2);
  [founder, ana, bo] = deciding.members;
});
afterAll(() => deciding.box.close());

const alarm = { level: "alert" as const, reason: "The river rises.", hours: 6 };
const view = (member: TestMember) => deciding.get<View>(member, "/api/emergency");

async function policy(two: boolean) {
  const [first, second, third] = [founder, ana, bo] as [TestMember, TestMember, TestMember];
  const people = [second.member, third.member];
  const params = { people, two, hours: 24, powers: ["alert_all" as const] };
  await decide(first, effects.emergencyPolicy, params, [second, third]);
  return { first, second, third };
}

test("nobody calls an emergency before people were named by a decision", async () => {
  expect(await ana?.refusal(kinds.emergency, alarm)).toBe("role");
});

test("one of them calls it, everybody sees it, and it ends by itself", async () => {
  const { first, second } = await policy(false);
  expect(await first.refusal(kinds.emergency, alarm)).toBe("role");
  const id = await second.speak(kinds.emergency, alarm);
  expect(await view(first)).toMatchObject({
    mayCall: false,
    policy: { two: false },
    emergencies: [{ id, level: "alert", reason: "The river rises.", state: "in-force" }],
  });
  await deciding.pass(6 * hour);
  expect((await view(first)).emergencies[0]?.state).toBe("over");
  expect(await second.refusal(kinds.emergencyAct, { emergency: id, act: "end" })).toBe("expired");
});

test("where two are wanted, the second one begins it; either ends it", async () => {
  const { first, second, third } = await policy(true);
  const emergency = await second.speak(kinds.emergency, alarm);
  const state = async () => (await view(first)).emergencies[0]?.state;
  expect(await state()).toBe("waiting");
  const confirm = { emergency, act: "confirm" as const };
  expect(await second.refusal(kinds.emergencyAct, confirm)).toBe("role");
  await third.speak(kinds.emergencyAct, confirm);
  expect(await state()).toBe("in-force");
  await deciding.box.box.rebuild();
  expect(await state()).toBe("in-force");
  await second.speak(kinds.emergencyAct, { emergency, act: "end" });
  expect(await state()).toBe("over");
});
