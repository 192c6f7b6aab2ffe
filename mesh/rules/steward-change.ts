import { decodeParams, effects } from "../kinds/index.ts";
import { type DeviceId, deviceIdWith, equalBytes, type MemberId } from "../op/index.ts";
import type { Approval } from "./gate.ts";
import { type MembershipState, stewardMembers } from "./membership-state.ts";
import { decodeRootDocument, type RootDocument, rootSuccession } from "./root-document.ts";
import type { Refusal } from "./standing.ts";
import type { SyncCrypto } from "./sync-crypto.ts";

/** The devices that a root document names as stewards. */
export function stewardIds(document: RootDocument, crypto: SyncCrypto): DeviceId[] {
  return document.stewards.map((key) => deviceIdWith(crypto.sha256, key));
}

/** Null for a document that is not one. */
export function readNextRoot(bytes: Uint8Array): RootDocument | null {
  try {
    return decodeRootDocument(bytes);
  } catch {
    return null;
  }
}

/** Why this document cannot be the next one, whoever signs it. */
export function refuseNextRoot(
  state: MembershipState,
  bytes: Uint8Array,
  crypto: SyncCrypto,
): Refusal | null {
  if (state.root === null) return "not-founded";
  const next = readNextRoot(bytes);
  if (next === null) return "malformed";
  const previous = crypto.sha256(state.root.bytes);
  if (next.version !== state.root.document.version + 1) return "closed";
  if (next.previous === null || !equalBytes(next.previous, previous)) return "closed";
  for (const id of stewardIds(next, crypto)) {
    const device = state.devices.get(id);
    const member = device && state.members.get(device.member);
    if (!member || device.revoked !== null || member.ended !== null) return "unknown-member";
    if (member.role !== "member") return "role";
  }
  return null;
}

/**
 * Why stewards may not put this document in force, however many of them sign: who they are is for
 * everybody to decide. Only a steward's new device, and going on with those who are left when one
 * has gone, need no decision.
 */
export function refuseStewardChange(
  state: MembershipState,
  bytes: Uint8Array,
  crypto: SyncCrypto,
): Refusal | null {
  const refusal = refuseNextRoot(state, bytes, crypto);
  if (refusal !== null) return refusal;
  const next = decodeRootDocument(bytes);
  const isLawful = next.gate === null ? isSameStewards : isMandated;
  return isLawful(state, next, crypto) ? null : "mandate-needed";
}

/** Whether a document names nobody who is no steward already. */
export function namesStewardsOnly(
  state: MembershipState,
  document: RootDocument,
  crypto: SyncCrypto,
): boolean {
  return ownersOf(state, document, crypto).isSubsetOf(stewardMembers(state));
}

function isSameStewards(state: MembershipState, next: RootDocument, crypto: SyncCrypto): boolean {
  const inForce = state.root?.document.threshold ?? 0;
  const stewards = stewardMembers(state);
  return (
    areExactly(state, next, stewards, crypto) && next.threshold === Math.min(inForce, stewards.size)
  );
}

function isMandated(state: MembershipState, next: RootDocument, crypto: SyncCrypto): boolean {
  const mandate = state.settings?.register.mandate ?? null;
  if (mandate === null || mandate.decision !== next.gate) return false;
  const stewards = new Set(mandate.stewards);
  return areExactly(state, next, stewards, crypto) && next.threshold === mandate.threshold;
}

/** These people with one key each: nobody counts twice. */
function areExactly(
  state: MembershipState,
  next: RootDocument,
  people: ReadonlySet<MemberId>,
  crypto: SyncCrypto,
): boolean {
  const owners = ownersOf(state, next, crypto);
  const isOneEach = owners.size === next.stewards.length;
  return isOneEach && owners.size === people.size && owners.isSubsetOf(people);
}

function ownersOf(
  state: MembershipState,
  document: RootDocument,
  crypto: SyncCrypto,
): Set<MemberId> {
  const owners = stewardIds(document, crypto).flatMap((id) => state.devices.get(id)?.member ?? []);
  return new Set(owners);
}

/**
 * Whether the root document of a `steward.change` carries what it needs: the thresholds of the
 * version in force and of itself, and the consent of everybody it adds. Signatures by devices
 * that were revoked meanwhile do not count.
 */
export function isStewardChangeSigned(
  state: MembershipState,
  params: Uint8Array,
  approvals: readonly Approval[],
  crypto: SyncCrypto,
): boolean {
  if (state.root === null) return false;
  const { stewards: inForce } = state.root;
  const { document } = decodeParams(effects.stewardChange, params);
  const signatures = approvals.flatMap(({ device, rootSignature }) => {
    const counts = rootSignature !== null && state.devices.get(device)?.revoked === null;
    return counts ? [{ device, signature: rootSignature }] : [];
  });
  if (rootSuccession(state.root.bytes, document, signatures, crypto) !== "stewards") return false;
  const signers = new Set(signatures.map((given) => given.device));
  const named = stewardIds(decodeRootDocument(document), crypto);
  return named.every((id) => inForce.has(id) || signers.has(id));
}

/** Whether a device is named as a steward by the document it is asked to consent to. */
export function isNamedSteward(params: Uint8Array, device: DeviceId, crypto: SyncCrypto): boolean {
  const { document } = decodeParams(effects.stewardChange, params);
  const next = readNextRoot(document);
  return next !== null && stewardIds(next, crypto).includes(device);
}
