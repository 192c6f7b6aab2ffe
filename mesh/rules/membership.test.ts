import { describe, expect, test } from "bun:test";
import {
  day,
  enrolBody,
  foundOnPaper,
  PaperCommunity,
  rootDocument,
  signRoot,
} from "../../tests/support/membership.ts";
import { namedSigner, p256Signer } from "../../tests/support/operations.ts";
import { type BodyOf, effects, kinds } from "../kinds/index.ts";
import { deviceIdOf, type MemberId, type Signer, toOpId } from "../op/index.ts";
import { inviteSecondsMax, inviteSigner } from "./invitation.ts";
import { introducedKey } from "./membership.ts";
import { standingOf, stewardMembers } from "./membership-state.ts";
import { communityIdOf, encodeRootDocument } from "./root-document.ts";

const nobody = toOpId("0".repeat(32));

async function rolesIn(paper: PaperCommunity, signer: Signer): Promise<string[] | string> {
  const standing = standingOf(paper.state, await deviceIdOf(signer.publicKey));
  if ("refusal" in standing) return standing.refusal;
  return "box" in standing ? "box" : [...standing.roles].sort();
}

describe("founding", () => {
  test("makes the first device's member the first steward, and the box a box", async () => {
    const { paper, founder, founderMember } = await foundOnPaper();
    expect(await rolesIn(paper, founder)).toEqual(["member", "steward"]);
    expect(await paper.memberOf(founder)).toBe(founderMember);
    expect(await rolesIn(paper, await namedSigner("box"))).toBe("box");
    expect(await rolesIn(paper, await namedSigner("stranger"))).toBe("unknown-device");
    expect(paper.state.settings?.name).toBe("Ribera Alta");
  });

  test("happens once", async () => {
    const { paper, founder } = await foundOnPaper();
    const document = encodeRootDocument(await rootDocument());
    const signatures = [await signRoot(document, founder)];
    const again = await paper.say(founder, kinds.root, { document, signatures });
    expect(again.refusal).toBe("closed");
    const thief = await namedSigner("thief");
    const claim = await enrolBody(paper.communityId, thief, thief, { authority: "founder" });
    expect((await paper.say(thief, kinds.enrol, claim)).refusal).toBe("already-founded");
  });

  test("is for the key in the document, with its signature, in its own community", async () => {
    const founder = await namedSigner("founder");
    const thief = await namedSigner("thief");
    const document = encodeRootDocument(await rootDocument());
    const paper = new PaperCommunity(await communityIdOf(document));
    const say = async (signer: Signer, by: Signer, bytes = document) => {
      const signatures = [await signRoot(bytes, by)];
      return (await paper.say(signer, kinds.root, { document: bytes, signatures })).refusal;
    };
    expect(await say(founder, thief)).toBe("root-signatures");
    expect(await say(thief, founder)).toBe("proof");
    const other = encodeRootDocument(await rootDocument({ name: "Elsewhere" }));
    expect(await say(founder, founder, other)).toBe("root-signatures");
    const early = await enrolBody(paper.communityId, founder, founder, { authority: "founder" });
    expect((await paper.say(founder, kinds.enrol, early)).refusal).toBe("not-founded");
    expect(await say(founder, founder)).toBeNull();
    const claim = await enrolBody(paper.communityId, thief, thief, { authority: "founder" });
    expect((await paper.say(thief, kinds.enrol, claim)).refusal).toBe("proof");
    // Repeating the founder's words does not help: they name the founder's device.
    expect((await paper.say(thief, kinds.enrol, early)).refusal).toBe("proof");
  });

  test("tells which key an operation brings along", async () => {
    const founder = await namedSigner("founder");
    const document = encodeRootDocument(await rootDocument());
    const root = kinds.root.schema.encode({ document, signatures: [] });
    expect(introducedKey(kinds.root.number, root)).toEqual(founder.publicKey);
    const enrol = await enrolBody(await communityIdOf(document), founder, founder);
    expect(introducedKey(kinds.enrol.number, kinds.enrol.schema.encode(enrol))).toEqual(
      founder.publicKey,
    );
    expect(introducedKey(kinds.leave.number, [])).toBeNull();
    expect(introducedKey(kinds.enrol.number, ["nonsense"])).toBeNull();
  });
});

