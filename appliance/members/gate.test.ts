import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { effects, encodeParams, kinds } from "../../mesh/kinds/index.ts";
import { encodeCbor, fromBase64Url } from "../../mesh/op/index.ts";
import { decodeRootDocument, encodeRootDocument } from "../../mesh/rules/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { foundedBox, makeStewards, TestMember } from "../../tests/support/member.ts";

interface Entry {
  id: string;
  effect: string;
  state: string;
  facts: { fact: string; before: unknown; after: unknown; member?: string }[];
  approvals: string[];
}
interface View {
  approvalsNeeded: number;
  settings: { name: string; reviewFirst: boolean; categories: string[] };
  groups: { name: string; members: string[] }[];
  stewards: string[];
  root: { document: string };
  requests: Entry[];
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
const update = {
  name: "Ribera Baja",
  languages: ["en"],
  values: ["care", "patience"],
  purpose: "To look after the river.",
};

describe("the gate, while there is one steward", () => {
  test("opens for the founder alone, shows what changes, and records it", async () => {
    await founder.ask(effects.communityUpdate, update);
    const { settings, requests, approvalsNeeded } = await view();
    expect(settings).toMatchObject(update);
    expect(approvalsNeeded).toBe(1);
    expect(requests[0]).toMatchObject({
      effect: "community.update",
      state: "applied",
      approvals: [founder.member],
    });
    expect(requests[0]?.facts).toContainEqual({
      fact: "name",
      before: "Ribera Alta",
      after: "Ribera Baja",
    });
    expect(requests[0]?.facts).toContainEqual({
      fact: "languages",
      before: ["en", "es"],
      after: ["en"],
    });
    const community = await (await box.fetch("/api/community")).json();
    expect(community).toMatchObject({ name: "Ribera Baja" });
  });

  test("every effect does what it says", async () => {
    await founder.ask(effects.groupCreate, { name: "elders" });
    await founder.ask(effects.groupAdd, { group: "elders", member: ana.member });
    await founder.ask(effects.roleGrant, { member: ana.member, role: "moderator" });
    await founder.ask(effects.knowledgeCategory, { category: "water", on: true });
    await founder.ask(effects.knowledgeReview, { reviewFirst: true });
    const { settings, groups } = await view();
    expect(settings).toMatchObject({ reviewFirst: true, categories: ["water"] });
    expect(groups).toEqual([{ name: "elders", members: [ana.member] }]);
    const me = await ana.get<{ roles: string[]; groups: string[] }>("/api/me");
    expect(me.roles.sort()).toEqual(["member", "moderator"]);
    expect(me.groups).toEqual(["elders"]);
    await founder.ask(effects.roleRevoke, { member: ana.member, role: "moderator" });
    await founder.ask(effects.groupRemove, { group: "elders", member: ana.member });
    await founder.ask(effects.roleRevoke, { member: bo.member, role: "member" });
    expect((await ana.get<{ roles: string[] }>("/api/me")).roles).toEqual(["member"]);
    expect((await bo.get<{ roles: string[] }>("/api/me")).roles).toEqual(["guest"]);
    await founder.ask(effects.roleGrant, { member: bo.member, role: "member" });
  });

  test("stays shut for everybody else, and for what makes no sense", async () => {
    const { settings } = await view();
    const asks = (params: Uint8Array, effect = "community.update") => ({ effect, params });
    const fine = encodeParams(effects.communityUpdate, { ...update, name: "Mine" });
    expect(await ana.refusal(kinds.gateRequest, asks(fine))).toBe("role");
    expect(await founder.refusal(kinds.gateRequest, asks(fine, "box.takeover"))).toBe(
      "unknown-effect",
    );
    expect(await founder.refusal(kinds.gateRequest, asks(encodeCbor([1])))).toBe("malformed");
    const again = encodeParams(effects.groupCreate, { name: "elders" });
    expect(await founder.refusal(kinds.gateRequest, asks(again, "group.create"))).toBe("exists");
    expect((await view()).settings).toEqual(settings);
  });
});

describe("the gate, with two stewards", () => {
  beforeAll(() => makeStewards(founder, [founder, ana]));

  test("asks both, once each, and applies once", async () => {
    const before = (await view()).settings;
    const request = await founder.ask(effects.communityUpdate, { ...update, name: "Ribera" });
    const waiting = await view();
    expect(waiting.settings).toEqual(before);
    expect(waiting.approvalsNeeded).toBe(2);
    expect(waiting.requests.find(({ id }) => id === request)).toMatchObject({
      state: "open",
      approvals: [founder.member],
    });
    // The same steward again, also by another device, is still one.
    const approve = { request, rootSignature: null };
    await founder.speak(kinds.gateApprove, approve);
    const { seed } = await founder.invite({ purpose: "device" });
    const tablet = await TestMember.join(box, seed);
    await tablet.speak(kinds.gateApprove, approve);
    expect(await bo.refusal(kinds.gateApprove, approve)).toBe("role");
    expect((await view()).settings).toEqual(before);
    await ana.speak(kinds.gateApprove, approve);
    expect((await view()).settings.name).toBe("Ribera");
    expect(await ana.refusal(kinds.gateApprove, approve)).toBe("closed");
  });

  test("forgets a request that its author takes back", async () => {
    const request = await founder.ask(effects.groupCreate, { name: "youth" });
    expect(await ana.refusal(kinds.gateCancel, { request })).toBe("not-own");
    await founder.speak(kinds.gateCancel, { request });
    const approve = { request, rootSignature: null };
    expect(await ana.refusal(kinds.gateApprove, approve)).toBe("closed");
    expect((await view()).groups.map(({ name }) => name)).toEqual(["elders"]);
  });

  test("no other path leads to the settings, the roles or the root", async () => {
    const before = await view();
    const inForce = fromBase64Url(before.root.document) ?? new Uint8Array();
    const document = encodeRootDocument({
      ...decodeRootDocument(inForce),
      stewards: [bo.signer.publicKey],
      threshold: 1,
    });
    const signature = await bo.signer.sign(document);
    const signatures = [{ device: bo.device, signature }];
    // The kinds that could be thought to reach there, by everybody who might try.
    for (const somebody of [bo, ana, founder]) {
      expect(await somebody.refusal(kinds.root, { document, signatures })).not.toBeNull();
      const revoke = { device: null, member: founder.member, reason: "other" } as const;
      if (somebody !== founder) {
        expect(await somebody.refusal(kinds.revoke, revoke)).toBe("gate-needed");
      }
    }
    // An old request, and an old approval, handed in again word for word.
    const page = await founder.get<{ operations: { wire: string; id: string }[] }>(
      "/api/ops?limit=500",
    );
    const replayed = await founder.submit(
      ...page.operations.slice(0, 100).map(({ wire, id }) => ({
        id: id as never,
        bytes: new Uint8Array(fromBase64Url(wire) ?? []),
      })),
    );
    expect(new Set(replayed.map(({ state }) => state))).toEqual(new Set(["dup"]));
    // Every path of the API that takes something, with what a settings form might send.
    for (const { method, path } of box.box.http.routes) {
      if (method === "GET" || path.startsWith("/api/local") || path === "/api/session") continue;
      const response = await founder.fetch(path.replace(/:\w+/g, "0".repeat(32)), {
        method,
        body: JSON.stringify({ settings: { name: "Mine" }, name: "Mine" }),
        headers: { "content-type": "application/json" },
      });
      expect([path, response.status < 500]).toEqual([path, true]);
    }
    const { requests: _, ...after } = await view();
    const { requests: __, ...unchanged } = before;
    expect(after).toEqual(unchanged);
  });
});
