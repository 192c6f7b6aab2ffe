/** What the box says about people and about what belongs to everybody (appliance/members). */
import type { Role } from "../../mesh/kinds/index.ts";
import type { DeviceId, MemberId, OpId } from "../../mesh/op/index.ts";

export interface Member {
  id: MemberId;
  /** Null before the person has written one, and after it was erased. */
  profile: { name: string; languages: string[]; about: string; hue: number } | null;
  roles: Role[];
  groups: string[];
  /** Seconds since 1970. */
  joined: number;
  ended: "left" | "revoked" | null;
}

export interface MemberDevice {
  id: DeviceId;
  /** base64url of the encoded public key. */
  publicKey: string;
  enrolled: number;
  revoked: boolean;
  /** The root document names this device as a steward's. */
  isStewardKey: boolean;
}

export interface MemberDetail extends Member {
  /** Only for oneself and for stewards; empty for others. */
  devices: MemberDevice[];
}

export interface Invitation {
  id: OpId;
  purpose: "member" | "device" | "recovery";
  role: "guest" | "member";
  inviter: MemberId | null;
  created: number;
  expires: number;
  usesLeft: number;
  state: "open" | "expired" | "used-up" | "cancelled";
}

type FactValue = string | number | boolean | readonly string[] | null;

/** One thing that a request changes: `before` null is new, `after` null is gone. */
export interface Fact {
  fact: string;
  member?: MemberId;
  device?: DeviceId;
  before: FactValue;
  after: FactValue;
}

export interface Request {
  id: OpId;
  effect: string;
  facts: Fact[];
  author: MemberId;
  requested: number;
  approvals: MemberId[];
  /** Seconds since 1970: until then stewards can agree. */
  expires: number;
  state: "open" | "expired" | "applied" | "cancelled" | "failed";
  /** Why it failed: a code. */
  reason: string | null;
  /** Of an open `steward.change`: the next root document, base64url, to be signed. */
  document: string | null;
  /** Of an expired one: what it asked, base64url. */
  params: string | null;
}

export interface Settings {
  name: string;
  languages: string[];
  values: string[];
  purpose: string;
  governance: { termDays: number };
  decision: {
    quorumPermille: number;
    approvalPermille: number;
    discussionHours: number;
    votingHours: number;
    graceHours: number;
    veto: boolean;
  };
  reviewFirst: boolean;
  categories: string[];
}

export interface Gate {
  approvalsNeeded: number;
  stewards: MemberId[];
  /** The root document in force, base64url. */
  root: { version: number; document: string } | null;
  /** Whom everybody has made stewards, until their keys have signed it; null: nothing to do. */
  mandate: { decision: OpId; stewards: MemberId[]; threshold: number } | null;
  settings: Settings | null;
  requests: Request[];
  groups: { name: string; members: MemberId[] }[];
}

export const invitesPath = "/api/invites";
export const gatePath = "/api/gate";
