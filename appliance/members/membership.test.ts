import { afterEach, describe, expect, test } from "bun:test";
import { effects, kinds } from "../../mesh/kinds/index.ts";
import { deviceIdOf, fromBase64Url, sha256, toBase64Url } from "../../mesh/op/index.ts";
import {
  decodeRootDocument,
  encodeRootDocument,
  enrolmentBytes,
  inviteSigner,
  recoverySigner,
  rootSignedBytes,
} from "../../mesh/rules/index.ts";
import { startBox, type TestBox } from "../../tests/support/box.ts";
import { decide } from "../../tests/support/decide.ts";
import {
  foundedBox,
  makeStewards,
  postJson,
  sendFounding,
  TestMember,
} from "../../tests/support/member.ts";
import { systemRandom } from "../random.ts";

const open: TestBox[] = [];
afterEach(async () => {
  for (const box of open.splice(0)) await box.close();
});
async function newBox(): Promise<TestBox> {
  const box = await startBox();
  open.push(box);
  return box;
}
async function founded(members = 0) {
  const box = await newBox();
  return { box, ...(await foundedBox(box, members)) };
}
interface Me {
  id: string;
  profile: { name: string } | null;
  roles: string[];
  groups: string[];
  devices: { id: string; revoked: boolean; isStewardKey: boolean }[];
}
async function code(response: Response): Promise<string> {
  return ((await response.json()) as { error: { code: string } }).error.code;
}

describe("founding", () => {
  test.each(["Ed25519", "P-256"] as const)("by a phone with %s", async (algorithm) => {
    const box = await newBox();
    const founder = await TestMember.found(box, algorithm);
    const me = await founder.get<Me>("/api/me");
    expect(me.profile?.name).toBe("Rosa");
    expect(me.roles.sort()).toEqual(["member", "steward"]);
    expect(me.devices).toMatchObject([{ id: founder.device, isStewardKey: true }]);
    const community = await (await box.fetch("/api/community")).json();
    expect(community).toMatchObject({ founded: true, communityId: founder.communityId });
    // The code is burnt.
    expect(box.foundingCode()).toBeNull();
  });

  test("needs the code from the box", async () => {
    const box = await newBox();
    const founding = await TestMember.prepareFounding(box);
    const wrong = await sendFounding(box, founding, systemRandom.bytes(16));
    expect([wrong.status, await code(wrong)]).toEqual([403, "founding-code-wrong"]);
    const offer = (seed: Uint8Array) => box.fetch(`/api/found?code=${toBase64Url(seed)}`);
    expect((await offer(systemRandom.bytes(16))).status).toBe(403);
    const right = await offer(box.foundingCode() ?? new Uint8Array());
    expect(await right.json()).toMatchObject({ defaults: { decision: { quorumPermille: 600 } } });
    expect(await (await box.fetch("/api/community")).json()).toMatchObject({ founded: false });
  });

  test("happens once; the same one again is answered again", async () => {
    const box = await newBox();
    const seed = box.foundingCode() ?? new Uint8Array();
    const founding = await TestMember.prepareFounding(box);
    const first = await sendFounding(box, founding, seed);
    const again = await sendFounding(box, founding, seed);
    expect([first.status, again.status]).toEqual([200, 200]);
    const states = ((await again.json()) as { results: { state: string }[] }).results;
    expect(states.map(({ state }) => state)).toEqual(["dup", "dup", "dup"]);
    const rival = await sendFounding(box, await TestMember.prepareFounding(box), seed);
    expect([rival.status, await code(rival)]).toEqual([409, "already-founded"]);
    expect((await box.fetch(`/api/found?code=${toBase64Url(seed)}`)).status).toBe(409);
  });

  test("refuses root documents that leave out what a community needs", async () => {
    const box = await newBox();
    const seed = box.foundingCode() ?? new Uint8Array();
    const stranger = await TestMember.prepareFounding(box);
    for (const given of [
      { recovery: null },
      { boxes: [] },
      { boxes: [stranger.founder.signer.publicKey] },
      { stewards: [stranger.founder.signer.publicKey] },
    ]) {
      const founding = await TestMember.prepareFounding(box, given);
      const response = await sendFounding(box, founding, seed);
      expect([response.status, await code(response)]).toEqual([422, "root-refused"]);
    }
    // Another's root document with one's own operations.
    const own = await TestMember.prepareFounding(box);
    const mixed = await sendFounding(box, { ...own, root: stranger.root }, seed);
    expect(mixed.status).toBe(422);
    expect((await sendFounding(box, own, seed)).status).toBe(200);
  });

  test("survives a power cut between the box's two steps", async () => {
    const box = await newBox();
    const { founder, operations } = await TestMember.prepareFounding(box);
    const { writeIdentity } = await import("./identity.ts");
    await box.box.store.write((tx) => writeIdentity(tx.db, founder.communityId, 1));
    const restarted = await box.restart();
    open.splice(0, 1, restarted);
    founder.box = restarted;
    expect(restarted.foundingCode()).toBeNull();
    const results = await founder.submit(
      ...operations.map((bytes) => ({ bytes: new Uint8Array(bytes), id: "" as never })),
    );
    expect(results.map(({ state }) => state)).toEqual(["ok", "ok", "ok"]);
    expect((await founder.get<Me>("/api/me")).roles).toContain("steward");
  });
});

