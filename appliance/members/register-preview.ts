/** What the effects that only a decision can have would change, as plain facts. */
import { effects, type GateEffect, type ParamsOf, usualTermDays } from "../../mesh/kinds/index.ts";
import { equalBytes, type PublicKey, toHex } from "../../mesh/op/index.ts";
import {
  type DecisionRegister,
  type MembershipState,
  stewardMembers,
} from "../../mesh/rules/index.ts";
import { changes, type Fact, gained, lost } from "./facts.ts";

type Preview = (params: never, state: MembershipState) => Fact[];

const keyDigits = 16;

export const registerPreviews: [string, Preview][] = [
  on(effects.decisionRules, (rules, { settings }) => changes(rules, settings?.governance)),
  on(effects.roleAppoint, ({ member, role, until }) => [
    gained("role", role, member),
    { fact: "until", member, before: null, after: until },
  ]),
  on(effects.stewardMandate, ({ stewards, threshold, termDays }, state) => {
    const before = stewardMembers(state);
    const after = new Set(stewards);
    return [
      ...[...after.difference(before)].map((member) => gained("mandate", "steward", member)),
      ...[...before.difference(after)].map((member) => lost("mandate", "steward", member)),
      ...changes({ threshold }, state.root?.document),
      gained("termDays", termDays ?? usualTermDays),
    ];
  }),
  on(effects.emergencyPolicy, ({ people, ...policy }, state) => {
    const inForce = registerOf(state)?.emergency ?? null;
    const [before, after] = [new Set(inForce?.people ?? []), new Set(people)];
    return [
      ...[...after.difference(before)].map((member) => gained("emergency", "person", member)),
      ...[...before.difference(after)].map((member) => lost("emergency", "person", member)),
      ...changes(policy, inForce),
    ];
  }),
  on(effects.modelDeploy, ({ sha256, ...model }, state) => {
    const inForce = registerOf(state)?.models.at(-1) ?? null;
    const flat = inForce && { ...inForce, sha256: toHex(inForce.sha256) };
    return changes({ ...model, sha256: toHex(sha256) }, flat);
  }),
  on(effects.modelRollback, (_, state) => {
    const register = registerOf(state);
    const before = register?.models.at(-1)?.name ?? null;
    return [{ fact: "name", before, after: register?.models.at(-2)?.name ?? null }];
  }),
  on(effects.knowledgeShare, ({ category, partner, on: shared, exceptLabels }) => [
    shared
      ? gained("share", `${category} → ${partner}`)
      : lost("share", `${category} → ${partner}`),
    ...(exceptLabels.length === 0 ? [] : [gained("exceptLabels", exceptLabels)]),
  ]),
  on(effects.partnerAdmit, ({ name, key, note }) => [
    gained("partner", name),
    gained("key", toHex(key).slice(0, keyDigits)),
    ...(note === "" ? [] : [gained("note", note)]),
  ]),
  on(effects.partnerPause, ({ key, paused }, state) => {
    const name = partnerName(state, key);
    return [{ fact: "paused", before: paused ? null : name, after: paused ? name : null }];
  }),
  on(effects.updateWindow, (window, state) => changes(window, registerOf(state)?.updateWindow)),
  on(effects.budgetEntry, ({ what, cents, currency, direction, payee }) => [
    gained("what", what),
    gained("amount", `${direction === "out" ? "-" : "+"}${(cents / 100).toFixed(2)} ${currency}`),
    ...(payee === "" ? [] : [gained("payee", payee)]),
  ]),
  on(effects.resourceCommit, ({ what, kind, member, hours, until }) => [
    gained(kind, what, member ?? undefined),
    ...(hours === 0 ? [] : [gained("hours", hours)]),
    ...(until === null ? [] : [gained("until", until)]),
  ]),
];

function on<P>(
  effect: GateEffect<P>,
  preview: (params: ParamsOf<GateEffect<P>>, state: MembershipState) => Fact[],
): [string, Preview] {
  return [effect.name, preview as Preview];
}

function registerOf({ settings }: MembershipState): DecisionRegister | null {
  return settings?.register ?? null;
}

function partnerName(state: MembershipState, key: PublicKey): string {
  const known = registerOf(state)?.partners.find((partner) => equalBytes(partner.key, key));
  return known?.name ?? toHex(key).slice(0, keyDigits);
}
