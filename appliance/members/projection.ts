/** What the membership kinds do to the tables: the pure rules decide, this keeps the books. */
import type { Database } from "bun:sqlite";
import {
  type EnrolBody,
  type GateApproveBody,
  type GateRequestBody,
  type Kind,
  kindByNumber,
  kinds,
  type ProfileBody,
} from "../../mesh/kinds/index.ts";
import { applyMembership, type MembershipState } from "../../mesh/rules/index.ts";
import type { AppliedOperation, Effect, Projection, Tx } from "../store/index.ts";
import { boxCrypto } from "./box-crypto.ts";
import { previewOf } from "./gate-preview.ts";
import { membershipOf, membershipSaved, membershipSpoilt } from "./membership.ts";
import {
  membershipSchema,
  membershipTables,
  saveFacts,
  saveMembership,
  type Touched,
} from "./membership-table.ts";
import { eraseProfile, keepProfile, profileOf, profileSchema, profileTables } from "./profiles.ts";

const rule = (op: AppliedOperation<never>, tx: Tx) => applyRule(op, tx);

export const projection: Projection = {
  name: "members",
  version: 6,
  schema: [...membershipSchema, ...profileSchema],
  tables: [...membershipTables, ...profileTables],
  apply: {
    [kinds.root.number]: rule,
    [kinds.invite.number]: rule,
    [kinds.enrol.number]: rule,
    [kinds.revoke.number]: rule,
    [kinds.profile.number]: (op, tx) => keepProfile(op as AppliedOperation<ProfileBody>, tx),
    [kinds.gateRequest.number]: rule,
    [kinds.gateApprove.number]: rule,
    [kinds.gateCancel.number]: rule,
    [kinds.leave.number]: applyLeave,
    [kinds.inviteCancel.number]: rule,
    [kinds.termEnd.number]: rule,
  },
  erase: (op, tx) => eraseProfile(tx.db, op.id),
  forget: membershipSpoilt,
};

function applyRule(op: AppliedOperation, tx: Tx): Effect {
  const state = membershipOf(tx.db);
  const kind = kindByNumber(op.kind);
  if (state === null || kind === null) return { done: false, reason: "not-founded" };
  let refusal: string | null;
  try {
    const body = op.body === null ? null : encode(kind, op.body);
    const request = requestOf(op, state);
    // Before it may be applied: afterwards there is no "before" to be shown.
    const facts = request === null ? [] : previewOf(request, state);
    refusal = applyMembership(state, { ...op, body }, boxCrypto);
    if (refusal === null) save(tx.db, state, op);
    if (refusal === null && request !== null) saveFacts(tx.db, request.id, facts);
  } catch (error) {
    membershipSpoilt(tx.db);
    throw error;
  }
  return refusal === null ? { done: true } : { done: false, reason: refusal };
}

/** The request that an operation makes or agrees to. */
function requestOf(op: AppliedOperation, state: MembershipState) {
  if (op.body === null) return null;
  if (op.kind === kinds.gateRequest.number) {
    return { id: op.id, ...(op.body as GateRequestBody) };
  }
  if (op.kind !== kinds.gateApprove.number) return null;
  return state.requests.get((op.body as GateApproveBody).request) ?? null;
}

function save(db: Database, state: MembershipState, op: AppliedOperation): void {
  const { id, received: at, position } = op;
  saveMembership(db, state, touchedBy(op, state), { op: id, at, position });
  membershipSaved(db, op.id);
}

/** Leaving takes the name along: what is left says that somebody was here, not who. */
function applyLeave(op: AppliedOperation, tx: Tx): Effect {
  const effect = applyRule(op, tx);
  const profile = effect.done ? profileOf(tx.db, op.member) : null;
  if (profile !== null) tx.erase([profile.op]);
  return effect;
}

/** Joining and inviting touch a row or two; the rare rest is written whole. */
function touchedBy(op: AppliedOperation, state: MembershipState): Touched {
  if (op.kind === kinds.invite.number) {
    return { devices: [], members: [], invites: [op.id], rest: false };
  }
  if (op.kind === kinds.enrol.number) {
    const { invite } = op.body as EnrolBody;
    const member = state.devices.get(op.author)?.member;
    // The recovery key revokes the member's other devices, and what they asked in.
    const devices = [...state.devices.values()].filter((device) => device.member === member);
    return {
      devices: devices.map(({ id }) => id),
      members: member === undefined ? [] : [member],
      invites: invite === null ? state.invites.keys() : [invite],
      rest: false,
    };
  }
  const { devices, members, invites } = state;
  return { devices: devices.keys(), members: members.keys(), invites: invites.keys(), rest: true };
}

function encode<B>(kind: Kind<B>, body: unknown) {
  return kind.schema.encode(body as B);
}
