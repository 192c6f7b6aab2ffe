import { afterAll, beforeAll, expect, test } from "bun:test";
import { effects, kinds } from "../../mesh/kinds/index.ts";
import { generateSigner, type OpId } from "../../mesh/op/index.ts";
import { verifyDecision } from "../../mesh/rules/index.ts";
import { decide } from "../../tests/support/decide.ts";
import { type DecidingBox, decidingBox, hour } from "../../tests/support/deciding-box.ts";
import type { TestMember } from "../../tests/support/member.ts";
import { plainItem } from "../knowledge/fixtures/moot.ts";

interface View {
  mayCall: boolean;
  policy: { two: boolean } | null;
  emergencies: {
    id: OpId;
    level: string;
    reason: string;
    state: string;
    powers: string[];
    review: OpId | null;
    used: { power: string; words: string }[];
  }[];
}

let deciding: DecidingBox;
let [founder, ana, bo]: TestMember[] = [];
beforeAll(async () => {
  deciding = await decidingBox(2);
  [founder, ana, bo] = deciding.members;
});
afterAll(() => deciding.box.close());

type Powers = ("alert_all" | "pause_partner")[];
const alarm = { level: "alert" as const, reason: "The river rises.", hours: 6 };
const view = (member: TestMember) => deciding.get<View>(member, "/api/emergency");

async function policy(two: boolean, powers: Powers = ["alert_all"]) {
  const [first, second, third] = [founder, ana, bo] as [TestMember, TestMember, TestMember];
  // Sessions end long before emergencies do.
  for (const each of [first, second, third]) each.token = null;
  const people = [second.member, third.member];
  const params = { people, two, hours: 24, powers };
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
  expect(await second.refusal(kinds.emergencyAct, { emergency: id, act: "end", words: "" })).toBe(
    "expired",
  );
});

test("where two are wanted, the second one begins it; either ends it", async () => {
  const { first, second, third } = await policy(true);
  const emergency = await second.speak(kinds.emergency, alarm);
  const state = async () => (await view(first)).emergencies[0]?.state;
  expect(await state()).toBe("waiting");
  const confirm = { emergency, act: "confirm" as const, words: "" };
  expect(await second.refusal(kinds.emergencyAct, confirm)).toBe("role");
  await third.speak(kinds.emergencyAct, confirm);
  expect(await state()).toBe("in-force");
  await deciding.box.box.rebuild();
  expect(await state()).toBe("in-force");
  await second.speak(kinds.emergencyAct, { emergency, act: "end", words: "" });
  expect(await state()).toBe("over");
});

const words = "Come to the school.";

test("what those people tell everybody is seen while it lasts, and only then", async () => {
  const { first, second } = await policy(false);
  const emergency = await second.speak(kinds.emergency, alarm);
  const tell = { emergency, act: "alert_all" as const, words };
  expect(await first.refusal(kinds.emergencyAct, tell)).toBe("role");
  await second.speak(kinds.emergencyAct, tell);
  expect((await view(first)).emergencies[0]?.used).toMatchObject([{ power: "alert_all", words }]);
  const pause = { emergency, act: "pause_partner" as const, words: "Vega" };
  expect(await second.refusal(kinds.emergencyAct, pause)).toBe("role");
  await deciding.pass(6 * hour);
  expect(await second.refusal(kinds.emergencyAct, tell)).toBe("expired");
});

test("a paused partner gets nothing until it is over", async () => {
  const { first, second, third } = await policy(false, ["pause_partner"]);
  const { publicKey: key } = await generateSigner({ extractable: false, algorithm: "Ed25519" });
  await decide(first, effects.partnerAdmit, { name: "Vega", key, note: "" }, [second, third]);
  const category = "garden";
  const share = { category, partner: "Vega", on: true, exceptLabels: [] };
  await decide(first, effects.knowledgeShare, share, [second, third]);
  await first.speak(kinds.item, { ...plainItem, category, consent: "federation_ok" });
  const shared = async () =>
    (await deciding.get<{ items: object[] }>(first, "/api/partners/Vega/feed")).items;
  expect(await shared()).toHaveLength(1);
  const emergency = await second.speak(kinds.emergency, alarm);
  const pause = { emergency, act: "pause_partner" as const, words: "Nobody" };
  expect(await second.refusal(kinds.emergencyAct, pause)).toBe("unknown-partner");
  await second.speak(kinds.emergencyAct, { ...pause, words: "Vega" });
  expect(await shared()).toEqual([]);
  await deciding.pass(6 * hour);
  expect(await shared()).toHaveLength(1);
});

test("the box opens a review once it is in force, whatever the phone of the caller does", async () => {
  const { first, second, third } = await policy(true);
  const emergency = await second.speak(kinds.emergency, alarm);
  await deciding.look();
  expect((await view(first)).emergencies[0]?.review).toBeNull();
  await third.speak(kinds.emergencyAct, { emergency, act: "confirm", words: "" });
  await deciding.look();
  const review = (await view(first)).emergencies[0]?.review as OpId;
  expect(await deciding.detail(first, review)).toMatchObject({
    title: "The river rises.",
    status: "discussion",
    model: "advice",
    about: [second.member],
  });
  const file = await first.fetch(`/api/decisions/${review}/export`);
  const verdict = await verifyDecision(new Uint8Array(await file.arrayBuffer()));
  expect(verdict.problems.map(({ code }) => code)).toEqual(["no-close"]);
  expect(verdict.title).toBe("The river rises.");
  await deciding.box.box.rebuild();
  await deciding.look();
  expect((await view(first)).emergencies[0]?.review).toBe(review);
});

test("what is said about a call that has not arrived waits for it", async () => {
  const { first, second, third } = await policy(true);
  const call = await second.sign(kinds.emergency, alarm);
  await third.speak(kinds.emergencyAct, { emergency: call.id, act: "confirm", words: "" });
  await second.submit(call);
  expect((await view(first)).emergencies[0]).toMatchObject({ id: call.id, state: "in-force" });
});