describe("an invitation", () => {
  test("lets in a new person with the role it gives, by either kind of key", async () => {
    const { paper, founder } = await foundOnPaper();
    const ana = await paper.join("ana", founder);
    expect(await rolesIn(paper, ana.signer)).toEqual(["member"]);
    const guest = await paper.join("visitor", ana.signer, "guest");
    expect(await rolesIn(paper, guest.signer)).toEqual(["guest"]);
    const { invite } = await openInvite(paper, founder, 1);
    const seedKey = await inviteSigner(new Uint8Array(16).fill(3));
    const old = await p256Signer;
    const body = await enrolBody(paper.communityId, old, seedKey, { invite: invite.id });
    expect((await paper.say(old, kinds.enrol, body)).refusal).toBeNull();
    expect(await rolesIn(paper, old)).toEqual(["member"]);
  });

  test("is used up, and runs out", async () => {
    const { paper, founder } = await foundOnPaper();
    const { invite, enter } = await openInvite(paper, founder, 2);
    expect(await enter("a")).toBeNull();
    expect(await enter("a")).toBe("already-enrolled");
    expect(await enter("b")).toBeNull();
    expect(await enter("c")).toBe("used-up");
    expect(paper.state.invites.get(invite.id)?.usesLeft).toBe(0);
    const late = await openInvite(paper, founder, 5);
    paper.at += day + 1;
    expect(await late.enter("d")).toBe("expired");
  });

  test("cannot be front-run, guessed or borrowed from another community", async () => {
    const { paper, founder } = await foundOnPaper();
    const { invite, inviteKey } = await openInvite(paper, founder, 5);
    const ana = await namedSigner("ana");
    const thief = await namedSigner("thief");
    const honest = await enrolBody(paper.communityId, ana, inviteKey, { invite: invite.id });
    const say = async (body: typeof honest) => (await paper.say(thief, kinds.enrol, body)).refusal;
    expect(await say({ ...honest, device: thief.publicKey })).toBe("proof");
    expect(await say(honest)).toBe("proof");
    expect(await say(await enrolBody(paper.communityId, thief, thief, { invite: invite.id }))).toBe(
      "proof",
    );
    const elsewhere = await communityIdOf(new Uint8Array(3));
    expect(await say(await enrolBody(elsewhere, thief, inviteKey, { invite: invite.id }))).toBe(
      "proof",
    );
    const fine = await enrolBody(paper.communityId, thief, inviteKey, { invite: nobody });
    expect(await say(fine)).toBe("unknown-invite");
    expect(await say({ ...fine, invite: null })).toBe("unknown-invite");
    // And the invitation is as it was.
    expect(paper.state.invites.get(invite.id)?.usesLeft).toBe(5);
  });

  test("is worth what its giver is worth", async () => {
    const { paper, founder } = await foundOnPaper();
    const ana = await paper.join("ana", founder);
    const guest = await paper.join("visitor", founder, "guest");
    expect((await openInvite(paper, guest.signer, 1)).invite.refusal).toBe("role");
    const { enter } = await openInvite(paper, ana.signer, 5);
    await paper.say(ana.signer, kinds.leave, {});
    expect(await enter("b")).toBe("cancelled");
  });

  test("is taken back by its giver or a steward", async () => {
    const { paper, founder } = await foundOnPaper();
    const ana = await paper.join("ana", founder);
    const ben = await paper.join("ben", founder);
    for (const [by, refusal] of [
      [ana.signer, null],
      [founder, null],
      [ben.signer, "not-own"],
    ] as const) {
      const { invite, enter } = await openInvite(paper, ana.signer, 5);
      const said = await paper.say(by, kinds.inviteCancel, { invite: invite.id });
      expect(said.refusal).toBe(refusal);
      const stranger = `stranger of ${invite.id}`;
      expect(await enter(stranger)).toBe(refusal === null ? "cancelled" : null);
    }
    const unknown = await paper.say(founder, kinds.inviteCancel, { invite: nobody });
    expect(unknown.refusal).toBe("unknown-invite");
  });

  test("does not last for ever", async () => {
    const { paper, founder } = await foundOnPaper();
    const body = {
      inviteKey: (await namedSigner("poster")).publicKey,
      purpose: "member" as const,
      role: "member" as const,
      member: null,
      uses: 500,
    };
    const say = async (expires: number) =>
      (await paper.say(founder, kinds.invite, { ...body, expires })).refusal;
    expect(await say(paper.at + inviteSecondsMax)).toBeNull();
    expect(await say(paper.at + inviteSecondsMax + 1)).toBe("expired");
  });
});

