import { effects, termEnds } from "../kinds/index.ts";
import type { MemberId } from "../op/index.ts";
import {
  changeSettings,
  type EffectRule,
  type GateMoment,
  on,
  refuseMember,
  setRole,
} from "./effect-rule.ts";
import {
  endMembership,
  type GateRequest,
  isNeededSteward,
  type MembershipState,
  revokeDevice,
  revokeDevices,
  setRoot,
} from "./membership-state.ts";
import { endOffices, giveOffice, registerRules } from "./register-effects.ts";
import { decodeRootDocument } from "./root-document.ts";
import type { Refusal } from "./standing.ts";
import { refuseStewardChange } from "./steward-change.ts";
import type { SyncCrypto } from "./sync-crypto.ts";

/** How long the stewards' word lets a recovered member enrol a new device. */
export const recoverySecondsMax = 7 * 24 * 3_600;

/**
 * Why these parameters cannot take effect now, or null. Asked when they are requested, so that
 * nobody approves nonsense, and again when the gate opens, because the world moved on.
 */
export function effectRefusal(
  state: MembershipState,
  { effect, params }: Pick<GateRequest, "effect" | "params">,
  crypto: SyncCrypto,
): Refusal | null {
  const rule = rules.get(effect);
  return rule === undefined ? "unknown-effect" : rule.refuse(state, params, crypto);
}

/** Changes the state. Ask `effectRefusal` first. */
export function applyEffect(
  state: MembershipState,
  { effect, params }: Pick<GateRequest, "effect" | "params">,
  moment: GateMoment,
  crypto: SyncCrypto,
): void {
  rules.get(effect)?.apply(state, params, moment, crypto);
}

const rules = new Map<string, EffectRule<Uint8Array>>([
  on(effects.communityUpdate, {
    refuse: () => null,
    apply: (state, params) => changeSettings(state, params),
  }),
  on(effects.communityRules, {
    refuse: () => null,
    apply: (state, decision) => changeSettings(state, { decision }),
  }),
  on(effects.roleGrant, {
    refuse: (state, { member }) => refuseMember(state, member),
    apply: (state, grant, moment) => {
      const { member, role } = grant;
      if (role === "member") return setRole(state, member, role, true);
      giveOffice(state, { member, role, until: termEnds(moment.at, grant) }, moment);
    },
  }),
  on(effects.roleRevoke, {
    refuse: (state, { member, role }) =>
      // A steward answers for the community and cannot be its guest.
      role === "member" && isNeededSteward(state, member)
        ? "last-steward"
        : refuseMember(state, member),
    apply: (state, { member, role }) => {
      setRole(state, member, role, false);
      endOffices(state, member, role);
    },
  }),
  on(effects.groupCreate, {
    refuse: (state, { name }) => (state.groups.has(name) ? "exists" : null),
    apply: (state, { name }) => void state.groups.set(name, new Set()),
  }),
  on(effects.groupAdd, {
    refuse: (state, { group, member }) =>
      state.groups.has(group) ? refuseMember(state, member) : "unknown-group",
    apply: (state, { group, member }) => void state.groups.get(group)?.add(member),
  }),
  on(effects.groupRemove, {
    refuse: (state, { group }) => (state.groups.has(group) ? null : "unknown-group"),
    apply: (state, { group, member }) => void state.groups.get(group)?.delete(member),
  }),
  on(effects.stewardChange, {
    refuse: (state, { document }, crypto) => refuseStewardChange(state, document, crypto),
    apply: (state, { document }, _, crypto) =>
      setRoot(state, { bytes: document, document: decodeRootDocument(document) }, crypto),
  }),
  on(effects.memberRecover, {
    refuse: (state, { member }) => refuseMember(state, member),
    apply: recoverMember,
  }),
  on(effects.memberRevoke, {
    refuse: (state, { device, member }) => {
      if (device !== null) return state.devices.has(device) ? null : "unknown-device-named";
      if (member === null) return "malformed";
      return isNeededSteward(state, member) ? "last-steward" : refuseMember(state, member);
    },
    apply: (state, { device, member }, { position }) => {
      const named = device === null ? undefined : state.devices.get(device);
      if (named) revokeDevice(state, named, position);
      if (member !== null) endMembership(state, member, position, "revoked");
    },
  }),
  on(effects.knowledgeCategory, {
    refuse: () => null,
    apply: (state, { category, on: exists }) => {
      const categories = new Set(state.settings?.categories);
      if (exists) categories.add(category);
      else categories.delete(category);
      changeSettings(state, { categories });
    },
  }),
  on(effects.knowledgeReview, {
    refuse: () => null,
    apply: (state, { reviewFirst }) => changeSettings(state, { reviewFirst }),
  }),
  on(effects.assistantPolicy, {
    refuse: () => null,
    apply: (state, policy) => {
      const version = (state.settings?.policy.version ?? 0) + 1;
      changeSettings(state, { policy: { version, ...policy } });
    },
  }),
  ...registerRules,
]);

/**
 * What two stewards may do without a vote: a stolen phone and a member who lost theirs cannot wait
 * for one. Root documents are signed by their keys, but say what everybody has decided.
 */
const care: ReadonlySet<string> = new Set([
  effects.memberRevoke.name,
  effects.memberRecover.name,
  effects.stewardChange.name,
]);

/** Whether the gate opens for it. Everything else needs a decision. */
export function isCare(effect: string): boolean {
  return care.has(effect);
}

/** Root documents are signed by stewards' keys, and a lost phone cannot wait for a vote. */
const gateOnly: ReadonlySet<string> = new Set([
  effects.stewardChange.name,
  effects.memberRecover.name,
]);

/** An effect of a proposal. */
export type DecisionEffect = Pick<GateRequest, "effect" | "params">;

/** Why a decision could not have this effect now, or null. */
export function decisionRefusal(
  state: MembershipState,
  effect: DecisionEffect,
  crypto: SyncCrypto,
): Refusal | null {
  return gateOnly.has(effect.effect) ? "gate-needed" : effectRefusal(state, effect, crypto);
}

/**
 * Applies what a proposal that passed does, in its order. Gives for each effect why it could not
 * take place, or null; one that cannot does not hold up the others. Running it once is the
 * caller's to see to.
 */
export function applyDecision(
  state: MembershipState,
  decided: readonly DecisionEffect[],
  moment: GateMoment,
  crypto: SyncCrypto,
): (Refusal | null)[] {
  return decided.map((effect) => {
    const refusal = decisionRefusal(state, effect, crypto);
    if (refusal === null) applyEffect(state, effect, moment, crypto);
    return refusal;
  });
}

/** The lost devices are revoked at once: whoever found them must not speak for the member. */
function recoverMember(
  state: MembershipState,
  { member, inviteKey }: { member: MemberId; inviteKey: Uint8Array },
  { request, position, at }: GateMoment,
): void {
  revokeDevices(state, member, position);
  state.invites.set(request, {
    id: request,
    inviteKey,
    purpose: "recovery",
    role: "member",
    member,
    inviter: null,
    inviterDevice: null,
    expires: at + recoverySecondsMax,
    usesLeft: 1,
    cancelled: false,
  });
}
