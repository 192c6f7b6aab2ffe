import { describe, expect, test } from "bun:test";
import {
  day,
  enrolBody,
  foundOnPaper,
  type PaperCommunity,
  signRoot,
} from "../../tests/support/membership.ts";
import { namedSigner } from "../../tests/support/operations.ts";
import { baseAssistantPolicy, effects, type GateEffect, kinds } from "../kinds/index.ts";
import {
  deviceIdOf,
  type MemberId,
  type OpId,
  type Signer,
  toMemberId,
  toOpId,
} from "../op/index.ts";
import { defaultGovernance } from "./frozen-rules.ts";
import { recoverySecondsMax } from "./gate-effects.ts";
import { gateRequestSeconds } from "./gate-requests.ts";
import { applyMembership, type LoggedStatement } from "./membership.ts";
import { rolesOf, standingOf, stewardMembers } from "./membership-state.ts";
import { emptyRegister } from "./register.ts";
import { settle } from "./sync-crypto.ts";

const nobody = toOpId("0".repeat(32));
const request = (paper: PaperCommunity, id: OpId) => paper.state.requests.get(id);

/** A community with two stewards, who are two people, and a member. */
async function withTwoStewards() {
  const { paper, founder } = await foundOnPaper();
  const ana = await paper.join("ana", founder);
  const ben = await paper.join("ben", founder);
  await paper.addSteward(ana.signer, [founder], 2);
  return { paper, founder, ana, ben };
}

/** What stewards may do without a vote. */
const revoking = (member: MemberId) => ({ device: null, member, reason: "decision" }) as const;

