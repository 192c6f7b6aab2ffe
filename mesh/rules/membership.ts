import {
  type BodyOf,
  baseAssistantPolicy,
  type EnrolBody,
  type InviteBody,
  type Kind,
  kindByNumber,
  kinds,
  type RevokeBody,
  type RootBody,
} from "../kinds/index.ts";
import {
  type CborValue,
  type DeviceId,
  deviceIdWith,
  type OpId,
  type PublicKey,
  toCommunityId,
  toMemberId,
} from "../op/index.ts";
import { setRole } from "./effect-rule.ts";
import { defaultGovernance } from "./frozen-rules.ts";
import { applyApproval, applyCancel, applyRequest } from "./gate-requests.ts";
import { type Enrolment, mayEnrol, mayInvite } from "./invitation.ts";
import {
  endMembership,
  isNeededSteward,
  type MembershipState,
  revokeDevice,
  revokeDevices,
  setRoot,
  standingOf,
  stewardMembers,
} from "./membership-state.ts";
import { emptyRegister, withoutOffice } from "./register.ts";
import { mayRevoke } from "./revocation.ts";
import { decodeRootDocument, isFirstRoot, rootSuccession } from "./root-document.ts";
import { mayAuthor, type Refusal, type Standing } from "./standing.ts";
import { namesStewardsOnly, refuseNextRoot } from "./steward-change.ts";
import type { SyncCrypto } from "./sync-crypto.ts";

/** An operation whose signature was checked, at its place in the log. */
export interface LoggedStatement {
  id: OpId;
  author: DeviceId;
  kind: number;
  body: CborValue[] | null;
  position: number;
  /** Seconds since 1970, by its author's clock: signed, so the same on every box. */
  time: number;
  /** Seconds since 1970, by the clock of the box that logged it. */
  received: number;
}

/** What a rule looks at: the operation, its decoded body, and what its author may do. */
export interface Case<Body> {
  op: LoggedStatement;
  body: Body;
  standing: Standing;
  crypto: SyncCrypto;
}

type Rule<Body> = (state: MembershipState, given: Case<Body>) => Refusal | null;

/**
 * Applies one operation to the state, in log order. Returns why it has no effect, and then the
 * state is as it was; or null. Kinds of other rooms change nothing here: the answer is whether the
 * author may author them at all (whether it is their own, only the room knows).
 *
 * The same operations in the same order give the same state everywhere. Apply through `settle`
 * where there is no synchronous cryptography.
 */
export function applyMembership(
  state: MembershipState,
  op: LoggedStatement,
  crypto: SyncCrypto,
): Refusal | null {
  const kind = kindByNumber(op.kind);
  if (kind === null) return "unknown-kind";
  const standing = standingOf(state, op.author);
  const rule = rules.get(op.kind);
  const refusal = mayAuthor(kind, standing, true);
  if (refusal !== null || rule === undefined) return refusal;
  return rule(state, { op, body: op.body, standing, crypto });
}

/**
 * The key that an operation of a device not enrolled yet brings along: an enrolling device, or the
 * founder's in root version 1. Null for everything else. Says nothing about whether it is let in.
 */
export function introducedKey(kind: number, body: CborValue[]): PublicKey | null {
  try {
    if (kind === kinds.enrol.number) return kinds.enrol.schema.decode(body).device;
    if (kind !== kinds.root.number) return null;
    const document = decodeRootDocument(kinds.root.schema.decode(body).document);
    return document.version === 1 ? (document.stewards[0] ?? null) : null;
  } catch {
    return null;
  }
}

const rules = new Map<number, Rule<CborValue[] | null>>([
  on(kinds.root, applyRoot),
  on(kinds.invite, applyInvite),
  on(kinds.enrol, applyEnrol),
  on(kinds.revoke, applyRevoke),
  on(kinds.gateRequest, applyRequest),
  on(kinds.gateApprove, applyApproval),
  on(kinds.gateCancel, applyCancel),
  on(kinds.leave, applyLeave),
  on(kinds.inviteCancel, applyInviteCancel),
  on(kinds.termEnd, applyTermEnd),
]);

function applyRoot(state: MembershipState, given: Case<RootBody>): Refusal | null {
  return state.root === null ? found(state, given) : recoverRoot(state, given);
}

/** Version 1 names its author's key as the only steward: at founding there is one device. */
function found(state: MembershipState, { op, body, crypto }: Case<RootBody>): Refusal | null {
  if (toCommunityId(crypto.sha256(body.document)) !== state.communityId) return "root-signatures";
  if (!isFirstRoot(body.document, body.signatures, crypto)) return "root-signatures";
  const document = decodeRootDocument(body.document);
  const [founder] = document.stewards;
  if (document.stewards.length !== 1 || founder === undefined) return "malformed";
  if (deviceIdWith(crypto.sha256, founder) !== op.author) return "proof";
  setRoot(state, { bytes: body.document, document }, crypto);
  const { name, languages, values, decision } = document;
  state.settings = {
    name,
    languages,
    values,
    decision,
    governance: defaultGovernance,
    register: emptyRegister,
    purpose: "",
    reviewFirst: false,
    categories: new Set(),
    policy: { version: 1, ...baseAssistantPolicy },
  };
  return null;
}

