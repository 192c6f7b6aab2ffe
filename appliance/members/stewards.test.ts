/** Who the stewards are: decided by everybody, signed by their keys. */
import { afterAll, beforeAll, expect, test } from "bun:test";
import { effects, encodeParams, kinds } from "../../mesh/kinds/index.ts";
import { type OpId, toBase64Url } from "../../mesh/op/index.ts";
import { rootSignedBytes } from "../../mesh/rules/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { decide } from "../../tests/support/decide.ts";
import {
  foundedBox,
  makeStewards,
  nextRootDocument,
  TestMember,
} from "../../tests/support/member.ts";

interface View {
  stewards: string[];
  root: { document: string };
  mandate: { decision: string; stewards: string[]; threshold: number } | null;
}

let box: TestBox;
let founder: TestMember;
let ana: TestMember;
let bo: TestMember;
beforeAll(async () => {
  box = await startBox();
  const community = await foundedBox(box, 2);
  founder = community.founder;
  [ana, bo] = community.members as [TestMember, TestMember];
});
afterAll(() => box.close());

const view = () => founder.get<View>("/api/gate");

/** Why a lone founder may not put these in force, by this decision; or null. */
async function refusal(stewards: TestMember[], gate: OpId | null): Promise<string | null> {
  const threshold = stewards.length;
  const document = await nextRootDocument(founder, stewards, { threshold, gate });
  const params = encodeParams(effects.stewardChange, { document });
  return founder.refusal(kinds.gateRequest, { effect: effects.stewardChange.name, params });
}

test("is for everybody to decide, also while there is one, and then they sign", async () => {
  expect(await refusal([founder, ana], null)).toBe("mandate-needed");
  const other = await decide(founder, effects.groupCreate, { name: "bakers" }, [ana, bo]);
  expect(await refusal([founder, ana], other)).toBe("mandate-needed");
  const wanted = { stewards: [founder.member, bo.member], threshold: 2 };
  const decision = await decide(founder, effects.stewardMandate, wanted, [ana, bo]);
  expect(await refusal([founder, ana], decision)).toBe("mandate-needed");
  const { effects: done } = await ana.get<{ effects: { facts: object[] }[] }>(
    `/api/decisions/${decision}`,
  );
  const gains = { fact: "mandate", member: bo.member, before: null, after: "steward" };
  const threshold = { fact: "threshold", before: 1, after: 2 };
  const term = { fact: "termDays", before: null, after: 182 };
  expect(done[0]?.facts).toEqual([gains, threshold, term]);
  // Decided, and owed until their keys have signed it.
  expect(await view()).toMatchObject({
    stewards: [founder.member],
    mandate: { decision, ...wanted },
  });
  await makeStewards(founder, [founder, bo], [ana]);
  const after = await view();
  expect(new Set(after.stewards)).toEqual(new Set(wanted.stewards));
  expect(after.mandate).toBeNull();
  await box.box.rebuild();
  expect(await view()).toEqual(after);
});

test("is not asked for again when one of them goes on by another device", async () => {
  const tablet = await TestMember.join(box, (await bo.invite({ purpose: "device" })).seed);
  const document = await nextRootDocument(founder, [founder, tablet], { threshold: 2, gate: null });
  const request = await founder.ask(effects.stewardChange, { document });
  for (const steward of [founder, bo, tablet]) {
    const rootSignature = await steward.signer.sign(rootSignedBytes(document));
    await steward.speak(kinds.gateApprove, { request, rootSignature });
  }
  const after = await view();
  expect(after.root.document).toBe(toBase64Url(document));
  expect(new Set(after.stewards)).toEqual(new Set([founder.member, bo.member]));
  expect(after.mandate).toBeNull();
});