describe("the gate", () => {
  test("opens for a lone founder at once", async () => {
    const { paper, founder } = await foundOnPaper();
    const { member } = await paper.join("ana", founder);
    const said = await paper.request(founder, effects.memberRevoke, revoking(member));
    expect(said.refusal).toBeNull();
    expect(request(paper, said.id)?.state).toBe("applied");
    expect(paper.state.members.get(member)?.ended?.why).toBe("revoked");
  });

  test("stays shut for what the community decides, also for everybody together", async () => {
    const { paper, founder, ana, ben } = await withTwoStewards();
    const member = ben.member;
    for (const signer of [founder, ana.signer]) {
      const ask = async <P>(effect: GateEffect<P>, params: P) =>
        (await paper.request(signer, effect, params)).refusal;
      expect(await ask(effects.groupCreate, { name: "elders" })).toBe("decision-needed");
      expect(await ask(effects.roleGrant, { member, role: "moderator" })).toBe("decision-needed");
      expect(await ask(effects.decisionRules, defaultGovernance)).toBe("decision-needed");
      expect(await ask(effects.modelRollback, {})).toBe("decision-needed");
    }
    const asking = Object.values(effects).map(({ name }) => name);
    const care = ["member.revoke", "member.recover", "steward.change"];
    for (const effect of asking.filter((name) => !care.includes(name))) {
      const body = { effect, params: new Uint8Array([0x80]) };
      expect((await paper.say(founder, kinds.gateRequest, body)).refusal).toBe("decision-needed");
    }
    expect(paper.state.groups.size).toBe(0);
    expect(paper.state.requests.size).toBe(1);
  });

  test("gives stewards seven days to agree; then they may ask again", async () => {
    const { paper, founder, ana, ben } = await withTwoStewards();
    const said = await paper.request(founder, effects.memberRevoke, revoking(ben.member));
    const asked = paper.at;
    expect(request(paper, said.id)?.expires).toBe(asked + gateRequestSeconds);
    paper.at = asked + gateRequestSeconds + 1;
    expect((await paper.approve(ana.signer, said.id)).refusal).toBe("expired");
    expect(paper.state.members.get(ben.member)?.ended).toBeNull();
    // It may still be taken back, and asked again; a yes goes by when it was signed.
    const again = await paper.request(founder, effects.memberRevoke, revoking(ben.member));
    expect(again.refusal).toBeNull();
    paper.at += gateRequestSeconds;
    expect((await paper.approve(ana.signer, again.id)).refusal).toBeNull();
    expect(request(paper, again.id)?.state).toBe("applied");
    expect((await paper.say(founder, kinds.gateCancel, { request: said.id })).refusal).toBeNull();
  });

  test("says the same on every box, whenever a yes arrives and in whichever order", async () => {
    const { paper, founder, ana, ben } = await withTwoStewards();
    const said = await paper.request(founder, effects.memberRevoke, revoking(ben.member));
    const asked = paper.at;
    // Signed in time; the box hears it long afterwards, and a late one before it.
    paper.at = asked + gateRequestSeconds + day;
    const late = await paper.approve(ana.signer, said.id);
    const statement = paper.log.at(-1) as LoggedStatement;
    expect(late.refusal).toBe("expired");
    const inTime = { ...statement, time: asked + day, received: paper.at + 30 * day };
    expect(await settle((c) => applyMembership(paper.state, inTime, c))).toBeNull();
    expect(request(paper, said.id)?.state).toBe("applied");
  });

  test("waits for a second steward, who is another person", async () => {
    const { paper, founder, ana, ben } = await withTwoStewards();
    const said = await paper.request(founder, effects.memberRevoke, revoking(ben.member));
    expect(request(paper, said.id)?.state).toBe("open");
    const tablet = await secondDevice(paper, founder);
    expect((await paper.approve(founder, said.id)).refusal).toBeNull();
    expect((await paper.approve(tablet, said.id)).refusal).toBeNull();
    expect((await paper.approve(ben.signer, said.id)).refusal).toBe("role");
    expect(request(paper, said.id)?.state).toBe("open");
    expect((await paper.approve(ana.signer, said.id)).refusal).toBeNull();
    expect(request(paper, said.id)?.state).toBe("applied");
    expect(paper.state.members.get(ben.member)?.ended?.why).toBe("revoked");
  });

  test("opens once", async () => {
    const { paper, founder, ana, ben } = await withTwoStewards();
    const said = await paper.request(founder, effects.memberRevoke, revoking(ben.member));
    await paper.approve(ana.signer, said.id);
    expect((await paper.approve(ana.signer, said.id)).refusal).toBe("closed");
    expect((await paper.say(founder, kinds.gateCancel, { request: said.id })).refusal).toBe(
      "closed",
    );
  });

  test("is for stewards, and closes when whoever asked takes it back", async () => {
    const { paper, founder, ana, ben } = await withTwoStewards();
    const revoke = revoking(ben.member);
    expect((await paper.request(ben.signer, effects.memberRevoke, revoke)).refusal).toBe("role");
    const said = await paper.request(founder, effects.memberRevoke, revoke);
    const cancel = async (by: Signer) =>
      (await paper.say(by, kinds.gateCancel, { request: said.id })).refusal;
    expect(await cancel(ben.signer)).toBe("role");
    expect(await cancel(ana.signer)).toBe("not-own");
    expect(await cancel(founder)).toBeNull();
    expect((await paper.approve(ana.signer, said.id)).refusal).toBe("closed");
    expect(paper.state.members.get(ben.member)?.ended).toBeNull();
    expect((await paper.approve(ana.signer, nobody)).refusal).toBe("unknown-request");
  });

  test("does not take what nobody could do", async () => {
    const { paper, founder } = await foundOnPaper();
    const unknown = { effect: "moon.landing", params: new Uint8Array([0x80]) };
    expect((await paper.say(founder, kinds.gateRequest, unknown)).refusal).toBe("unknown-effect");
    const malformed = { effect: "member.revoke", params: new Uint8Array([0xff]) };
    expect((await paper.say(founder, kinds.gateRequest, malformed)).refusal).toBe("malformed");
    const ghost = revoking(toMemberId("0".repeat(32)));
    expect((await paper.request(founder, effects.memberRevoke, ghost)).refusal).toBe(
      "unknown-member",
    );
  });

  test("fails when the world moved on while it was asked", async () => {
    const { paper, founder, ana, ben } = await withTwoStewards();
    const first = await paper.request(founder, effects.memberRevoke, revoking(ben.member));
    const second = await paper.request(founder, effects.memberRevoke, revoking(ben.member));
    await paper.approve(ana.signer, first.id);
    await paper.approve(ana.signer, second.id);
    expect(request(paper, first.id)?.state).toBe("applied");
    expect(request(paper, second.id)?.state).toEqual({ failed: "revoked" });
  });

  test("does not count a steward who is none any more", async () => {
    const { paper, founder, ana, ben } = await withTwoStewards();
    const { member } = await paper.join("cai", founder);
    await paper.addSteward(ben.signer, [founder, ana.signer], 2);
    const said = await paper.request(ana.signer, effects.memberRevoke, revoking(member));
    await paper.say(ana.signer, kinds.leave, {});
    await paper.approve(founder, said.id);
    expect(request(paper, said.id)?.state).toBe("open");
    await paper.approve(ben.signer, said.id);
    expect(request(paper, said.id)?.state).toBe("applied");
  });
});

