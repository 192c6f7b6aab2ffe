/** Who is here, for members to read: people, invitations, settings. */
import type { Database } from "bun:sqlite";
import type { Role } from "../../mesh/kinds/index.ts";
import { type DeviceId, type MemberId, type OpId, toBase64Url } from "../../mesh/op/index.ts";
import {
  type CommunitySettings,
  type Device,
  type MembershipState,
  rolesOf,
  stewardMembers,
} from "../../mesh/rules/index.ts";
import { membershipOf, standingIn } from "./membership.ts";
import { profileOf } from "./profiles.ts";
import { idBytes } from "./row-values.ts";
import type { Reader } from "./sessions.ts";

export interface MemberEntry {
  readonly id: MemberId;
  /** Null: nothing shown yet, or gone. */
  readonly profile: { name: string; languages: string[]; about: string; hue: number } | null;
  readonly roles: Role[];
  readonly groups: string[];
  /** Seconds since 1970. */
  readonly joined: number;
  readonly ended: "left" | "revoked" | null;
}

export interface DeviceEntry {
  readonly id: DeviceId;
  /** Encoded, base64url. */
  readonly publicKey: string;
  /** Seconds since 1970. */
  readonly enrolled: number;
  readonly revoked: boolean;
  /** The root document names this device as a steward's. */
  readonly isStewardKey: boolean;
}

export interface InviteEntry {
  readonly id: OpId;
  readonly purpose: "member" | "device" | "recovery";
  readonly role: "guest" | "member";
  readonly member: MemberId | null;
  readonly inviter: MemberId | null;
  readonly created: number;
  readonly expires: number;
  readonly usesLeft: number;
  readonly state: InviteState;
}
export type InviteState = "open" | "expired" | "used-up" | "cancelled";

/** What the device's member is and may read now; null when it may read nothing. */
export function readerOf(db: Database, device: DeviceId): Reader | null {
  const standing = standingIn(db, device);
  const state = membershipOf(db);
  if (state === null || standing === null || !("member" in standing)) return null;
  return { ...standing, groups: new Set(groupsOf(state, standing.member)) };
}

/**
 * What a member is and may read now, whichever device they use: nothing once they have left; null
 * for whom the community never knew.
 */
export function standingOfMember(
  db: Database,
  id: MemberId,
): Pick<Reader, "roles" | "groups"> | null {
  const state = membershipOf(db);
  const member = state?.members.get(id);
  if (state === null || member === undefined) return null;
  if (member.ended !== null) return { roles: new Set(), groups: new Set() };
  return { roles: rolesOf(member, stewardMembers(state)), groups: new Set(groupsOf(state, id)) };
}

export function settingsOf(db: Database): CommunitySettings | null {
  return membershipOf(db)?.settings ?? null;
}

/** Everybody who is or was a member, in the order in which they came. */
export function memberEntries(db: Database): MemberEntry[] {
  const state = membershipOf(db);
  if (state === null) return [];
  return db
    .query<{ id: string; since: number }, []>(
      "SELECT lower(hex(id)) AS id, since FROM members_member ORDER BY position",
    )
    .all()
    .map(({ id, since }) => entryOf(db, state, id as MemberId, since));
}

export function memberEntry(db: Database, id: MemberId): MemberEntry | null {
  const state = membershipOf(db);
  if (state === null || !state.members.has(id)) return null;
  return entryOf(db, state, id, sinceOf(db, "members_member").get(id) ?? 0);
}

export function deviceEntries(db: Database, member: MemberId): DeviceEntry[] {
  const state = membershipOf(db);
  if (state === null) return [];
  const since = sinceOf(db, "members_device");
  const stewardKeys = state.root?.stewards ?? new Set();
  return devicesOf(state, member)
    .map(({ id, key, revoked }) => ({
      id,
      publicKey: toBase64Url(key),
      enrolled: since.get(id) ?? 0,
      revoked: revoked !== null,
      isStewardKey: stewardKeys.has(id),
    }))
    .sort((a, b) => a.enrolled - b.enrolled || (a.id < b.id ? -1 : 1));
}

/** `at`: seconds since 1970. */
export function inviteEntries(db: Database, at: number): InviteEntry[] {
  const state = membershipOf(db);
  if (state === null) return [];
  const since = sinceOf(db, "members_invite");
  return [...state.invites.values()]
    .map(({ inviteKey: _, inviterDevice: __, cancelled, ...invite }) => ({
      ...invite,
      created: since.get(invite.id) ?? 0,
      state: inviteState(state, { ...invite, cancelled }, at),
    }))
    .sort((a, b) => b.created - a.created || (a.id < b.id ? -1 : 1));
}

/** The invitation that an invite key opens, for whoever holds its seed. */
export function inviteByKey(db: Database, inviteKey: Uint8Array, at: number): InviteEntry | null {
  const row = db
    .query<{ id: Uint8Array }, [Uint8Array]>("SELECT id FROM members_invite WHERE invite_key = ?1")
    .get(inviteKey);
  if (row === null) return null;
  return inviteEntries(db, at).find(({ id }) => Buffer.from(idBytes(id)).equals(row.id)) ?? null;
}

export function devicesOf(state: MembershipState, member: MemberId): Device[] {
  return [...state.devices.values()].filter((device) => device.member === member);
}

function inviteState(
  state: MembershipState,
  invite: { cancelled: boolean; inviter: MemberId | null; expires: number; usesLeft: number },
  at: number,
): InviteState {
  const inviter = invite.inviter === null ? null : state.members.get(invite.inviter);
  if (invite.cancelled || (inviter !== null && inviter?.ended !== null)) return "cancelled";
  if (invite.usesLeft < 1) return "used-up";
  return at > invite.expires ? "expired" : "open";
}

function entryOf(db: Database, state: MembershipState, id: MemberId, joined: number): MemberEntry {
  const member = state.members.get(id);
  if (member === undefined) throw new Error("a member that is not there");
  const { ended } = member;
  const { op: _, ...profile } = profileOf(db, id) ?? { op: null };
  return {
    id,
    profile: "name" in profile ? profile : null,
    roles: ended === null ? [...rolesOf(member, stewardMembers(state))] : [],
    groups: groupsOf(state, id),
    joined,
    ended: ended?.why ?? null,
  };
}

function groupsOf(state: MembershipState, member: MemberId): string[] {
  return [...state.groups].filter(([, members]) => members.has(member)).map(([name]) => name);
}

function sinceOf(db: Database, table: string): Map<string, number> {
  const rows = db
    .query<{ id: string; since: number }, []>(`SELECT lower(hex(id)) AS id, since FROM ${table}`)
    .all();
  return new Map(rows.map((row) => [row.id, row.since]));
}