describe("a second device", () => {
  test("speaks for the same member, and only the member can ask it in", async () => {
    const { paper, founder, founderMember } = await foundOnPaper();
    const ana = await paper.join("ana", founder);
    const tablet = await namedSigner("tablet");
    const key = await namedSigner("tablet key");
    const ask = (by: Signer, member: MemberId, uses = 1) =>
      paper.say(by, kinds.invite, {
        inviteKey: key.publicKey,
        purpose: "device",
        role: "guest",
        member,
        expires: paper.at + day,
        uses,
      });
    expect((await ask(ana.signer, founderMember)).refusal).toBe("not-own");
    expect((await ask(founder, founderMember, 2)).refusal).toBe("not-own");
    const invite = await ask(founder, founderMember);
    const body = await enrolBody(paper.communityId, tablet, key, { invite: invite.id });
    expect((await paper.say(tablet, kinds.enrol, body)).refusal).toBeNull();
    expect(await paper.memberOf(tablet)).toBe(founderMember);
    expect(await rolesIn(paper, tablet)).toEqual(["member", "steward"]);
    expect(stewardMembers(paper.state).size).toBe(1);
  });
});

describe("revoking", () => {
  test("a device of one's own ends what it can say from there on", async () => {
    const { paper, founder } = await foundOnPaper();
    const ana = await paper.join("ana", founder);
    const device = await deviceIdOf(ana.signer.publicKey);
    const revoke = { device, member: null, reason: "stolen" } as const;
    expect((await paper.say(founder, kinds.revoke, revoke)).refusal).toBe("gate-needed");
    expect((await paper.say(ana.signer, kinds.revoke, revoke)).refusal).toBeNull();
    expect(await rolesIn(paper, ana.signer)).toBe("revoked");
    expect((await openInvite(paper, ana.signer, 1)).invite.refusal).toBe("revoked");
    expect((await paper.say(ana.signer, kinds.leave, {})).refusal).toBe("revoked");
    // A revoked key does not come back.
    const { enterAs } = await openInvite(paper, founder, 5);
    expect(await enterAs(ana.signer)).toBe("already-enrolled");
  });

  test("all of one's own devices at once", async () => {
    const { paper, founder } = await foundOnPaper();
    const ana = await paper.join("ana", founder);
    const ben = await paper.join("ben", founder);
    const all = { device: null, member: ana.member, reason: "lost" } as const;
    expect((await paper.say(ben.signer, kinds.revoke, all)).refusal).toBe("gate-needed");
    expect((await paper.say(ana.signer, kinds.revoke, all)).refusal).toBeNull();
    expect(await rolesIn(paper, ana.signer)).toBe("revoked");
    expect(await rolesIn(paper, ben.signer)).toEqual(["member"]);
  });

  test("ends what the device's finder asked in for later", async () => {
    const { paper, founder } = await foundOnPaper();
    const ana = await paper.join("ana", founder);
    const asksIn = async (name: string) => {
      const key = await namedSigner(`${name} key`);
      const expires = paper.at + day;
      const { member } = ana;
      const body = { inviteKey: key.publicKey, purpose: "device", role: "member" } as const;
      const said = await paper.say(ana.signer, kinds.invite, { ...body, member, expires, uses: 1 });
      return async () => {
        const device = await namedSigner(name);
        const enrol = await enrolBody(paper.communityId, device, key, { invite: said.id });
        return (await paper.say(device, kinds.enrol, enrol)).refusal;
      };
    };
    const [tablet, thief] = [await asksIn("tablet"), await asksIn("thief")];
    expect(await tablet()).toBeNull();
    const device = await deviceIdOf(ana.signer.publicKey);
    const tabletSigner = await namedSigner("tablet");
    await paper.say(tabletSigner, kinds.revoke, { device, member: null, reason: "stolen" });
    expect(await thief()).toBe("cancelled");
  });

  test("ends the open invitations for new people that this device made, and no others", async () => {
    const { paper, founder } = await foundOnPaper();
    const ana = await paper.join("ana", founder);
    const device = await deviceIdOf(ana.signer.publicKey);
    const ofFounder = await openInvite(paper, founder, 500);
    const ofAna = await openInvite(paper, ana.signer, 500);
    const usedUp = await openInvite(paper, ana.signer, 1);
    expect(await usedUp.enterAs(await namedSigner("cai"))).toBeNull();
    expect(await ofAna.enterAs(await namedSigner("ben"))).toBeNull();
    const revoke = { device, member: null, reason: "stolen" } as const;
    await paper.request(founder, effects.memberRevoke, revoke);
    expect(await ofAna.enterAs(await namedSigner("thief"))).toBe("cancelled");
    expect(await usedUp.enterAs(await namedSigner("thief"))).toBe("used-up");
    expect(await ofFounder.enterAs(await namedSigner("dov"))).toBeNull();
    // Who came in before is a member like any other.
    expect(await rolesIn(paper, await namedSigner("ben"))).toEqual(["member"]);
  });

  test("leaves the invitations made with another device of the member's", async () => {
    const { paper, founder } = await foundOnPaper();
    const phone = await deviceIdOf(founder.publicKey);
    const tablet = await namedSigner("tablet");
    const member = await paper.memberOf(founder);
    const own = await openInvite(paper, founder, 1, { purpose: "device", member });
    expect(await own.enterAs(tablet)).toBeNull();
    const [byPhone, byTablet] = [
      await openInvite(paper, founder, 9),
      await openInvite(paper, tablet, 9),
    ];
    await paper.say(tablet, kinds.revoke, { device: phone, member: null, reason: "stolen" });
    expect(await byPhone.enterAs(await namedSigner("thief"))).toBe("cancelled");
    expect(await byTablet.enterAs(await namedSigner("eva"))).toBeNull();
    await paper.say(tablet, kinds.revoke, { device: null, member, reason: "lost" });
    expect(await byTablet.enterAs(await namedSigner("late"))).toBe("cancelled");
  });

  test("names a device that exists", async () => {
    const { paper, founder } = await foundOnPaper();
    const device = await deviceIdOf((await namedSigner("stranger")).publicKey);
    const said = await paper.say(founder, kinds.revoke, { device, member: null, reason: "other" });
    expect(said.refusal).toBe("unknown-device-named");
  });

  test("of a lost phone does not hand a steward's office to whoever found it", async () => {
    const { paper, founder } = await foundOnPaper();
    const device = await deviceIdOf(founder.publicKey);
    await paper.say(founder, kinds.revoke, { device, member: null, reason: "lost" });
    expect(await rolesIn(paper, founder)).toBe("revoked");
    expect(stewardMembers(paper.state).size).toBe(1);
  });
});

