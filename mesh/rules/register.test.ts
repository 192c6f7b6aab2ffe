import { describe, expect, test } from "bun:test";
import { foundOnPaper, now } from "../../tests/support/membership.ts";
import { namedSigner } from "../../tests/support/operations.ts";
import { effects, encodeParams, type GateEffect, kinds } from "../kinds/index.ts";
import { encodeCbor, toMemberId, toOpId } from "../op/index.ts";
import { applyDecision, decisionRefusal, rolesOf, settle } from "./index.ts";

const decision = toOpId("d".repeat(32));
const day = 86_400;
const nobody = toMemberId("0".repeat(32));

/** A community that decides by hand: the effects of one proposal at a time. */
async function deciding() {
  const { paper, founder } = await foundOnPaper();
  const ana = await paper.join("ana", founder);
  const effect = <P>(of: GateEffect<P>, params: P) => ({
    effect: of.name,
    params: encodeParams(of, params),
  });
  const decide = (...decided: ReturnType<typeof effect>[]) =>
    settle((crypto) =>
      applyDecision(paper.state, decided, { request: decision, position: 9, at: now }, crypto),
    );
  const register = () => paper.state.settings?.register;
  return { paper, founder, ana, effect, decide, register };
}

describe("a decision", () => {
  test("does everything it can, in order, and says what it could not", async () => {
    const { effect, decide, paper, ana } = await deciding();
    const result = await decide(
      effect(effects.groupAdd, { group: "elders", member: ana.member }),
      effect(effects.groupCreate, { name: "elders" }),
      effect(effects.groupAdd, { group: "elders", member: ana.member }),
      { effect: "moon.landing", params: new Uint8Array() },
      { effect: effects.groupCreate.name, params: Uint8Array.of(1) },
    );
    expect(result).toEqual(["unknown-group", null, null, "unknown-effect", "malformed"]);
    expect([...(paper.state.groups.get("elders") ?? [])]).toEqual([ana.member]);
  });

  test("does not sign root documents, nor stand in for a lost phone", async () => {
    const { effect, paper, ana } = await deciding();
    const { publicKey: inviteKey } = await namedSigner("found phone");
    const recover = effect(effects.memberRecover, { member: ana.member, inviteKey });
    const steward = effect(effects.stewardChange, { document: new Uint8Array() });
    for (const refused of [recover, steward]) {
      expect(await settle((crypto) => decisionRefusal(paper.state, refused, crypto))).toBe(
        "gate-needed",
      );
    }
  });
});

