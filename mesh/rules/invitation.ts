import type { EnrolBody, InviteBody } from "../kinds/index.ts";
import {
  type CommunityId,
  concatBytes,
  type DeviceId,
  equalBytes,
  FolkmootError,
  fromHex,
  type MemberId,
  type OpId,
  type PublicKey,
  type Signer,
  signerFromSeed,
  utf8,
} from "../op/index.ts";
import type { RootDocument } from "./root-document.ts";
import type { Refusal, Standing } from "./standing.ts";
import type { SyncCrypto } from "./sync-crypto.ts";

/** The seed in an invitation's QR code. */
export const inviteSeedBytes = 16;
/** A poster may hang for a year; an invitation without end would outlive whoever made it. */
export const inviteSecondsMax = 366 * 24 * 3_600;

/** An invitation as it stands at one moment. */
export interface Invite {
  /** The invite operation, or the gate request that recovers a member. */
  id: OpId;
  inviteKey: PublicKey;
  purpose: "member" | "device" | "recovery";
  role: "guest" | "member";
  /** Whose device it will be; null for a new person. */
  member: MemberId | null;
  /** Null for a recovery, which the stewards granted together. */
  inviter: MemberId | null;
  /** The inviter's device that made it: what it left open ends with it. Null for a recovery. */
  inviterDevice: DeviceId | null;
  /** Seconds since 1970. */
  expires: number;
  usesLeft: number;
  cancelled: boolean;
}

/** Whether somebody may give this invitation. `at`: seconds since 1970, by the box's clock. */
export function mayInvite(standing: Standing, body: InviteBody, at: number): Refusal | null {
  if ("refusal" in standing) return standing.refusal;
  if ("box" in standing) return "role";
  if (body.expires > at + inviteSecondsMax) return "expired";
  if (body.purpose === "device") {
    if (body.member !== standing.member || body.uses !== 1) return "not-own";
    return null;
  }
  if (body.member !== null) return "malformed";
  return standing.roles.has("member") ? null : "role";
}

/** What is known when a device asks to be let in. */
export interface EnrolmentFacts {
  communityId: CommunityId;
  /** The root document in force; null before the founding. */
  root: RootDocument | null;
  /** The device is enrolled, or was. */
  known: boolean;
  /** The invitation it names; null if there is none. */
  invite: Invite | null;
  /** Whether whoever gave the invitation is still a member in good standing. */
  inviterStands: boolean;
  /** The member whose key the root document lists, while it lists one. */
  loneSteward: MemberId | null;
  /** Seconds since 1970, by the clock of the box: the new device's own clock proves nothing. */
  at: number;
}

/** Whose device it becomes: null for a new person, whose id is the operation's. */
export interface Enrolment {
  member: MemberId | null;
  role: "guest" | "member";
}

/** Whether a device is let in, and as whose. */
export function mayEnrol(
  body: EnrolBody,
  facts: EnrolmentFacts,
  crypto: SyncCrypto,
): Enrolment | Refusal {
  if (facts.root === null) return "not-founded";
  if (facts.known) return "already-enrolled";
  switch (body.authority) {
    case "founder":
      return enrolFounder(body, facts.root, facts, crypto);
    case "recovery-key":
      return enrolByRecoveryKey(body, facts.root, facts, crypto);
    case "invite":
      return enrolByInvite(body, facts, crypto);
  }
}

function enrolFounder(
  body: EnrolBody,
  root: RootDocument,
  { communityId, loneSteward }: EnrolmentFacts,
  crypto: SyncCrypto,
): Enrolment | Refusal {
  const [founder] = root.stewards;
  if (root.version !== 1 || loneSteward !== null) return "already-founded";
  if (founder === undefined || !equalBytes(founder, body.device)) return "proof";
  if (!isProven(communityId, body.device, body, crypto)) return "proof";
  return { member: null, role: "member" };
}

/** A lone founder who lost the phone. With two stewards, two stewards recover a member. */
function enrolByRecoveryKey(
  body: EnrolBody,
  root: RootDocument,
  { communityId, loneSteward }: EnrolmentFacts,
  crypto: SyncCrypto,
): Enrolment | Refusal {
  if (root.stewards.length !== 1 || loneSteward === null) return "gate-needed";
  if (root.recovery === null || !isProven(communityId, root.recovery, body, crypto)) return "proof";
  return { member: loneSteward, role: "member" };
}

function enrolByInvite(
  body: EnrolBody,
  { communityId, invite, inviterStands, at }: EnrolmentFacts,
  crypto: SyncCrypto,
): Enrolment | Refusal {
  if (invite === null) return "unknown-invite";
  if (invite.cancelled || !inviterStands) return "cancelled";
  if (at > invite.expires) return "expired";
  if (invite.usesLeft < 1) return "used-up";
  if (!isProven(communityId, invite.inviteKey, body, crypto)) return "proof";
  return { member: invite.member, role: invite.role };
}

function isProven(
  communityId: CommunityId,
  key: PublicKey,
  body: EnrolBody,
  crypto: SyncCrypto,
): boolean {
  return crypto.verify(key, body.proof, enrolmentBytes(communityId, body.device));
}

/** What an invite key, the recovery key or the founder's own key signs to let a device in. */
export function enrolmentBytes(
  communityId: CommunityId,
  device: PublicKey,
): Uint8Array<ArrayBuffer> {
  const community = fromHex(communityId) ?? new Uint8Array();
  return concatBytes(utf8("folkmoot/enrol/1\0"), community, device);
}

/** The one-time key of an invitation: Ed25519 from HKDF-SHA256 over the seed. */
export async function inviteSigner(seed: Uint8Array): Promise<Signer> {
  return derivedSigner(seed, "folkmoot/invite/1");
}

/** The community's recovery key, from the seed that was printed at founding. */
export async function recoverySigner(seed: Uint8Array): Promise<Signer> {
  return derivedSigner(seed, "folkmoot/recovery/1");
}

async function derivedSigner(seed: Uint8Array, info: string): Promise<Signer> {
  if (seed.length < inviteSeedBytes) {
    throw new FolkmootError("malformed-seed", "This code is too short.", { status: 400 });
  }
  const usage: KeyUsage[] = ["deriveBits"];
  const material = await crypto.subtle.importKey("raw", seed.slice(), "HKDF", false, usage);
  const derivation = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info: utf8(info) };
  return signerFromSeed(new Uint8Array(await crypto.subtle.deriveBits(derivation, material, 256)));
}