describe("joining", () => {
  test("by an invitation, as often as it says", async () => {
    const { box, founder } = await founded();
    const { seed } = await founder.invite({ uses: 2, role: "guest" });
    const ana = await TestMember.join(box, seed, { name: "Ana", algorithm: "P-256" });
    await TestMember.join(box, seed, { name: "Bo" });
    expect((await ana.get<Me>("/api/me")).roles).toEqual(["guest"]);
    expect((await ana.fetch("/api/members")).status).toBe(403);
    const invites = await founder.get<{ invites: { state: string }[] }>("/api/invites");
    expect(invites.invites.map(({ state }) => state)).toEqual(["used-up"]);
    const third = TestMember.join(box, seed, { name: "Cy" });
    expect(third).rejects.toThrow("badsig");
    await third.catch(() => {});
  });

  test("not by a cancelled or unknown invitation, nor by its id alone", async () => {
    const { box, founder } = await founded();
    const { id, seed } = await founder.invite();
    const thief = await TestMember.create(box, founder.communityId);
    const { publicKey } = thief.signer;
    const proof = await thief.signer.sign(enrolmentBytes(thief.communityId, publicKey));
    const body = { device: publicKey, authority: "invite", invite: id, proof } as const;
    expect((await thief.submit(await thief.sign(kinds.enrol, body)))[0]?.state).toBe("badsig");
    await founder.speak(kinds.inviteCancel, { invite: id });
    expect(TestMember.join(box, seed)).rejects.toThrow("badsig");
    const unknown = await inviteSigner(systemRandom.bytes(16));
    const asked = await postJson(box, "/api/join/invite", {
      inviteKey: toBase64Url(unknown.publicKey),
    });
    expect([asked.status, await code(asked)]).toEqual([404, "unknown-invite"]);
    expect(await founder.get<{ members: unknown[] }>("/api/members")).toHaveProperty(
      "members.length",
      1,
    );
  });

  test("by a short code, kept by the box alone", async () => {
    const { box, founder, members } = await founded(1);
    const { id, seed } = await founder.invite();
    const json = { invite: id, seed: toBase64Url(seed) };
    const made = (await (await founder.post("/api/invites/code", json)).json()) as { code: string };
    const typed = made.code.toLowerCase().replace("-", " ");
    const found = await postJson(box, "/api/join/code", { code: typed });
    expect(await found.json()).toEqual({ seed: toBase64Url(seed), invite: id });
    // Only whoever made the invitation, and only with its seed.
    expect((await members[0]?.post("/api/invites/code", json))?.status).toBe(404);
    const other = { invite: id, seed: toBase64Url(systemRandom.bytes(16)) };
    expect((await founder.post("/api/invites/code", other)).status).toBe(404);
  });

  test("a second device speaks for the same member", async () => {
    const { box, founder } = await founded();
    const { seed } = await founder.invite({ purpose: "device" });
    const tablet = await TestMember.join(box, seed);
    const me = await tablet.get<Me>("/api/me");
    expect(me.id).toBe(founder.member);
    expect(me.roles).toContain("steward");
    expect(me.devices).toHaveLength(2);
  });
});