describe("the register", () => {
  test("keeps how the community decides", async () => {
    const { effect, decide, paper } = await deciding();
    const before = paper.state.settings?.governance;
    if (before === undefined) throw new Error("Nothing is founded.");
    const governance = { ...before, early: false, delegationHops: 0 };
    await decide(effect(effects.decisionRules, governance));
    expect(paper.state.settings?.governance).toEqual(governance);
  });

  test("holds no office for somebody whose role was ended, and none of a guest's", async () => {
    const { effect, decide, register, ana } = await deciding();
    const give = (role: "moderator" | "facilitator") =>
      effect(effects.roleAppoint, { member: ana.member, role, until: now + 100 });
    const end = (role: "moderator" | "member") =>
      effect(effects.roleRevoke, { member: ana.member, role });
    await decide(give("moderator"), give("facilitator"), end("moderator"));
    expect(register()?.offices.map(({ role }) => role)).toEqual(["facilitator"]);
    await decide(give("moderator"), end("member"));
    expect(register()?.offices).toEqual([]);
  });

  test("gives offices for a term, which a box ends when it is over", async () => {
    const { effect, decide, register, paper, ana } = await deciding();
    const office = { member: ana.member, role: "moderator" as const, until: now + 100 };
    expect(
      await decide(
        effect(effects.roleAppoint, { ...office, member: nobody }),
        effect(effects.roleAppoint, { ...office, role: "facilitator" }),
        effect(effects.roleAppoint, office),
        effect(effects.roleAppoint, { ...office, until: now + 200 }),
      ),
    ).toEqual(["unknown-member", null, null, null]);
    expect(register()?.offices.map(({ role, until }) => [role, until])).toEqual([
      ["facilitator", now + 100],
      ["moderator", now + 200],
    ]);
    const roles = () => {
      const member = paper.state.members.get(ana.member);
      return member && [...rolesOf(member, new Set())];
    };
    expect(roles()).toEqual(["member", "moderator"]);
    const box = await namedSigner("box");
    const end = { grant: decision, member: ana.member, role: "moderator" };
    const say = async (body: typeof end, by = box) =>
      (await paper.say(by, kinds.termEnd, body)).refusal;
    expect(await say(end, ana.signer)).toBe("role");
    expect(await say(end)).toBe("too-early");
    paper.at = now + 200;
    expect(await say({ ...end, role: "guardian" })).toBe("unknown-office");
    expect(await say(end)).toBeNull();
    expect(await say(end)).toBe("unknown-office");
    expect(roles()).toEqual(["member"]);
  });

  test("makes a moderator for half a year, or for as long as the decision says", async () => {
    const { effect, decide, register, paper, ana } = await deciding();
    const grant = (role: "member" | "moderator", termDays?: number) =>
      effect(effects.roleGrant, {
        member: ana.member,
        role,
        ...(termDays === undefined ? {} : { termDays }),
      });
    const ends = () => register()?.offices.map(({ role, until }) => [role, until]);
    await decide(grant("member"));
    expect(ends()).toEqual([]);
    await decide(grant("moderator"));
    expect(ends()).toEqual([["moderator", now + 182 * day]]);
    await decide(grant("moderator", 30));
    expect(ends()).toEqual([["moderator", now + 30 * day]]);
    const box = await namedSigner("box");
    const end = { grant: decision, member: ana.member, role: "moderator" };
    const say = async () => (await paper.say(box, kinds.termEnd, end)).refusal;
    paper.at = now + 30 * day - 1;
    expect(await say()).toBe("too-early");
    paper.at += 1;
    expect(await say()).toBeNull();
    expect(ends()).toEqual([]);
    expect(paper.state.members.get(ana.member)).toMatchObject({ moderator: false, role: "member" });
    const endless = encodeCbor([new Uint8Array(16), "moderator", 4_000]);
    expect(await decide({ effect: effects.roleGrant.name, params: endless })).toEqual([
      "malformed",
    ]);
  });

  test("names future stewards who can be stewards", async () => {
    const { effect, decide, register, paper, founder, ana } = await deciding();
    const { member: guest } = await paper.join("visitor", founder, "guest");
    const mandate = (stewards: (typeof guest)[], threshold: number) =>
      effect(effects.stewardMandate, { stewards, threshold });
    expect(
      await decide(
        mandate([guest], 1),
        mandate([ana.member, nobody], 2),
        mandate([ana.member], 2),
        mandate([ana.member], 1),
      ),
    ).toEqual(["role", "unknown-member", "malformed", null]);
    const named = { stewards: [ana.member], decision, at: now };
    expect(register()?.mandate).toMatchObject({ ...named, until: now + 182 * day });
    await decide(
      effect(effects.stewardMandate, { stewards: [ana.member], threshold: 1, termDays: 365 }),
    );
    expect(register()?.mandate).toMatchObject({ ...named, until: now + 365 * day });
  });

  test("keeps partners, what they are given, and models to go back to", async () => {
    const { effect, decide, register } = await deciding();
    const { publicKey: key } = await namedSigner("partner");
    const share = { category: "garden", partner: "Valle Bajo", exceptLabels: ["medicinal"] };
    const file = { sha256: new Uint8Array(32), bytes: 1, source: "", strengthPermille: 1_000 };
    const model = (name: string) => ({ name, ...file });
    expect(
      await decide(
        effect(effects.partnerPause, { key, paused: true }),
        effect(effects.partnerAdmit, { name: "Valle Bajo", key, note: "" }),
        effect(effects.partnerAdmit, { name: "Valle Alto", key, note: "" }),
        effect(effects.partnerPause, { key, paused: true }),
        effect(effects.knowledgeShare, { ...share, exceptLabels: [], on: true }),
        effect(effects.knowledgeShare, { ...share, on: true }),
        effect(effects.modelRollback, {}),
        effect(effects.modelDeploy, model("small")),
        effect(effects.modelDeploy, model("large")),
        effect(effects.modelRollback, {}),
      ),
    ).toEqual([
      "unknown-partner",
      null,
      "exists",
      null,
      null,
      null,
      "nothing-before",
      null,
      null,
      null,
    ]);
    expect(register()).toMatchObject({
      partners: [{ name: "Valle Bajo", paused: true }],
      shares: [share],
      models: [{ name: "small" }],
    });
    await decide(effect(effects.knowledgeShare, { ...share, on: false }));
    expect(register()?.shares).toEqual([]);
  });

  test("keeps money, promises, update times and emergency powers", async () => {
    const { effect, decide, register, ana } = await deciding();
    const { member } = ana;
    const entry = {
      what: "pump",
      cents: 900,
      currency: "EUR",
      direction: "out",
      payee: "",
    } as const;
    const promise = { what: "pruning", kind: "skill", hours: 2, until: null } as const;
    const policy = {
      people: [member],
      two: false,
      hours: 24,
      powers: ["alert_all"] as "alert_all"[],
    };
    const hours = { days: 96, startMinute: 120, minutes: 60 };
    expect(
      await decide(
        effect(effects.budgetEntry, entry),
        effect(effects.budgetEntry, entry),
        effect(effects.resourceCommit, { ...promise, member }),
        effect(effects.resourceCommit, { ...promise, member: nobody }),
        effect(effects.resourceCommit, { ...promise, member: null }),
        effect(effects.updateWindow, hours),
        effect(effects.emergencyPolicy, policy),
        effect(effects.emergencyPolicy, { ...policy, people: [nobody] }),
      ),
    ).toEqual([null, null, null, "unknown-member", null, null, null, "unknown-member"]);
    expect(register()).toMatchObject({
      budget: [entry, entry],
      commitments: [{ member }, { member: null }],
      updateWindow: hours,
      emergency: policy,
    });
    expect(register()?.budget[0]).toMatchObject({ decision, at: now });
  });
});
