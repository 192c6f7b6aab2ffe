import { type AssistantPolicy, effects, type GovernanceRules, type Role } from "../kinds/index.ts";
import {
  type CommunityId,
  type DeviceId,
  deviceIdWith,
  type MemberId,
  type OpId,
  type PublicKey,
} from "../op/index.ts";
import type { Approval } from "./gate.ts";
import type { Invite } from "./invitation.ts";
import type { DecisionRegister } from "./register.ts";
import type { DecisionRules, RootDocument } from "./root-document.ts";
import type { Refusal, Standing } from "./standing.ts";
import type { SyncCrypto } from "./sync-crypto.ts";

export interface Device {
  id: DeviceId;
  key: PublicKey;
  member: MemberId;
  /** Log position of its revocation: what it authored after that has no effect. */
  revoked: number | null;
}

export interface Member {
  id: MemberId;
  role: "guest" | "member";
  moderator: boolean;
  /** Log position at which they left or were revoked. */
  ended: { position: number; why: "left" | "revoked" } | null;
}

export interface GateRequest {
  id: OpId;
  effect: string;
  params: Uint8Array;
  author: MemberId;
  approvals: Approval[];
  /** Seconds since 1970: who agrees later than this agrees to nothing. */
  expires: number;
  state: "open" | "applied" | "cancelled" | { failed: Refusal };
}

/** What belongs to the community and only the gate changes; founded by root version 1. */
export interface CommunitySettings {
  name: string;
  languages: string[];
  values: string[];
  purpose: string;
  decision: DecisionRules;
  governance: GovernanceRules;
  register: DecisionRegister;
  reviewFirst: boolean;
  categories: Set<string>;
  /** How the assistant behaves; its version counts up from 1 with each decision about it. */
  policy: AssistantPolicy & { version: number };
}

/** Everything that follows from the membership operations of a log, and nothing else. */
export interface MembershipState {
  communityId: CommunityId;
  root: { bytes: Uint8Array; document: RootDocument; stewards: Set<DeviceId> } | null;
  boxes: Set<DeviceId>;
  settings: CommunitySettings | null;
  devices: Map<DeviceId, Device>;
  members: Map<MemberId, Member>;
  groups: Map<string, Set<MemberId>>;
  invites: Map<OpId, Invite>;
  requests: Map<OpId, GateRequest>;
}

/** A community that has not been founded yet. */
export function emptyMembership(communityId: CommunityId): MembershipState {
  return {
    communityId,
    root: null,
    boxes: new Set(),
    settings: null,
    devices: new Map(),
    members: new Map(),
    groups: new Map(),
    invites: new Map(),
    requests: new Map(),
  };
}

/** Puts a root document in force. Other proposals for the next one followed the old one. */
export function setRoot(
  state: MembershipState,
  root: { bytes: Uint8Array; document: RootDocument },
  crypto: SyncCrypto,
): void {
  const ids = (keys: PublicKey[]) => new Set(keys.map((key) => deviceIdWith(crypto.sha256, key)));
  const stewards = ids(root.document.stewards);
  const boxes = ids(root.document.boxes);
  state.root = { ...root, stewards };
  state.boxes = boxes;
  for (const request of state.requests.values()) {
    const isLate = request.state === "open" && request.effect === effects.stewardChange.name;
    if (isLate) request.state = { failed: "closed" };
  }
}

/**
 * The members who are stewards: those who own a device that the root document lists. It stays so
 * when that device is lost and revoked, or a thief could take the office with the phone.
 */
export function stewardMembers(state: MembershipState): Set<MemberId> {
  const stewards = new Set<MemberId>();
  for (const id of state.root?.stewards ?? []) {
    const device = state.devices.get(id);
    if (device && state.members.get(device.member)?.ended === null) stewards.add(device.member);
  }
  return stewards;
}

/** What a device may do now, that is, after everything applied so far. */
export function standingOf(state: MembershipState, author: DeviceId): Standing {
  if (state.boxes.has(author)) return { box: true };
  const device = state.devices.get(author);
  const member = device && state.members.get(device.member);
  if (!device || !member) return { refusal: "unknown-device" };
  if (member.ended !== null) return { refusal: member.ended.why };
  if (device.revoked !== null) return { refusal: "revoked" };
  return { member: member.id, roles: rolesOf(member, stewardMembers(state)) };
}

/** The roles of a member in good standing. */
export function rolesOf(
  member: Pick<Member, "id" | "role" | "moderator">,
  stewards: ReadonlySet<MemberId>,
): Set<Role> {
  const roles = new Set<Role>([member.role]);
  if (member.moderator) roles.add("moderator");
  if (stewards.has(member.id)) roles.add("steward");
  return roles;
}

/**
 * A community without stewards could never change anything again, and one with too few of their
 * keys left could never change its stewards: these hand the office over before they go.
 */
export function isNeededSteward(state: MembershipState, member: MemberId): boolean {
  if (state.root === null || !stewardMembers(state).has(member)) return false;
  const others = [...state.root.stewards].filter((id) => {
    const device = state.devices.get(id);
    const owner = device && state.members.get(device.member);
    return device?.revoked === null && device.member !== member && owner?.ended === null;
  });
  return others.length < state.root.document.threshold;
}

/** Ends a membership, and with it all its devices and its places in groups. */
export function endMembership(
  state: MembershipState,
  id: MemberId,
  position: number,
  why: "left" | "revoked",
): void {
  const member = state.members.get(id);
  if (member === undefined || member.ended !== null) return;
  member.ended = { position, why };
  revokeDevices(state, id, position);
  for (const group of state.groups.values()) group.delete(id);
}

/** Revokes all devices of a member that are not revoked yet. */
export function revokeDevices(state: MembershipState, member: MemberId, position: number): void {
  for (const device of state.devices.values()) {
    if (device.member === member) revokeDevice(state, device, position);
  }
}

/** Revokes one device of a member. */
export function revokeDevice(state: MembershipState, device: Device, position: number): void {
  device.revoked ??= position;
  cancelInvites(state, device);
}

/**
 * Whoever found a phone may have made invitations with it before it was revoked: for another
 * device of the member's, or for new people, who would come in as the member's guests later.
 */
function cancelInvites(state: MembershipState, { id, member }: Device): void {
  for (const invite of state.invites.values()) {
    const isOpen = invite.usesLeft > 0;
    const isTheirs = invite.member === member || invite.inviterDevice === id;
    if (isOpen && isTheirs) invite.cancelled = true;
  }
}
