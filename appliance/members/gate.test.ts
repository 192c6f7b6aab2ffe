import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { type CloseBody, effects, encodeParams, kinds } from "../../mesh/kinds/index.ts";
import { encodeCbor, fromBase64Url, type OpId } from "../../mesh/op/index.ts";
import {
  decodeRootDocument,
  encodeRootDocument,
  idSetOf,
  splitIds,
} from "../../mesh/rules/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { decide, decideAll, effectOf, propose, vote } from "../../tests/support/decide.ts";
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

describe("what belongs to the community", () => {
  test("changes by a decision, which shows what changes and is on record", async () => {
    const thread = await decide(founder, effects.communityUpdate, update, [ana, bo]);
    const { settings } = await view();
    expect(settings).toMatchObject(update);
    const detail = await founder.get<{ effects: { facts: object[]; state: string }[] }>(
      `/api/decisions/${thread}`,
    );
    expect(detail.effects[0]?.state).toBe("applied");
    expect(detail.effects[0]?.facts).toContainEqual({
      fact: "name",
      before: "Ribera Alta",
      after: "Ribera Baja",
    });
    expect(detail.effects[0]?.facts).toContainEqual({
      fact: "languages",
      before: ["en", "es"],
      after: ["en"],
    });
    const community = await (await box.fetch("/api/community")).json();
    expect(community).toMatchObject({ name: "Ribera Baja" });
  });

  test("every effect does what it says", async () => {
    const together = (planned: ReturnType<typeof effectOf>[], voters = [ana, bo]) =>
      decideAll(founder, planned, voters);
    await together([
      effectOf(effects.groupCreate, { name: "elders" }),
      effectOf(effects.groupAdd, { group: "elders", member: ana.member }),
      effectOf(effects.roleGrant, { member: ana.member, role: "moderator" }),
      effectOf(effects.knowledgeCategory, { category: "water", on: true }),
      effectOf(effects.knowledgeReview, { reviewFirst: true }),
    ]);
    const { settings, groups } = await view();
    expect(settings).toMatchObject({ reviewFirst: true, categories: ["water"] });
    expect(groups).toEqual([{ name: "elders", members: [ana.member] }]);
    const me = await ana.get<{ roles: string[]; groups: string[] }>("/api/me");
    expect(me.roles.sort()).toEqual(["member", "moderator"]);
    expect(me.groups).toEqual(["elders"]);
    await together([
      effectOf(effects.roleRevoke, { member: ana.member, role: "moderator" }),
      effectOf(effects.groupRemove, { group: "elders", member: ana.member }),
      effectOf(effects.roleRevoke, { member: bo.member, role: "member" }),
    ]);
    expect((await ana.get<{ roles: string[] }>("/api/me")).roles).toEqual(["member"]);
    expect((await bo.get<{ roles: string[] }>("/api/me")).roles).toEqual(["guest"]);
    // Guests are on no roll.
    await together([effectOf(effects.roleGrant, { member: bo.member, role: "member" })], [ana]);
  });
});

describe("the gate", () => {
  test("stays shut for it, and for what makes no sense", async () => {
    const { settings } = await view();
    const asks = (params: Uint8Array, effect = "community.update") => ({ effect, params });
    const fine = encodeParams(effects.communityUpdate, { ...update, name: "Mine" });
    expect(await ana.refusal(kinds.gateRequest, asks(fine))).toBe("role");
    expect(await founder.refusal(kinds.gateRequest, asks(fine))).toBe("decision-needed");
    expect(await founder.refusal(kinds.gateRequest, asks(fine, "box.takeover"))).toBe(
      "unknown-effect",
    );
    const broken = asks(encodeCbor([1]), "member.revoke");
    expect(await founder.refusal(kinds.gateRequest, broken)).toBe("malformed");
    expect((await view()).settings).toEqual(settings);
  });
});

describe("the gate, with two stewards", () => {
  beforeAll(() => makeStewards(founder, [founder, ana], [bo]));

  test("asks both, once each, and applies once", async () => {
    const cai = await TestMember.join(box, (await founder.invite()).seed, { name: "Cai" });
    const revoke = { device: null, member: cai.member, reason: "decision" } as const;
    const request = await founder.ask(effects.memberRevoke, revoke);
    const waiting = await view();
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
    await cai.get("/api/me");
    await ana.speak(kinds.gateApprove, approve);
    expect((await cai.fetch("/api/me")).status).toBe(401);
    expect(await ana.refusal(kinds.gateApprove, approve)).toBe("closed");
  });

  test("forgets a request that its author takes back", async () => {
    const revoke = { device: null, member: bo.member, reason: "decision" } as const;
    const request = await founder.ask(effects.memberRevoke, revoke);
    expect(await ana.refusal(kinds.gateCancel, { request })).toBe("not-own");
    await founder.speak(kinds.gateCancel, { request });
    const approve = { request, rootSignature: null };
    expect(await ana.refusal(kinds.gateApprove, approve)).toBe("closed");
    await bo.get("/api/me");
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
    // Every setting there is, asked of the gate by both stewards together.
    for (const { name } of Object.values(effects)) {
      if (["member.revoke", "member.recover", "steward.change"].includes(name)) continue;
      const asked = { effect: name, params: encodeCbor([]) };
      for (const steward of [founder, ana]) {
        expect(await steward.refusal(kinds.gateRequest, asked)).toBe("decision-needed");
      }
    }
    // A result that nobody voted for, said by a steward before the boxes' time is over.
    const effect = effectOf(effects.communityUpdate, { ...update, name: "Mine" });
    const thread = await propose(founder, { effects: [effect] });
    await vote(founder, thread);
    await box.box.governance.look();
    const { opening } = await founder.get<{ opening: OpId }>(`/api/decisions/${thread}`);
    for (const somebody of [founder, ana, bo]) {
      const refusal = await somebody.refusal(kinds.close, claim(opening, thread));
      expect(refusal).toBe(somebody === bo ? "role" : "unlawful-close");
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

/** A close that says "passed" of nothing but its own author's wish. */
function claim(opening: OpId, thread: OpId): CloseBody {
  const ids = splitIds([thread]);
  const sha256 = (bytes: Uint8Array) =>
    new Uint8Array(new Bun.CryptoHasher("sha256").update(bytes).digest());
  const ballots = idSetOf(ids, [], sha256);
  return {
    opening,
    stage: 1,
    amends: [],
    ballots,
    outcome: "passed",
    winner: null,
    counts: [0, 3],
  };
}
