/** What a request at the gate would change, as plain facts: nobody approves what they cannot read. */
import {
  type AssistantPolicy,
  decodeParams,
  effectByName,
  effects,
  type GateEffect,
  type ParamsOf,
  usualTermDays,
} from "../../mesh/kinds/index.ts";
import { deviceIdWith, type MemberId, type PublicKey } from "../../mesh/op/index.ts";
import {
  decodeRootDocument,
  type GateRequest,
  type MembershipState,
  type RootDocument,
} from "../../mesh/rules/index.ts";
import { boxCrypto } from "./box-crypto.ts";
import { changes, type Fact, gained, lost } from "./facts.ts";
import { registerPreviews } from "./register-preview.ts";

type Preview = (params: never, state: MembershipState) => Fact[];

/** Empty when the parameters cannot be read any more: such a request does nothing. */
export function previewOf(
  { effect: name, params }: Pick<GateRequest, "effect" | "params">,
  state: MembershipState,
): Fact[] {
  const effect = effectByName(name);
  const preview = previews.get(name);
  if (effect === null || preview === undefined) return [];
  try {
    return preview(decodeParams(effect, params) as never, state);
  } catch {
    return [];
  }
}

const previews = new Map<string, Preview>([
  on(effects.communityUpdate, (params, { settings }) => changes(params, settings)),
  on(effects.communityRules, (params, { settings }) => changes(params, settings?.decision)),
  on(effects.roleGrant, ({ member, role, termDays }) => [
    gained("role", role, member),
    ...(role === "member" ? [] : [gained("termDays", termDays ?? usualTermDays, member)]),
  ]),
  on(effects.roleRevoke, ({ member, role }) => [lost("role", role, member)]),
  on(effects.groupCreate, ({ name }) => [gained("group", name)]),
  on(effects.groupAdd, ({ group, member }) => [gained("group", group, member)]),
  on(effects.groupRemove, ({ group, member }) => [lost("group", group, member)]),
  on(effects.stewardChange, ({ document }, state) => stewardChanges(document, state)),
  on(effects.memberRecover, ({ member }) => [gained("device", "recovery", member)]),
  on(effects.memberRevoke, ({ member, device, reason }) => [
    {
      fact: "revocation",
      ...(member === null ? {} : { member }),
      ...(device === null ? {} : { device }),
      before: null,
      after: reason,
    },
  ]),
  on(effects.knowledgeCategory, ({ category, on: exists }) => [
    exists ? gained("category", category) : lost("category", category),
  ]),
  on(effects.knowledgeReview, ({ reviewFirst }, { settings }) =>
    changes({ reviewFirst }, settings),
  ),
  on(effects.assistantPolicy, (policy, { settings }) =>
    changes(flatPolicy(policy), settings && flatPolicy(settings.policy)),
  ),
  ...registerPreviews,
]);

function on<P>(
  effect: GateEffect<P>,
  preview: (params: ParamsOf<GateEffect<P>>, state: MembershipState) => Fact[],
): [string, Preview] {
  return [effect.name, preview as Preview];
}

function stewardChanges(document: Uint8Array, state: MembershipState): Fact[] {
  const next = decodeRootDocument(document);
  const now = state.root?.document;
  if (now === undefined) return [];
  const people = (root: RootDocument) => new Set(root.stewards.map((key) => ownerOf(key, state)));
  const [before, after] = [people(now), people(next)];
  return [
    ...[...after.difference(before)].map((member) => gained("steward", "steward", member)),
    ...[...before.difference(after)].map((member) => lost("steward", "steward", member)),
    ...changes(visible(next), visible(now)),
  ];
}

/** A policy as plain facts; "assistant" sets its languages apart from the community's. */
function flatPolicy({ offLimits, protocols, ...policy }: AssistantPolicy) {
  const lines = {
    guests: policy.guests,
    personality: policy.personality,
    style: policy.style,
    formality: policy.formality,
    languages: policy.languages,
    houseTerms: policy.houseTerms,
    boundaries: policy.boundaries,
    offLimits: offLimits.map(topicLine),
    protocols: protocols.map((each) => `${topicLine(each)} → ${each.ask}`),
  };
  return Object.fromEntries(Object.entries(lines).map(([name, is]) => [`assistant.${name}`, is]));
}

function topicLine({ topic, words, say }: AssistantPolicy["offLimits"][number]): string {
  const known = words.length === 0 ? topic : `${topic} (${words.join(", ")})`;
  return say === "" ? known : `${known}: ${say}`;
}

function ownerOf(key: PublicKey, state: MembershipState): MemberId | undefined {
  return state.devices.get(deviceIdWith(boxCrypto.sha256, key))?.member;
}

/** What else of a root document people can compare. */
function visible(root: RootDocument) {
  return {
    stewardDevices: root.stewards.length,
    threshold: root.threshold,
    boxes: root.boxes.length,
    recoveryKey: root.recovery === null ? null : deviceIdWith(boxCrypto.sha256, root.recovery),
    name: root.name,
    languages: root.languages,
    values: root.values,
    ...root.decision,
  };
}