describe("sessions", () => {
  test("open by the device's own signature only, each challenge once", async () => {
    const { box, founder, members } = await founded(1);
    const ask = async (device: string) =>
      (
        (await (await postJson(box, "/api/session/challenge", { device })).json()) as {
          challenge: string;
        }
      ).challenge;
    const { sessionBytes } = await import("./sessions.ts");
    const sign = async (member: TestMember, challenge: string) =>
      toBase64Url(
        await member.signer.sign(
          sessionBytes(member.communityId, fromBase64Url(challenge) ?? new Uint8Array()),
        ),
      );
    const other = members[0] as TestMember;
    const { device } = founder;
    const challenge = await ask(device);
    const forged = { device, challenge, signature: await sign(other, challenge) };
    expect((await postJson(box, "/api/session", forged)).status).toBe(401);
    const spent = { device, challenge, signature: await sign(founder, challenge) };
    expect((await postJson(box, "/api/session", spent)).status).toBe(401);
    const fresh = await ask(device);
    const right = { device, challenge: fresh, signature: await sign(founder, fresh) };
    expect((await postJson(box, "/api/session", right)).status).toBe(200);
    expect((await postJson(box, "/api/session", right)).status).toBe(401);
    const stranger = await ask("00".repeat(8));
    const unknown = { device: "00".repeat(8), challenge: stranger, signature: right.signature };
    expect((await postJson(box, "/api/session", unknown)).status).toBe(401);
  });

  test("end when asked to, and only for their own token", async () => {
    const { founder } = await founded();
    const token = await founder.openSession();
    expect((await founder.fetch("/api/session", { method: "DELETE" })).status).toBe(204);
    expect((await founder.fetch("/api/me")).status).toBe(401);
    expect(await founder.openSession()).not.toBe(token);
  });
});

describe("revocation", () => {
  test("of a device ends its session, and what it says afterwards has no effect", async () => {
    const { box, founder } = await founded();
    const tablet = await TestMember.join(box, (await founder.invite({ purpose: "device" })).seed);
    await tablet.openSession();
    expect((await tablet.fetch("/api/me")).status).toBe(200);
    const revoke = { device: tablet.device, member: null, reason: "stolen" } as const;
    await founder.speak(kinds.revoke, revoke);
    expect((await tablet.fetch("/api/me")).status).toBe(401);
    expect((await tablet.answerChallenge()).status).toBe(403);
    const said = { name: "Thief", languages: [], about: "", hue: 0 };
    expect(await tablet.refusal(kinds.profile, said)).toBe("revoked");
    expect((await founder.get<Me>("/api/me")).profile?.name).toBe("Rosa");
  });

  test("of somebody else takes the gate", async () => {
    const { founder, members } = await founded(2);
    const [ana, bo] = members as [TestMember, TestMember];
    const ofBo = { device: bo.device, member: null, reason: "other" } as const;
    expect(await ana.refusal(kinds.revoke, ofBo)).toBe("gate-needed");
    expect(await founder.refusal(kinds.revoke, ofBo)).toBe("gate-needed");
    await founder.ask(effects.memberRevoke, { device: null, member: bo.member, reason: "other" });
    expect((await bo.answerChallenge()).status).toBe(403);
  });
});

describe("recovery", () => {
  test("of a lone founder by the printed key", async () => {
    const box = await newBox();
    const founding = await TestMember.prepareFounding(box);
    await sendFounding(box, founding, box.foundingCode() ?? new Uint8Array());
    const { founder: lost, recoverySeed } = founding;
    const recovery = await recoverySigner(recoverySeed);
    const phone = await TestMember.create(box, lost.communityId);
    const { publicKey } = phone.signer;
    const enrol = (signer: { sign(bytes: Uint8Array): Promise<Uint8Array> }) => async () => ({
      device: publicKey,
      authority: "recovery-key" as const,
      invite: null,
      proof: await signer.sign(enrolmentBytes(phone.communityId, publicKey)),
    });
    const guess = await recoverySigner(systemRandom.bytes(16));
    const wrong = await phone.sign(kinds.enrol, await enrol(guess)(), { seq: 1 });
    expect((await phone.submit(wrong))[0]?.state).toBe("badsig");
    phone.seq = 1;
    await phone.speak(kinds.enrol, await enrol(recovery)());
    expect((await phone.get<Me>("/api/me")).id).toBe(lost.member);
    // Whoever found the lost phone is shut out, in the rows as well: a restart reads them.
    const row = box.box.store.db
      .query<{ revoked: number | null }, [string]>(
        "SELECT revoked FROM members_device WHERE id = unhex(?1)",
      )
      .get(lost.device);
    expect(row?.revoked).toBeNumber();
    await phone.speak(kinds.root, await nextRoot(founding.root, phone, recovery));
    const me = await phone.get<Me>("/api/me");
    expect(me.devices.find(({ id }) => id === phone.device)?.isStewardKey).toBe(true);
  });

  test("of a community whose other steward is lost, by the printed key and the one left", async () => {
    const box = await newBox();
    const founding = await TestMember.prepareFounding(box);
    await sendFounding(box, founding, box.foundingCode() ?? new Uint8Array());
    const { founder, recoverySeed } = founding;
    const recovery = await recoverySigner(recoverySeed);
    const left = await TestMember.join(box, (await founder.invite()).seed);
    await makeStewards(founder, [founder, left]);
    const gate = await left.get<{ root: { document: string } }>("/api/gate");
    const inForce = fromBase64Url(gate.root.document) ?? new Uint8Array();
    const guess = await recoverySigner(systemRandom.bytes(16));
    const stewards = async () => (await left.get<{ stewards: string[] }>("/api/gate")).stewards;
    await left.submit(await left.sign(kinds.root, await nextRoot(inForce, left, guess)));
    expect(await stewards()).toHaveLength(2);
    await left.speak(kinds.root, await nextRoot(inForce, left, recovery));
    expect(await stewards()).toEqual([left.member]);
  });

  test("of a member by two stewards", async () => {
    const { box, founder, members } = await founded(2);
    const [ana, bo] = members as [TestMember, TestMember];
    await makeStewards(founder, [founder, ana], [bo]);
    const seed = systemRandom.bytes(16);
    const { publicKey: inviteKey } = await inviteSigner(seed);
    const request = await founder.ask(effects.memberRecover, { member: bo.member, inviteKey });
    expect(TestMember.join(box, seed)).rejects.toThrow();
    await ana.speak(kinds.gateApprove, { request, rootSignature: null });
    const phone = await TestMember.join(box, seed);
    expect((await phone.get<Me>("/api/me")).id).toBe(bo.member);
    expect((await bo.answerChallenge()).status).toBe(403);
  });
});

