/** What the effects do that only a decision can have. */
import { effects, type ParamsOf, termEnds } from "../kinds/index.ts";
import { equalBytes, type MemberId, type PublicKey } from "../op/index.ts";
import {
  changeSettings,
  type EffectRule,
  type GateMoment,
  on,
  refuseMember,
  setRole,
} from "./effect-rule.ts";
import type { MembershipState } from "./membership-state.ts";
import { type DecisionRegister, emptyRegister } from "./register.ts";
import type { Refusal } from "./standing.ts";

/** How far back a community can go. */
const modelsKept = 20;

export const registerRules: [string, EffectRule<Uint8Array>][] = [
  on(effects.decisionRules, {
    refuse: () => null,
    apply: (state, governance) => changeSettings(state, { governance }),
  }),
  on(effects.roleAppoint, {
    refuse: (state, { member }) => refuseMember(state, member),
    apply: giveOffice,
  }),
  on(effects.stewardMandate, {
    refuse: (state, { stewards, threshold }) =>
      stewards.map((member) => refuseSteward(state, member)).find((why) => why !== null) ??
      (threshold * 2 > stewards.length && threshold <= stewards.length ? null : "malformed"),
    apply: (state, mandate, moment) => {
      const until = termEnds(moment.at, mandate);
      note(state, { mandate: { ...mandate, ...decided(moment), until } });
    },
  }),
  on(effects.emergencyPolicy, {
    refuse: (state, { people }) =>
      people.map((member) => refuseMember(state, member)).find((why) => why !== null) ?? null,
    apply: (state, emergency) => note(state, { emergency }),
  }),
  on(effects.modelDeploy, {
    refuse: () => null,
    apply: (state, model) =>
      note(state, { models: [...registerOf(state).models, model].slice(-modelsKept) }),
  }),
  on(effects.modelRollback, {
    refuse: (state) => (registerOf(state).models.length === 0 ? "nothing-before" : null),
    apply: (state) => note(state, { models: registerOf(state).models.slice(0, -1) }),
  }),
  on(effects.knowledgeShare, {
    refuse: () => null,
    apply: (state, { on: shared, ...share }) => {
      const { category, partner } = share;
      const others = registerOf(state).shares.filter(
        (other) => other.category !== category || other.partner !== partner,
      );
      note(state, { shares: shared ? [...others, share] : others });
    },
  }),
  on(effects.partnerAdmit, {
    // Shares name a partner, so no two may have one name.
    refuse: (state, { key, name }) =>
      isPartner(state, key) || registerOf(state).partners.some((known) => known.name === name)
        ? "exists"
        : null,
    apply: (state, partner) =>
      note(state, { partners: [...registerOf(state).partners, { ...partner, paused: false }] }),
  }),
  on(effects.partnerPause, {
    refuse: (state, { key }) => (isPartner(state, key) ? null : "unknown-partner"),
    apply: (state, { key, paused }) =>
      note(state, {
        partners: registerOf(state).partners.map((partner) =>
          equalBytes(partner.key, key) ? { ...partner, paused } : partner,
        ),
      }),
  }),
  on(effects.updateWindow, {
    refuse: () => null,
    apply: (state, updateWindow) => note(state, { updateWindow }),
  }),
  on(effects.budgetEntry, {
    refuse: () => null,
    apply: (state, entry, moment) =>
      note(state, { budget: [...registerOf(state).budget, { ...entry, ...decided(moment) }] }),
  }),
  on(effects.resourceCommit, {
    refuse: (state, { member }) => (member === null ? null : refuseMember(state, member)),
    apply: (state, commitment, moment) =>
      note(state, {
        commitments: [...registerOf(state).commitments, { ...commitment, ...decided(moment) }],
      }),
  }),
];

/** The newest decision says until when somebody holds an office. */
export function giveOffice(
  state: MembershipState,
  office: ParamsOf<typeof effects.roleAppoint>,
  moment: GateMoment,
): void {
  const { member, role } = office;
  if (role === "moderator") setRole(state, member, role, true);
  const others = registerOf(state).offices.filter(
    (held) => held.member !== member || held.role !== role,
  );
  note(state, { offices: [...others, { ...office, ...decided(moment) }] });
}

/** A role that is ended before its term is held no longer; guests hold none. */
export function endOffices(state: MembershipState, member: MemberId, role: string): void {
  const { offices } = registerOf(state);
  const kept = offices.filter(
    (office) => office.member !== member || (role !== "member" && office.role !== role),
  );
  if (kept.length < offices.length) note(state, { offices: kept });
}

function registerOf(state: MembershipState): DecisionRegister {
  return state.settings?.register ?? emptyRegister;
}

function note(state: MembershipState, change: Partial<DecisionRegister>): void {
  changeSettings(state, { register: { ...registerOf(state), ...change } });
}

function decided({ request, at }: GateMoment) {
  return { decision: request, at };
}

/** Guests cannot be stewards. */
function refuseSteward(state: MembershipState, id: MemberId): Refusal | null {
  const refusal = refuseMember(state, id);
  return refusal ?? (state.members.get(id)?.role === "member" ? null : "role");
}

function isPartner(state: MembershipState, key: PublicKey): boolean {
  return registerOf(state).partners.some((partner) => equalBytes(partner.key, key));
}
