import type { DeviceId, MemberId } from "../op/index.ts";

/** One steward's yes to a request. The request itself counts as its author's. */
export interface Approval {
  member: MemberId;
  device: DeviceId;
  /** That device's signature on the next root document, where the request changes it. */
  rootSignature: Uint8Array | null;
}

/** How many stewards open the gate: the founder alone while there is one, then two. */
export function approvalsNeeded(stewards: number): number {
  return stewards > 1 ? 2 : 1;
}

/**
 * Whether enough of today's stewards approved. People are counted, not devices, and whoever is no
 * steward any more is not counted.
 */
export function gateApproved(
  approvals: readonly Pick<Approval, "member">[],
  stewards: ReadonlySet<MemberId>,
): boolean {
  const approving = new Set(approvals.map((approval) => approval.member));
  return approving.intersection(stewards).size >= approvalsNeeded(stewards.size);
}