describe("leaving", () => {
  test("ends the account: what was said is erased, what the box kept is destroyed", async () => {
    const { box, founder, members } = await founded(1);
    const ana = members[0] as TestMember;
    await box.box.store.keyring.create(ana.member);
    await ana.speak(kinds.profile, { name: "Anabel", languages: [], about: "MARKER", hue: 1 });
    const account = await ana.get<{ format: string; operations: { kind: string }[] }>(
      "/api/me/export",
    );
    expect(account.format).toBe("folkmoot-account/1");
    expect(account.operations.map(({ kind }) => kind)).toEqual(["enrol", "profile", "profile"]);
    const leave = await ana.sign(kinds.leave, {});
    const left = await ana.post("/api/me/delete", { operations: [toBase64Url(leave.bytes)] });
    expect(left.status).toBe(204);
    expect((await ana.answerChallenge()).status).toBe(403);
    expect(box.box.store.keyring.has(ana.member)).toBe(false);
    const list = await founder.get<{ members: { id: string; profile: null; ended: string }[] }>(
      "/api/members",
    );
    const gone = list.members.find(({ id }) => id === ana.member);
    expect(gone).toMatchObject({ profile: null, ended: "left" });
  });

  test("is not for the last steward", async () => {
    const { box, founder } = await founded();
    await box.box.store.keyring.create(founder.member);
    const leave = await founder.sign(kinds.leave, {});
    const left = await founder.post("/api/me/delete", { operations: [toBase64Url(leave.bytes)] });
    expect([left.status, await code(left)]).toEqual([409, "last-steward"]);
    expect(box.box.store.keyring.has(founder.member)).toBe(true);
    expect((await founder.get<Me>("/api/me")).profile?.name).toBe("Rosa");
  });
});

test("shutting a stolen phone out ends the open invitations it made, also for new people", async () => {
  const { box, founder, members } = await founded(1);
  const [ana] = members as [TestMember];
  const tablet = await TestMember.join(box, (await ana.invite({ purpose: "device" })).seed);
  const [poster, own] = [await ana.invite({ uses: 500 }), await tablet.invite({ uses: 2 })];
  const ben = await TestMember.join(box, poster.seed, { name: "Ben" });
  const states = async () => {
    const { invites } = await founder.get<{ invites: { id: string; state: string }[] }>(
      "/api/invites",
    );
    return [poster, own].map(({ id }) => invites.find((invite) => invite.id === id)?.state);
  };
  expect(await states()).toEqual(["open", "open"]);
  await tablet.speak(kinds.revoke, { device: ana.device, member: null, reason: "stolen" });
  expect(await states()).toEqual(["cancelled", "open"]);
  await expect(TestMember.join(box, poster.seed, { name: "Thief" })).rejects.toThrow("badsig");
  expect((await ben.get<Me>("/api/me")).roles).toEqual(["member"]);
  await TestMember.join(box, own.seed, { name: "Cai" });
  await box.box.store.rebuild();
  expect(await states()).toEqual(["cancelled", "open"]);
  expect((await ben.get<Me>("/api/me")).roles).toEqual(["member"]);
});

