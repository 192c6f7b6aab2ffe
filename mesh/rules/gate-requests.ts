import {
  type BodyOf,
  effectByName,
  effects,
  type GateApproveBody,
  type GateRequestBody,
  kinds,
} from "../kinds/index.ts";
import type { GateMoment } from "./effect-rule.ts";
import { type Approval, gateApproved } from "./gate.ts";
import { applyEffect, effectRefusal, isCare } from "./gate-effects.ts";
import type { Case } from "./membership.ts";
import { type GateRequest, type MembershipState, stewardMembers } from "./membership-state.ts";
import { mayAuthor, type Refusal } from "./standing.ts";
import { isNamedSteward, isStewardChangeSigned } from "./steward-change.ts";
import type { SyncCrypto } from "./sync-crypto.ts";

/**
 * What is asked of stewards is about today: a lost phone, somebody at the door. After a week,
 * whoever asked looks again, and asks again.
 */
export const gateRequestSeconds = 7 * 24 * 3_600;

/** A request counts as its author's approval, so a lone founder's takes effect at once. */
export function applyRequest(
  state: MembershipState,
  { op, body, standing, crypto }: Case<GateRequestBody>,
): Refusal | null {
  if (!("member" in standing)) return "role";
  if (!isCare(body.effect)) return effectByName(body.effect) ? "decision-needed" : "unknown-effect";
  const refusal = effectRefusal(state, body, crypto);
  if (refusal !== null) return refusal;
  const request: GateRequest = {
    id: op.id,
    effect: body.effect,
    params: body.params,
    author: standing.member,
    approvals: [],
    expires: op.time + gateRequestSeconds,
    state: "open",
  };
  const approval = { member: standing.member, device: op.author, rootSignature: null };
  const moment = { request: op.id, position: op.position, at: op.received };
  // Registered only now: opening may ask the cryptography again and start over.
  openIfApproved(state, request, approval, moment, crypto);
  state.requests.set(op.id, request);
  return null;
}

/** Stewards approve; so does whoever a change of stewards names, because they must consent. */
export function applyApproval(
  state: MembershipState,
  { op, body, standing, crypto }: Case<GateApproveBody>,
): Refusal | null {
  const request = state.requests.get(body.request);
  if (request === undefined) return "unknown-request";
  if (request.state !== "open") return "closed";
  // By what both signed, not by when they came: every box says the same, in whichever order.
  if (op.time > request.expires) return "expired";
  if (!("member" in standing)) return "role";
  const isNamed =
    request.effect === effects.stewardChange.name &&
    isNamedSteward(request.params, op.author, crypto);
  if (!standing.roles.has("steward") && !isNamed) return "role";
  const { rootSignature } = body;
  const approval = { member: standing.member, device: op.author, rootSignature };
  const moment = { request: request.id, position: op.position, at: op.received };
  openIfApproved(state, request, approval, moment, crypto);
  return null;
}

/** Only whoever asked takes a request back. */
export function applyCancel(
  state: MembershipState,
  { body, standing }: Case<BodyOf<typeof kinds.gateCancel>>,
): Refusal | null {
  const request = state.requests.get(body.request);
  if (request === undefined) return "unknown-request";
  if (request.state !== "open") return "closed";
  const owns = "member" in standing && standing.member === request.author;
  const refusal = mayAuthor(kinds.gateCancel, standing, owns);
  if (refusal === null) request.state = "cancelled";
  return refusal;
}

/** Adds the approval; if it was the last one needed, the effect happens, once. */
function openIfApproved(
  state: MembershipState,
  request: GateRequest,
  approval: Approval,
  moment: GateMoment,
  crypto: SyncCrypto,
): void {
  // The latest word of each device: a root signature may be added to an earlier yes.
  const others = request.approvals.filter(({ device }) => device !== approval.device);
  const approvals = [...others, approval];
  const opens =
    gateApproved(approvals, stewardMembers(state)) &&
    (request.effect !== effects.stewardChange.name ||
      isStewardChangeSigned(state, request.params, approvals, crypto));
  const refusal = opens ? effectRefusal(state, request, crypto) : null;
  if (opens && refusal === null) applyEffect(state, request, moment, crypto);
  request.approvals = approvals;
  if (opens) request.state = refusal === null ? "applied" : { failed: refusal };
}