/** Outside the gate a root document follows only by the recovery key, while there are one or two. */
function recoverRoot(
  state: MembershipState,
  { body, standing, crypto }: Case<RootBody>,
): Refusal | null {
  if (state.root === null) return "not-founded";
  if ("refusal" in standing) return standing.refusal;
  if ("box" in standing || !standing.roles.has("steward")) return "role";
  const refusal = refuseNextRoot(state, body.document, crypto);
  if (refusal !== null) return refusal;
  const by = rootSuccession(state.root.bytes, body.document, body.signatures, crypto);
  if (by === "stewards") return "gate-needed";
  if (by === null) return "root-signatures";
  const document = decodeRootDocument(body.document);
  // The printed key stands in for a steward; it makes nobody else one.
  if (!namesStewardsOnly(state, document, crypto)) return "mandate-needed";
  setRoot(state, { bytes: body.document, document }, crypto);
  return null;
}

function applyInvite(
  state: MembershipState,
  { op, body, standing }: Case<InviteBody>,
): Refusal | null {
  const refusal = mayInvite(standing, body, op.received);
  if (refusal !== null || !("member" in standing)) return refusal;
  const { uses, ...rest } = body;
  state.invites.set(op.id, {
    ...rest,
    id: op.id,
    inviter: standing.member,
    inviterDevice: op.author,
    usesLeft: uses,
    cancelled: false,
  });
  return null;
}

function applyInviteCancel(
  state: MembershipState,
  { body, standing }: Case<BodyOf<typeof kinds.inviteCancel>>,
): Refusal | null {
  const invite = state.invites.get(body.invite);
  if (invite === undefined) return "unknown-invite";
  const owns = "member" in standing && invite.inviter === standing.member;
  const refusal = mayAuthor(kinds.inviteCancel, standing, owns);
  if (refusal === null) invite.cancelled = true;
  return refusal;
}

/**
 * Whether an enrolment would let its device in now, and as whose. Changes nothing: a box asks this
 * of strangers before it logs what they say.
 */
export function enrolmentOf(
  state: MembershipState,
  {
    op,
    body,
    crypto,
  }: Pick<Case<EnrolBody>, "body" | "crypto"> & {
    op: Pick<LoggedStatement, "author" | "received">;
  },
): Enrolment | Refusal {
  if (deviceIdWith(crypto.sha256, body.device) !== op.author) return "proof";
  const invite = (body.invite && state.invites.get(body.invite)) ?? null;
  const inviter = invite?.inviter ? state.members.get(invite.inviter) : null;
  const [loneSteward = null] = stewardMembers(state);
  const facts = {
    communityId: state.communityId,
    root: state.root?.document ?? null,
    known: state.devices.has(op.author),
    invite,
    inviterStands: inviter === null || inviter?.ended === null,
    loneSteward,
    at: op.received,
  };
  return mayEnrol(body, facts, crypto);
}

function applyEnrol(state: MembershipState, given: Case<EnrolBody>): Refusal | null {
  const { op, body } = given;
  const enrolment = enrolmentOf(state, given);
  if (typeof enrolment === "string") return enrolment;
  const member = enrolment.member ?? toMemberId(op.id);
  // Whoever found the lost phone must not speak for the founder.
  if (body.authority === "recovery-key") revokeDevices(state, member, op.position);
  const invite = body.invite === null ? undefined : state.invites.get(body.invite);
  if (invite !== undefined && body.authority === "invite") invite.usesLeft -= 1;
  if (!state.members.has(member)) {
    const { role } = enrolment;
    state.members.set(member, { id: member, role, moderator: false, ended: null });
  }
  state.devices.set(op.author, { id: op.author, key: body.device, member, revoked: null });
  return null;
}

function applyRevoke(
  state: MembershipState,
  { op, body, standing }: Case<RevokeBody>,
): Refusal | null {
  const device = body.device === null ? undefined : state.devices.get(body.device);
  const refusal = mayRevoke(standing, body, device?.member ?? null);
  if (refusal !== null) return refusal;
  if (device !== undefined) revokeDevice(state, device, op.position);
  if (body.member !== null) revokeDevices(state, body.member, op.position);
  return null;
}

function applyLeave(state: MembershipState, { op, standing }: Case<object>): Refusal | null {
  if (!("member" in standing)) return "role";
  if (isNeededSteward(state, standing.member)) return "last-steward";
  endMembership(state, standing.member, op.position, "left");
  return null;
}

/** A box says so; whether the term is over, its own clock decided and everybody can see. */
function applyTermEnd(
  state: MembershipState,
  { op, body }: Case<BodyOf<typeof kinds.termEnd>>,
): Refusal | null {
  if (state.settings === null) return "not-founded";
  const { member, role } = body;
  const { register } = state.settings;
  const office = register.offices.find(
    (held) => held.decision === body.grant && held.member === member && held.role === role,
  );
  if (office === undefined) return "unknown-office";
  if (op.received < office.until) return "too-early";
  const ended = { decision: body.grant, member, role };
  state.settings = { ...state.settings, register: withoutOffice(register, ended) };
  if (role === "moderator") setRole(state, member, role, false);
  return null;
}

/** Decodes the body before the rule sees it. */
function on<Body>(kind: Kind<Body>, rule: Rule<Body>): [number, Rule<CborValue[] | null>] {
  return [
    kind.number,
    (state, given) => {
      if (given.body === null) return "malformed";
      let body: Body;
      try {
        body = kind.schema.decode(given.body);
      } catch {
        return "malformed";
      }
      return rule(state, { ...given, body });
    },
  ];
}