test("a rebuild of the tables gives the same membership", async () => {
  const { box, founder, members } = await founded(2);
  const [ana, bo] = members as [TestMember, TestMember];
  await makeStewards(founder, [founder, ana], [bo]);
  await decide(founder, effects.groupCreate, { name: "elders" }, [ana, bo]);
  await bo.speak(kinds.profile, { name: "Bo II", languages: ["es"], about: "", hue: 5 });
  const look = async () => [
    await founder.get("/api/members"),
    await founder.get("/api/gate"),
    await founder.get("/api/invites"),
    await founder.get("/api/me"),
  ];
  const before = await look();
  await box.box.store.rebuild();
  expect(await look()).toEqual(before);
  const restarted = await box.restart();
  open.splice(0, 1, restarted);
  founder.box = restarted;
  founder.token = null;
  expect(await look()).toEqual(before);
});

test("a rebuild that could not be committed leaves who may speak as the tables have it", async () => {
  const { box, members } = await founded(1);
  const [ana] = members as [TestMember];
  // A row that the log does not know of shows whether the tables are asked, or what was computed.
  await box.box.store.write(({ db }) => {
    db.run("UPDATE members_device SET revoked = 1 WHERE id = ?", [Uint8Array.fromHex(ana.device)]);
    db.run(
      `CREATE TABLE trap (of INTEGER NOT NULL
         REFERENCES operation (position) DEFERRABLE INITIALLY DEFERRED)`,
    );
    db.run(
      `CREATE TRIGGER no_commit AFTER INSERT ON projection
         BEGIN INSERT INTO trap VALUES (-1); END`,
    );
  });
  const restarted = await box.restart();
  open.splice(0, 1, restarted);
  ana.box = restarted;
  const { store } = restarted.box;
  const question = { text: "When does the well freeze?", lang: "en", audience: "members" };
  expect(await ana.refusal(kinds.question, question)).toBe("revoked");
  await expect(store.rebuild()).rejects.toThrow("FOREIGN KEY");
  expect(await ana.refusal(kinds.question, question)).toBe("revoked");
  await store.write(({ db }) => db.run("DROP TRIGGER no_commit"));
  await store.rebuild();
  expect(await ana.refusal(kinds.question, question)).toBeNull();
});

/** The next root document, signed by the new device and the recovery key. */
async function nextRoot(
  before: Uint8Array,
  phone: TestMember,
  recovery: Awaited<ReturnType<typeof recoverySigner>>,
) {
  const inForce = decodeRootDocument(before);
  const document = encodeRootDocument({
    ...inForce,
    version: inForce.version + 1,
    previous: await sha256(before),
    stewards: [phone.signer.publicKey],
    threshold: 1,
  });
  const signers = [phone.signer, recovery];
  const signatures = await Promise.all(
    signers.map(async (signer) => ({
      device: await deviceIdOf(signer.publicKey),
      signature: await signer.sign(rootSignedBytes(document)),
    })),
  );
  return { document, signatures };
}

describe("two statements under one number", () => {
  test("take nothing back that others stand on", async () => {
    const { founder, members } = await founded(1);
    const [ana] = members as [TestMember];
    const { id, seed } = await ana.invite();
    const seq = ana.seq;
    const ben = await TestMember.join(ana.box, seed);
    const other = await ana.sign(kinds.leave, {}, { seq });
    expect(await ana.submit(other)).toMatchObject([{ state: "fork" }]);
    const root = await founder.sign(kinds.leave, {}, { seq: 1 });
    expect(await founder.submit(root)).toMatchObject([{ state: "fork" }]);
    await ana.box.box.store.rebuild();
    expect((await ben.get<Me>("/api/me")).roles).toEqual(["member"]);
    expect((await founder.get<Me>("/api/me")).roles).toContain("steward");
    // It is proven all the same.
    const proofs = ana.box.box.store.forks().map(({ logged, other }) => [logged, other]);
    expect(proofs).toHaveLength(2);
    expect(proofs).toContainEqual([id, other.id]);
  });

  test("do not unsay for the finder of a phone what its member said", async () => {
    const { members } = await founded(1);
    const [ana] = members as [TestMember];
    const tablet = await TestMember.join(ana.box, (await ana.invite({ purpose: "device" })).seed);
    const question = { text: "When does the well freeze?", lang: "en", audience: "members" };
    const asked = await ana.speak(kinds.question, question);
    const { seq } = ana;
    await tablet.speak(kinds.revoke, { device: ana.device, member: null, reason: "stolen" });
    const other = await ana.sign(kinds.question, { ...question, text: "Nothing" }, { seq });
    expect(await ana.submit(other)).toMatchObject([{ state: "fork" }]);
    await ana.box.box.store.rebuild();
    expect(ana.box.box.store.operation(asked)?.effect).toEqual({ done: true });
  });
});
