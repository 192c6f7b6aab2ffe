import { kinds } from "../../mesh/kinds/index.ts";
import {
  FolkmootError,
  fromBase64Url,
  fromHex,
  type MemberId,
  type OpId,
  toBase64Url,
  toCommunityId,
} from "../../mesh/op/index.ts";
import { enrolmentBytes, inviteSigner } from "../../mesh/rules/index.ts";
import {
  type CommunityIdentity,
  type Enrolment,
  ensureDevice,
  prepareEnrolment,
  type Statement,
  sendJson,
} from "../offline/index.ts";

/** POST /api/join/invite: what the box knows of an invitation. */
export interface InviteInfo {
  id: OpId;
  purpose: "member" | "device" | "recovery";
  role: "guest" | "member";
  member: MemberId | null;
  expires: number;
  state: "open" | "expired" | "used-up" | "cancelled";
}

/** GET /api/community: what the box says about itself to anybody. */
export interface CommunityInfo {
  founded: boolean;
  communityId: string | null;
  name: string | null;
  languages: string[];
  values: string[];
  purpose: string;
  /** Encoded public key, base64url. */
  boxKey: string;
}

/** An invitation that can be taken up. */
export interface OpenInvite {
  seed: Uint8Array;
  invite: InviteInfo;
  community: CommunityIdentity;
}

/** `invite-expired`, `invite-used-up` or `invite-cancelled`: nobody is let in by it any more. */
export class InviteClosed extends FolkmootError {
  readonly purpose: InviteInfo["purpose"];

  constructor({ state, purpose }: InviteInfo) {
    super(`invite-${state}`, "This invitation is not open any more.");
    this.purpose = purpose;
  }
}

/**
 * What a seed opens. Throws `InviteClosed`, or `unknown-invite` or `unreachable`. The seed itself is not sent: only the key made from it.
 */
export async function lookUpInvite(seed: Uint8Array): Promise<OpenInvite> {
  const { publicKey } = await inviteSigner(seed);
  const [{ invite }, info] = await Promise.all([
    sendJson<{ invite: InviteInfo }>("/api/join/invite", {
      method: "POST",
      json: { inviteKey: toBase64Url(publicKey) },
    }),
    sendJson<CommunityInfo>("/api/community"),
  ]);
  if (invite.state !== "open") throw new InviteClosed(invite);
  const boxKey = fromBase64Url(info.boxKey);
  if (info.communityId === null || boxKey === null) {
    throw new FolkmootError("unknown-invite", "This box has no community.");
  }
  const community = {
    communityId: toCommunityId(info.communityId),
    communityName: info.name ?? "",
    boxKey,
  };
  return { seed, invite, community };
}

/**
 * After the box did not let a device in, which it says to a stranger without a reason: what became
 * of the invitation meanwhile. Null when it is still open, or the box does not answer.
 */
export async function whyClosed(seed: Uint8Array): Promise<FolkmootError | null> {
  try {
    await lookUpInvite(seed);
    return null;
  } catch (error) {
    const isKnown = error instanceof FolkmootError && error.code !== "unreachable";
    return isKnown ? error : null;
  }
}

/** The seed behind a short code. Throws `code-unknown`, `too-many-tries` or `unreachable`. */
export async function redeemCode(code: string): Promise<Uint8Array> {
  const { seed } = await sendJson<{ seed: string }>("/api/join/code", {
    method: "POST",
    json: { code },
  });
  const bytes = fromBase64Url(seed);
  if (bytes === null) throw new FolkmootError("code-unknown", "This code opens nothing.");
  return bytes;
}

/** Makes this device's key and signs it in; for a new person with a name. */
export async function signJoining(
  { seed, invite, community }: OpenInvite,
  person: { name: string; languages: string[] },
): Promise<Enrolment> {
  const device = await ensureDevice();
  const inviter = await inviteSigner(seed);
  const proof = await inviter.sign(enrolmentBytes(community.communityId, device.publicKey));
  const statements = [
    {
      kind: kinds.enrol,
      body: { device: device.publicKey, authority: "invite", invite: invite.id, proof },
    },
  ] as Statement[];
  if (invite.purpose === "member") {
    const hue = ((fromHex(device.id)?.[0] ?? 0) * 360) >> 8;
    statements.push({
      kind: kinds.profile,
      body: { name: person.name.trim(), languages: person.languages, about: "", hue },
    } as Statement);
  }
  return prepareEnrolment(
    community,
    statements,
    ([enrol]) => invite.member ?? (enrol?.id as string as MemberId),
  );
}
