/** What holds for any story of a community, whoever says what in whichever order. */
import { expect, test } from "bun:test";
import fc from "fast-check";
import { runs } from "../../tests/support/arbitrary.ts";
import {
  day,
  enrolBody,
  foundOnPaper,
  type PaperCommunity,
  snapshot,
} from "../../tests/support/membership.ts";
import { namedSigner, seededRandom } from "../../tests/support/operations.ts";
import { effects, kinds } from "../kinds/index.ts";
import { deviceIdOf, type OpId } from "../op/index.ts";
import { applyDecision } from "./gate-effects.ts";
import { applyMembership } from "./membership.ts";
import { emptyMembership, type MembershipState, stewardMembers } from "./membership-state.ts";
import { settle } from "./sync-crypto.ts";

const names = ["founder", "ana", "ben", "cai", "dov", "eva"];
const devices = await Promise.all(names.map(namedSigner));
const inviteKey = await namedSigner("the invite key of these stories");

/** Somebody says something, sensible or not. Refused or not, it goes into the log. */
type Step = { who: number; what: number; about: number };
const anyStep: fc.Arbitrary<Step> = fc.record({
  who: fc.nat({ max: names.length - 1 }),
  what: fc.nat({ max: 9 }),
  about: fc.nat({ max: 99 }),
});

async function tell(steps: Step[]): Promise<PaperCommunity> {
  const { paper } = await foundOnPaper();
  for (const step of steps) await take(paper, step);
  return paper;
}

async function take(paper: PaperCommunity, { who, what, about }: Step): Promise<void> {
  const signer = devices[who];
  const other = devices[about % devices.length];
  const next = devices[(who + 1) % devices.length];
  if (signer === undefined || other === undefined || next === undefined) throw new Error("nobody");
  const { state } = paper;
  const member = [...state.members.keys()][about % Math.max(1, state.members.size)] ?? null;
  const invite = pick(state.invites, about);
  const request = pick(state.requests, about);
  const before = snapshot(state);
  const said = await [
    () =>
      paper.say(signer, kinds.invite, {
        inviteKey: inviteKey.publicKey,
        purpose: about % 3 === 0 ? "device" : "member",
        role: about % 4 === 0 ? "guest" : "member",
        member: about % 3 === 0 ? member : null,
        expires: paper.at + (about % 5 === 0 ? 0 : day),
        uses: 1 + (about % 2),
      }),
    async () => {
      const body = await enrolBody(paper.communityId, signer, inviteKey, { invite });
      return paper.say(signer, kinds.enrol, body);
    },
    async () => {
      const device = await deviceIdOf(other.publicKey);
      return paper.say(signer, kinds.revoke, { device, member: null, reason: "lost" });
    },
    () => paper.say(signer, kinds.leave, {}),
    // Refused to everybody: that is the community's.
    () => paper.request(signer, effects.groupCreate, { name: `group ${about % 3}` }),
    () =>
      member === null
        ? paper.say(signer, kinds.leave, {})
        : paper.request(signer, effects.memberRevoke, { device: null, member, reason: "other" }),
    () =>
      member === null
        ? paper.say(signer, kinds.leave, {})
        : paper.request(signer, effects.memberRecover, {
            member,
            inviteKey: inviteKey.publicKey,
          }),
    () => paper.addSteward(other === signer ? next : other, [signer], 2),
    () => (request === null ? paper.say(signer, kinds.leave, {}) : paper.approve(signer, request)),
    () =>
      invite === null
        ? paper.say(signer, kinds.leave, {})
        : paper.say(signer, kinds.inviteCancel, { invite }),
  ][what]?.();
  // Adding a steward says several things at once.
  if (said?.refusal && what !== 7) expect(snapshot(paper.state)).toBe(before);
  expectInvariants(paper.state);
}

function pick(of: Map<OpId, unknown>, about: number): OpId | null {
  return [...of.keys()][about % Math.max(1, of.size)] ?? null;
}

function expectInvariants(state: MembershipState): void {
  // Somebody can always open the gate.
  expect(stewardMembers(state).size).toBeGreaterThan(0);
  for (const device of state.devices.values()) {
    const member = state.members.get(device.member);
    expect(member).toBeDefined();
    if (member?.ended) expect(device.revoked).not.toBeNull();
  }
  for (const invite of state.invites.values()) expect(invite.usesLeft).toBeGreaterThanOrEqual(0);
  for (const group of state.groups.values()) {
    for (const member of group) expect(state.members.get(member)?.ended).toBeNull();
  }
}

async function fold(paper: PaperCommunity, log = paper.log): Promise<MembershipState> {
  const state = emptyMembership(paper.communityId);
  for (const [index, op] of log.entries()) {
    await settle((c) => applyMembership(state, op, c));
    for (const { effect, moment } of paper.decisions) {
      if (moment.position !== index + 1) continue;
      await settle((c) => applyDecision(state, [effect], moment, c));
    }
  }
  return state;
}

const anyStory = fc.array(anyStep, { maxLength: 25 });

test("what is refused changes nothing, and the community always keeps a steward", async () => {
  await fc.assert(
    fc.asyncProperty(anyStory, async (steps) => {
      await tell(steps);
    }),
    runs(15),
  );
}, 600_000);

test("the same log gives the same state, and whatever a stranger adds gives it too", async () => {
  const stranger = await namedSigner("stranger");
  await fc.assert(
    fc.asyncProperty(anyStory, async (steps) => {
      const paper = await tell(steps);
      expect(snapshot(await fold(paper))).toBe(snapshot(paper.state));
      const before = snapshot(paper.state);
      const member = [...paper.state.members.keys()][0] ?? null;
      const said = [
        await paper.say(stranger, kinds.leave, {}),
        await paper.say(stranger, kinds.revoke, { device: null, member, reason: "other" }),
        await paper.request(stranger, effects.groupCreate, { name: "thieves" }),
      ];
      expect(said.map(({ refusal }) => refusal)).toEqual(Array(3).fill("unknown-device"));
      expect(snapshot(paper.state)).toBe(before);
    }),
    runs(10),
  );
}, 600_000);

test("what members say about themselves may arrive in any order", async () => {
  const { paper, founder } = await foundOnPaper();
  for (const name of ["ana", "ben", "cai"]) await paper.join(name, founder);
  const foundation = paper.log.length;
  for (const device of devices.slice(0, 4)) {
    await paper.say(device, kinds.invite, {
      inviteKey: inviteKey.publicKey,
      purpose: "member",
      role: "member",
      member: null,
      expires: paper.at + day,
      uses: 3,
    });
  }
  const { log } = paper;
  await fc.assert(
    fc.asyncProperty(fc.nat(), async (seed) => {
      const random = seededRandom(seed);
      const rest = log.slice(foundation);
      const shuffled = rest
        .map((op) => ({ op, key: random.next() }))
        .sort((a, b) => a.key - b.key)
        .map(({ op }, i) => ({ ...op, position: foundation + i + 1 }));
      const state = await fold(paper, [...log.slice(0, foundation), ...shuffled]);
      expect(snapshot(state)).toBe(snapshot(paper.state));
    }),
    runs(10),
  );
}, 600_000);