describe("effects", () => {
  test("of settings change the community's settings and nothing else", async () => {
    const { paper } = await foundOnPaper();
    const update = { name: "Ribera", languages: ["es"], values: [], purpose: "Agua." };
    await paper.decide(effects.communityUpdate, update);
    const decision = {
      quorumPermille: 500,
      approvalPermille: 660,
      discussionHours: 24,
      votingHours: 24,
      graceHours: 1,
      veto: false,
    };
    await paper.decide(effects.communityRules, decision);
    await paper.decide(effects.knowledgeCategory, { category: "water", on: true });
    await paper.decide(effects.knowledgeCategory, { category: "food", on: true });
    await paper.decide(effects.knowledgeCategory, { category: "food", on: false });
    await paper.decide(effects.knowledgeReview, { reviewFirst: true });
    const policy = { ...baseAssistantPolicy, personality: "A patient neighbour." };
    await paper.decide(effects.assistantPolicy, policy);
    expect(paper.state.settings).toEqual({
      ...update,
      decision,
      categories: new Set(["water"]),
      reviewFirst: true,
      policy: { version: 2, ...policy },
      governance: defaultGovernance,
      register: emptyRegister,
    });
    // The root document is history: it says what the community began with.
    expect(paper.state.root?.document.name).toBe("Ribera Alta");
  });

  test("of roles and groups", async () => {
    const { paper, founder } = await foundOnPaper();
    const { member } = await paper.join("visitor", founder, "guest");
    const roles = () => {
      const found = paper.state.members.get(member);
      return found && [...rolesOf(found, stewardMembers(paper.state))];
    };
    await paper.decide(effects.roleGrant, { member, role: "moderator" });
    expect(roles()).toEqual(["guest", "moderator"]);
    await paper.decide(effects.roleGrant, { member, role: "member" });
    await paper.decide(effects.roleRevoke, { member, role: "moderator" });
    expect(roles()).toEqual(["member"]);
    await paper.decide(effects.groupCreate, { name: "elders" });
    await paper.decide(effects.groupAdd, { group: "elders", member });
    expect([...(paper.state.groups.get("elders") ?? [])]).toEqual([member]);
    await paper.decide(effects.groupRemove, { group: "elders", member });
    expect(paper.state.groups.get("elders")?.size).toBe(0);
    const self = await paper.memberOf(founder);
    const demote = { member: self, role: "member" } as const;
    expect(await paper.decide(effects.roleRevoke, demote)).toBe("last-steward");
  });

  test("revoke a member with all devices, or one device, but not the last steward", async () => {
    const { paper, founder, founderMember } = await foundOnPaper();
    const ana = await paper.join("ana", founder);
    const ben = await paper.join("ben", founder);
    const revoke = (member: typeof ana.member) =>
      paper.request(founder, effects.memberRevoke, { device: null, member, reason: "decision" });
    expect((await revoke(founderMember)).refusal).toBe("last-steward");
    await paper.decide(effects.groupCreate, { name: "elders" });
    await paper.decide(effects.groupAdd, { group: "elders", member: ana.member });
    expect((await revoke(ana.member)).refusal).toBeNull();
    expect(paper.state.groups.get("elders")?.size).toBe(0);
    expect((await paper.say(ana.signer, kinds.leave, {})).refusal).toBe("revoked");
    expect((await revoke(ana.member)).refusal).toBe("revoked");
    const device = await deviceIdOf(ben.signer.publicKey);
    await paper.request(founder, effects.memberRevoke, { device, member: null, reason: "stolen" });
    expect(standingOf(paper.state, device)).toEqual({ refusal: "revoked" });
    expect(paper.state.members.get(ben.member)?.ended).toBeNull();
  });

  test("recover a member who lost every device: by two stewards, once, for a week", async () => {
    const { paper, founder, ana, ben } = await withTwoStewards();
    const key = await namedSigner("recovery of ben");
    const said = await paper.request(founder, effects.memberRecover, {
      member: ben.member,
      inviteKey: key.publicKey,
    });
    const phone = await namedSigner("new phone of ben");
    const enter = async (device: Signer) => {
      const body = await enrolBody(paper.communityId, device, key, { invite: said.id });
      return (await paper.say(device, kinds.enrol, body)).refusal;
    };
    expect(await enter(phone)).toBe("unknown-invite");
    await paper.approve(ana.signer, said.id);
    const lost = await deviceIdOf(ben.signer.publicKey);
    expect(standingOf(paper.state, lost)).toEqual({ refusal: "revoked" });
    expect(await enter(phone)).toBeNull();
    expect(await paper.memberOf(phone)).toBe(ben.member);
    expect(await enter(await namedSigner("somebody else's phone"))).toBe("used-up");
    const again = await paper.request(founder, effects.memberRecover, {
      member: ben.member,
      inviteKey: key.publicKey,
    });
    await paper.approve(ana.signer, again.id);
    paper.at += recoverySecondsMax + day;
    const late = await namedSigner("late phone");
    const body = await enrolBody(paper.communityId, late, key, { invite: again.id });
    expect((await paper.say(late, kinds.enrol, body)).refusal).toBe("expired");
  });
});