describe("leaving", () => {
  test("ends the membership with all devices, for good", async () => {
    const { paper, founder } = await foundOnPaper();
    const ana = await paper.join("ana", founder);
    expect((await paper.say(ana.signer, kinds.leave, {})).refusal).toBeNull();
    expect(await rolesIn(paper, ana.signer)).toBe("left");
    expect((await paper.say(ana.signer, kinds.leave, {})).refusal).toBe("left");
  });

  test("is not for the last steward, without whom nothing could change again", async () => {
    const { paper, founder } = await foundOnPaper();
    expect((await paper.say(founder, kinds.leave, {})).refusal).toBe("last-steward");
    const ana = await paper.join("ana", founder);
    await paper.addSteward(ana.signer, [founder], 2);
    // Two of two sign the next root document: alone, neither could ever name another steward.
    expect((await paper.say(founder, kinds.leave, {})).refusal).toBe("last-steward");
    const ben = await paper.join("ben", founder);
    await paper.addSteward(ben.signer, [founder, ana.signer], 2);
    expect((await paper.say(founder, kinds.leave, {})).refusal).toBeNull();
    expect((await paper.say(ana.signer, kinds.leave, {})).refusal).toBe("last-steward");
  });
});

describe("a lone founder who lost the phone", () => {
  test("comes back with the printed recovery key, and takes the office along", async () => {
    const { paper, founder, founderMember } = await foundOnPaper();
    const recovery = await namedSigner("recovery");
    const phone = await namedSigner("new phone");
    const body = await enrolBody(paper.communityId, phone, recovery, { authority: "recovery-key" });
    expect((await paper.say(phone, kinds.enrol, body)).refusal).toBeNull();
    expect(await paper.memberOf(phone)).toBe(founderMember);
    expect(await rolesIn(paper, founder)).toBe("revoked");
    const document = await paper.nextRoot([phone], 1);
    const say = async (...by: Signer[]) => {
      const signatures = await Promise.all(by.map((signer) => signRoot(document, signer)));
      return (await paper.say(phone, kinds.root, { document, signatures })).refusal;
    };
    expect(await say(phone)).toBe("root-signatures");
    expect(await say(recovery)).toBe("root-signatures");
    expect(await say(founder, phone)).toBe("gate-needed");
    expect(await say(recovery, phone)).toBeNull();
    expect(paper.state.root?.document.version).toBe(2);
    expect(await rolesIn(paper, phone)).toEqual(["member", "steward"]);
  });

  test("needs that very key, and no second steward", async () => {
    const { paper, founder } = await foundOnPaper();
    const recovery = await namedSigner("recovery");
    const phone = await namedSigner("new phone");
    const say = async (by: Signer) => {
      const body = await enrolBody(paper.communityId, phone, by, { authority: "recovery-key" });
      return (await paper.say(phone, kinds.enrol, body)).refusal;
    };
    expect(await say(phone)).toBe("proof");
    const ana = await paper.join("ana", founder);
    await paper.addSteward(ana.signer, [founder], 2);
    expect(await say(recovery)).toBe("gate-needed");
  });

  test("makes nobody else a steward with it", async () => {
    const { paper, founder } = await foundOnPaper();
    const ana = await paper.join("ana", founder);
    await paper.addSteward(ana.signer, [founder], 2);
    const ben = await paper.join("ben", founder);
    const recovery = await namedSigner("recovery");
    const say = async (...stewards: Signer[]) => {
      const document = await paper.nextRoot(stewards, stewards.length);
      const signatures = await Promise.all(
        [founder, ben.signer, recovery].map((signer) => signRoot(document, signer)),
      );
      return (await paper.say(founder, kinds.root, { document, signatures })).refusal;
    };
    expect(await say(founder, ben.signer)).toBe("mandate-needed");
    expect(await say(founder)).toBeNull();
  });

  test("is nobody else: a member cannot bring the next root document", async () => {
    const { paper, founder } = await foundOnPaper();
    const ana = await paper.join("ana", founder);
    const document = await paper.nextRoot([ana.signer], 1);
    const signatures = [await signRoot(document, ana.signer)];
    const said = await paper.say(ana.signer, kinds.root, { document, signatures });
    expect(said.refusal).toBe("role");
  });
});

/** An open invitation by `by`; `enter` lets a named stranger try it. */
async function openInvite(
  paper: PaperCommunity,
  by: Signer,
  uses: number,
  given: Partial<BodyOf<typeof kinds.invite>> = {},
) {
  const inviteKey = await inviteSigner(new Uint8Array(16).fill(3));
  const invite = await paper.say(by, kinds.invite, {
    inviteKey: inviteKey.publicKey,
    purpose: "member",
    role: "member",
    member: null,
    expires: paper.at + day,
    uses,
    ...given,
  });
  const enterAs = async (device: Signer) => {
    const body = await enrolBody(paper.communityId, device, inviteKey, { invite: invite.id });
    return (await paper.say(device, kinds.enrol, body)).refusal;
  };
  return {
    invite,
    inviteKey,
    enterAs,
    enter: async (name: string) => enterAs(await namedSigner(name)),
  };
}
