import { decodeCbor, encodeCbor } from "../op/index.ts";
import { groupNameCharsMax } from "./audience.ts";
import { decisionEffects } from "./decision-effects.ts";
import { isUsualTerm, termDaysSchema } from "./decision-terms.ts";
import { categoryCharsMax } from "./knowledge.ts";
import {
  langCharsMax,
  languagesMax,
  revocationSchema,
  rootDocumentBytesMax,
} from "./membership.ts";
import {
  blob,
  bool,
  list,
  malformedBody,
  memberId,
  oneOf,
  publicKey,
  type RecordSchema,
  record,
  recordAndMore,
  text,
  uint,
  where,
} from "./schema.ts";

/** A change to what belongs to the community, applied once when the gate opens for it. */
export interface GateEffect<P> {
  readonly name: string;
  readonly schema: RecordSchema<P>;
}

/** The parameters of an effect. */
export type ParamsOf<E> = E extends GateEffect<infer P> ? P : never;

/** How a community decides; shares are in permille. Part of the root document, too. */
export const decisionRulesSchema = record({
  quorumPermille: uint(1_000),
  approvalPermille: uint(1_000),
  discussionHours: uint(8_760),
  votingHours: uint(8_760),
  graceHours: uint(8_760),
  veto: bool(),
});

export const communityNameCharsMax = 60;
export const valuesMax = 20;
export const valueCharsMax = 120;

const communityUpdate = {
  name: "community.update",
  schema: record({
    name: text(communityNameCharsMax, 1),
    languages: list(text(langCharsMax, 1), languagesMax, 1),
    values: list(text(valueCharsMax, 1), valuesMax),
    purpose: text(1_000),
  }),
} satisfies GateEffect<unknown>;

const communityRules = {
  name: "community.rules",
  schema: decisionRulesSchema,
} satisfies GateEffect<unknown>;

/** `member` turns a guest into a member, and back. */
const grantableRole = { member: memberId(), role: oneOf(["member", "moderator"]) };

/** A moderator is one for a term; membership has none. */
const roleGrant = {
  name: "role.grant",
  schema: where(
    recordAndMore(grantableRole, "termDays", termDaysSchema, isUsualTerm),
    ({ role, termDays }) => role === "moderator" || termDays === undefined,
  ),
} satisfies GateEffect<unknown>;

const roleRevoke = {
  name: "role.revoke",
  schema: record(grantableRole),
} satisfies GateEffect<unknown>;

const groupName = text(groupNameCharsMax, 1);

/** A group is known by its name, as audiences say `group:<name>`. */
const groupCreate = {
  name: "group.create",
  schema: record({ name: groupName }),
} satisfies GateEffect<unknown>;

const groupAdd = {
  name: "group.add",
  schema: record({ group: groupName, member: memberId() }),
} satisfies GateEffect<unknown>;

const groupRemove = {
  name: "group.remove",
  schema: record({ group: groupName, member: memberId() }),
} satisfies GateEffect<unknown>;

/** The next root document; it also needs the signatures that root documents need. */
const stewardChange = {
  name: "steward.change",
  schema: record({ document: blob(rootDocumentBytesMax) }),
} satisfies GateEffect<unknown>;

/** Lets a member who lost every device enrol a new one, by the private half of this key. */
const memberRecover = {
  name: "member.recover",
  schema: record({ member: memberId(), inviteKey: publicKey() }),
} satisfies GateEffect<unknown>;

const memberRevoke = {
  name: "member.revoke",
  schema: revocationSchema,
} satisfies GateEffect<unknown>;

const knowledgeCategory = {
  name: "knowledge.category",
  schema: record({ category: text(categoryCharsMax, 1), on: bool() }),
} satisfies GateEffect<unknown>;

/** Whether items by members wait for a moderator before others see them. */
const knowledgeReview = {
  name: "knowledge.review",
  schema: record({ reviewFirst: bool() }),
} satisfies GateEffect<unknown>;

export const effects = {
  communityUpdate,
  communityRules,
  roleGrant,
  roleRevoke,
  groupCreate,
  groupAdd,
  groupRemove,
  stewardChange,
  memberRecover,
  memberRevoke,
  knowledgeCategory,
  knowledgeReview,
  ...decisionEffects,
};

const byName = new Map<string, GateEffect<unknown>>(
  Object.values(effects).map((effect) => [effect.name, effect]),
);

/** Null for a name nobody here knows: such a request is logged and cannot be applied. */
export function effectByName(name: string): GateEffect<unknown> | null {
  return byName.get(name) ?? null;
}

/** The `params` bytes of a gate request. Throws `malformed-body`. */
export function encodeParams<P>(effect: GateEffect<P>, params: P): Uint8Array<ArrayBuffer> {
  return encodeCbor(effect.schema.encode(params));
}

/** Reads the `params` bytes of a gate request. Throws `malformed-body`. */
export function decodeParams<P>(effect: GateEffect<P>, params: Uint8Array): P {
  try {
    return effect.schema.decode(decodeCbor(params));
  } catch {
    throw malformedBody();
  }
}
