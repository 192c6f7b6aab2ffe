import { lastingBodyBytesMax, timeMax } from "../op/index.ts";
import { authors } from "./authors.ts";
import type { BodyOf, Kind } from "./kind.ts";
import {
  blob,
  bytes,
  deviceId,
  list,
  memberId,
  oneOf,
  opId,
  optional,
  publicKey,
  record,
  text,
  uint,
  where,
} from "./schema.ts";

/** An encoded community root document; its shape is in mesh/rules/root-document.ts. */
export const rootDocumentBytesMax = 6_000;
/** The thresholds of two versions: 11 of 20 stewards, twice. With the document they fit a body. */
export const rootSignaturesMax = 24;
export const stewardsMax = 20;
export const boxesMax = 16;
export const inviteUsesMax = 500;
export const languagesMax = 10;
/** A BCP 47 language tag. */
export const langCharsMax = 16;

/** Version 1 founds the community; later ones pass through the gate, or the recovery key. */
export const root = {
  number: 1,
  name: "root",
  lasting: true,
  authors: authors.root,
  binding: true,
  schema: record({
    document: blob(rootDocumentBytesMax),
    signatures: list(record({ device: deviceId(), signature: bytes(64) }), rootSignaturesMax),
  }),
} satisfies Kind<unknown>;

/** Whoever holds the private half of `inviteKey` may enrol a device by it. */
export const invite = {
  number: 2,
  name: "invite",
  lasting: true,
  authors: authors.invite,
  binding: true,
  schema: record({
    inviteKey: publicKey(),
    /** A new person, or one more device of the inviting member. */
    purpose: oneOf(["member", "device"]),
    role: oneOf(["guest", "member"]),
    /** Whose device it will be; null for a new person. */
    member: optional(memberId()),
    expires: uint(timeMax),
    uses: uint(inviteUsesMax, 1),
  }),
} satisfies Kind<unknown>;

/** Signed by the new device itself; `proof` is the word of the key that lets it in. */
export const enrol = {
  number: 3,
  name: "enrol",
  lasting: true,
  authors: authors.enrol,
  binding: true,
  schema: record({
    device: publicKey(),
    authority: oneOf(["founder", "invite", "recovery-key"]),
    /** The invite, or the gate request that recovers a member; null for the other authorities. */
    invite: optional(opId()),
    proof: bytes(64),
  }),
} satisfies Kind<unknown>;

export const revokeReasons = ["lost", "stolen", "replaced", "left", "decision", "other"] as const;

/** A device, or all devices of a member. Exactly one of the two is named. */
const revoked = {
  device: optional(deviceId()),
  member: optional(memberId()),
  reason: oneOf(revokeReasons),
};

export const revocationSchema = where(
  record(revoked),
  ({ device, member }) => (device === null) !== (member === null),
);

/** Members revoke their own devices; others' need the gate (`member.revoke`). */
export const revoke = {
  number: 4,
  name: "revoke",
  lasting: true,
  authors: authors.revoke,
  binding: true,
  schema: revocationSchema,
} satisfies Kind<unknown>;

/** What a member shows of themselves; the latest one counts. */
export const profile = {
  number: 5,
  name: "profile",
  lasting: false,
  authors: authors.profile,
  schema: record({
    name: text(60, 1),
    languages: list(text(langCharsMax, 1), languagesMax),
    about: text(500),
    /** Degrees on the colour wheel. */
    hue: uint(359),
  }),
} satisfies Kind<unknown>;

const paramsBytesMax = lastingBodyBytesMax - 128;

/** Asks to change something that belongs to the community. Counts as its author's approval. */
export const gateRequest = {
  number: 6,
  name: "gate.request",
  lasting: true,
  authors: authors.gateRequest,
  binding: true,
  schema: record({
    /** The name of an effect in effects.ts. */
    effect: text(40, 1),
    /** CBOR of that effect's parameters. */
    params: blob(paramsBytesMax),
  }),
} satisfies Kind<unknown>;

export const gateApprove = {
  number: 7,
  name: "gate.approve",
  lasting: true,
  authors: authors.gateApprove,
  binding: true,
  schema: record({
    request: opId(),
    /** For `steward.change`: the approving device's signature on the next root document. */
    rootSignature: optional(bytes(64)),
  }),
} satisfies Kind<unknown>;

export const gateCancel = {
  number: 8,
  name: "gate.cancel",
  lasting: true,
  authors: authors.gateCancel,
  binding: true,
  schema: record({ request: opId() }),
} satisfies Kind<unknown>;

/** The author leaves the community, with all devices. */
export const leave = {
  number: 9,
  name: "leave",
  lasting: true,
  authors: authors.leave,
  binding: true,
  schema: record({}),
} satisfies Kind<unknown>;

/** Nobody can join by this invite any more. */
export const inviteCancel = {
  number: 10,
  name: "invite.cancel",
  lasting: true,
  authors: authors.inviteCancel,
  binding: true,
  schema: record({ invite: opId() }),
} satisfies Kind<unknown>;

export type RootBody = BodyOf<typeof root>;
export type InviteBody = BodyOf<typeof invite>;
export type EnrolBody = BodyOf<typeof enrol>;
export type RevokeBody = BodyOf<typeof revoke>;
export type ProfileBody = BodyOf<typeof profile>;
export type GateRequestBody = BodyOf<typeof gateRequest>;
export type GateApproveBody = BodyOf<typeof gateApprove>;
