import { decodeParams, type GateEffect } from "../kinds/index.ts";
import type { MemberId, OpId } from "../op/index.ts";
import type { CommunitySettings, MembershipState } from "./membership-state.ts";
import type { Refusal } from "./standing.ts";
import type { SyncCrypto } from "./sync-crypto.ts";

/** Where and when an effect happens, and by whose word. */
export interface GateMoment {
  /** The request at the gate, or the proposal that passed. */
  request: OpId;
  position: number;
  /** Seconds since 1970, by the clock of the box. */
  at: number;
}

/** What an effect does to the state, and why it sometimes cannot. */
export interface EffectRule<P> {
  refuse(state: MembershipState, params: P, crypto: SyncCrypto): Refusal | null;
  apply(state: MembershipState, params: P, moment: GateMoment, crypto: SyncCrypto): void;
}

/** Decodes the parameters before the rule sees them. */
export function on<P>(
  effect: GateEffect<P>,
  rule: EffectRule<P>,
): [string, EffectRule<Uint8Array>] {
  const refuse: EffectRule<Uint8Array>["refuse"] = (state, params, crypto) => {
    let decoded: P;
    try {
      decoded = decodeParams(effect, params);
    } catch {
      return "malformed";
    }
    return rule.refuse(state, decoded, crypto);
  };
  return [
    effect.name,
    {
      refuse,
      apply: (state, params, moment, crypto) =>
        rule.apply(state, decodeParams(effect, params), moment, crypto),
    },
  ];
}

export function refuseMember(state: MembershipState, id: MemberId): Refusal | null {
  const member = state.members.get(id);
  if (member === undefined) return "unknown-member";
  return member.ended === null ? null : member.ended.why;
}

export function setRole(
  state: MembershipState,
  id: MemberId,
  role: "member" | "moderator",
  granted: boolean,
): void {
  const member = state.members.get(id);
  if (member === undefined) return;
  if (role === "moderator") member.moderator = granted;
  else member.role = granted ? "member" : "guest";
}

export function changeSettings(state: MembershipState, change: Partial<CommunitySettings>): void {
  if (state.settings !== null) state.settings = { ...state.settings, ...change };
}
