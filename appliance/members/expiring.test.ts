/** What stewards are asked is asked for a week. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { effects, encodeParams, kinds } from "../../mesh/kinds/index.ts";
import { fromBase64Url, type OpId } from "../../mesh/op/index.ts";
import { type DecidingBox, day, decidingBox } from "../../tests/support/deciding-box.ts";
import { makeStewards, type TestMember } from "../../tests/support/member.ts";

interface View {
  requests: { id: OpId; effect: string; state: string; expires: number; params: string | null }[];
}

let deciding: DecidingBox;
let rosa: TestMember;
let ana: TestMember;
let bo: TestMember;
beforeAll(async () => {
  deciding = await decidingBox(2);
  [rosa, ana, bo] = deciding.members as [TestMember, TestMember, TestMember];
  await makeStewards(rosa, [rosa, ana], [bo]);
});
afterAll(() => deciding.box.close());

const revoking = { device: null, member: "", reason: "decision" } as const;
async function entry(id: OpId) {
  const { requests } = await deciding.get<View>(rosa, "/api/gate");
  return requests.find((one) => one.id === id);
}
const agree = { rootSignature: null };

test("what nobody agreed to in seven days is over, says so, and can be asked again", async () => {
  const params = encodeParams(effects.memberRevoke, { ...revoking, member: bo.member });
  const body = { effect: effects.memberRevoke.name, params };
  const asked = rosa.now();
  const id = await rosa.speak(kinds.gateRequest, body);
  expect(await entry(id)).toMatchObject({ state: "open", expires: asked + 7 * day, params: null });
  // Signed in time, and on its way for days.
  const traveller = await ana.sign(kinds.gateApprove, { request: id, ...agree });
  await deciding.pass(7 * day + 1);
  const over = await entry(id);
  expect(over).toMatchObject({ state: "expired" });
  expect(await ana.refusal(kinds.gateApprove, { request: id, ...agree })).toBe("expired");
  const again = { effect: body.effect, params: fromBase64Url(over?.params ?? "") as Uint8Array };
  const next = await rosa.speak(kinds.gateRequest, again);
  expect(await entry(next)).toMatchObject({ state: "open", params: null });
  const seen = await deciding.get<View>(rosa, "/api/gate");
  await deciding.box.box.rebuild();
  expect(await deciding.get<View>(rosa, "/api/gate")).toEqual(seen);
  await ana.submit(traveller);
  expect(await entry(id)).toMatchObject({ state: "applied" });
  const { members } = await deciding.get<{ members: { id: string; ended: string | null }[] }>(
    rosa,
    "/api/members",
  );
  expect(members.find((one) => one.id === bo.member)?.ended).toBe("revoked");
});