describe("a change of stewards", () => {
  test("needs the consent of the one it names, and the old threshold", async () => {
    const { paper, founder } = await foundOnPaper();
    const ana = await paper.join("ana", founder);
    await paper.mandate([founder, ana.signer], 2);
    const document = await paper.nextRoot([founder, ana.signer], 2);
    const said = await paper.request(founder, effects.stewardChange, { document });
    expect(said.refusal).toBeNull();
    const approve = async (signer: Signer, by = signer) => {
      const { signature } = await signRoot(document, by);
      await paper.approve(signer, said.id, signature);
      return request(paper, said.id)?.state;
    };
    expect(await approve(founder)).toBe("open");
    // Somebody else's signature is not her consent.
    expect(await approve(ana.signer, founder)).toBe("open");
    expect(await approve(ana.signer)).toBe("applied");
    expect(stewardMembers(paper.state).size).toBe(2);
    expect(paper.state.root?.document.version).toBe(2);
  });

  test("needs two stewards once there are two, and everybody's consent who is added", async () => {
    const { paper, founder, ana, ben } = await withTwoStewards();
    await paper.mandate([founder, ana.signer, ben.signer], 2);
    const document = await paper.nextRoot([founder, ana.signer, ben.signer], 2);
    const said = await paper.request(founder, effects.stewardChange, { document });
    const approve = async (signer: Signer) => {
      await paper.approve(signer, said.id, (await signRoot(document, signer)).signature);
      return request(paper, said.id)?.state;
    };
    await approve(founder);
    // The threshold of both versions is reached here, but nobody asked ben.
    expect(await approve(ana.signer)).toBe("open");
    expect(await approve(ben.signer)).toBe("applied");
  });

  test("does not count a device that was revoked meanwhile", async () => {
    const { paper, founder, ana, ben } = await withTwoStewards();
    const tablet = await secondDevice(paper, founder);
    await paper.mandate([ana.signer, ben.signer], 2);
    const document = await paper.nextRoot([ana.signer, ben.signer], 2);
    const said = await paper.request(tablet, effects.stewardChange, { document });
    await paper.approve(founder, said.id, (await signRoot(document, founder)).signature);
    const device = await deviceIdOf(founder.publicKey);
    await paper.say(tablet, kinds.revoke, { device, member: null, reason: "stolen" });
    for (const { signer } of [ana, ben]) {
      await paper.approve(signer, said.id, (await signRoot(document, signer)).signature);
    }
    expect(request(paper, said.id)?.state).toBe("open");
  });

  test("names enrolled members, follows the version in force, and only one follows", async () => {
    const { paper, founder, ana, ben } = await withTwoStewards();
    const ask = async (document: Uint8Array) =>
      (await paper.request(founder, effects.stewardChange, { document })).refusal;
    const stranger = await namedSigner("stranger");
    expect(await ask(await paper.nextRoot([founder, stranger], 2))).toBe("unknown-member");
    const guest = await paper.join("visitor", founder, "guest");
    expect(await ask(await paper.nextRoot([founder, guest.signer], 2))).toBe("role");
    expect(await ask(new Uint8Array(3))).toBe("malformed");
    await paper.mandate([founder], 1);
    const stale = await paper.nextRoot([founder], 1);
    const other = await paper.request(founder, effects.stewardChange, { document: stale });
    await paper.addSteward(ben.signer, [founder, ana.signer], 2);
    expect(request(paper, other.id)?.state).toEqual({ failed: "closed" });
    expect(await ask(stale)).toBe("closed");
  });

  test("is what everybody has decided, and nothing else", async () => {
    const { paper, founder, ana, ben } = await withTwoStewards();
    const [before] = [paper.state.settings?.register.mandate?.decision ?? null];
    const ask = async (stewards: Signer[], threshold: number, gate?: OpId | null) => {
      const document = await paper.nextRoot(stewards, threshold, gate);
      return (await paper.request(founder, effects.stewardChange, { document })).refusal;
    };
    const three = [founder, ana.signer, ben.signer];
    for (const gate of [null, before]) {
      expect(await ask(three, 2, gate)).toBe("mandate-needed");
      expect(await ask([founder], 1, gate)).toBe("mandate-needed");
    }
    await paper.mandate(three, 2);
    expect(await ask(three, 3)).toBe("mandate-needed");
    expect(await ask([founder, ben.signer], 2)).toBe("mandate-needed");
    expect(await ask(three, 2, toOpId("1".repeat(32)))).toBe("mandate-needed");
    const tablet = await secondDevice(paper, founder);
    // One voice each, whatever they sign with.
    expect(await ask([...three, tablet], 3)).toBe("mandate-needed");
    expect(await ask([tablet, ana.signer, ben.signer], 2)).toBeNull();
    expect(await ask(three, 2)).toBeNull();
  });

  test("needs no decision for another device of the same steward", async () => {
    const { paper, founder, ana } = await withTwoStewards();
    const tablet = await secondDevice(paper, founder);
    const document = await paper.nextRoot([tablet, ana.signer], 2, null);
    const said = await paper.request(tablet, effects.stewardChange, { document });
    expect(said.refusal).toBeNull();
    for (const signer of [founder, tablet, ana.signer]) {
      await paper.approve(signer, said.id, (await signRoot(document, signer)).signature);
    }
    expect(request(paper, said.id)?.state).toBe("applied");
    expect(stewardMembers(paper.state).size).toBe(2);
  });
});

async function secondDevice(paper: PaperCommunity, owner: Signer): Promise<Signer> {
  const device = await namedSigner("second device");
  const key = await namedSigner("second device's key");
  const invite = await paper.say(owner, kinds.invite, {
    inviteKey: key.publicKey,
    purpose: "device",
    role: "member",
    member: await paper.memberOf(owner),
    expires: paper.at + day,
    uses: 1,
  });
  const body = await enrolBody(paper.communityId, device, key, { invite: invite.id });
  await paper.say(device, kinds.enrol, body);
  return device;
}
