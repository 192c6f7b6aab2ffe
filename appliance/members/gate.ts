/** The gate as members see it: what is asked for, what it would change, who has agreed. */
import type { Database } from "bun:sqlite";
import { decodeParams, effects } from "../../mesh/kinds/index.ts";
import { type MemberId, type OpId, toBase64Url } from "../../mesh/op/index.ts";
import {
  approvalsNeeded,
  type CommunitySettings,
  type GateRequest,
  type MembershipState,
  stewardMembers,
} from "../../mesh/rules/index.ts";
import type { Fact } from "./facts.ts";
import { previewOf } from "./gate-preview.ts";
import { membershipOf } from "./membership.ts";
import { fromJson } from "./row-values.ts";

export interface GateEntry {
  readonly id: OpId;
  readonly effect: string;
  readonly facts: Fact[];
  readonly author: MemberId;
  /** Seconds since 1970. */
  readonly requested: number;
  readonly closed: number | null;
  /** Stewards who have agreed and still are stewards; the author first. */
  readonly approvals: MemberId[];
  /** Seconds since 1970: until then stewards can agree. */
  readonly expires: number;
  readonly state: "open" | "expired" | "applied" | "cancelled" | "failed";
  /** Why it failed; a code. */
  readonly reason: string | null;
  /** Of an open `steward.change`: the next root document, base64url, to be signed. */
  readonly document: string | null;
  /** Of one that nobody may agree to any more: what it asked, base64url, to ask it again. */
  readonly params: string | null;
}

export interface GateView {
  /** How many stewards must agree now. */
  readonly approvalsNeeded: number;
  readonly stewards: MemberId[];
  /** The root document in force, base64url. */
  readonly root: { readonly version: number; readonly document: string } | null;
  /** Whom everybody has made stewards, while no root document has put it in force. */
  readonly mandate: {
    readonly decision: OpId;
    readonly stewards: readonly MemberId[];
    readonly threshold: number;
  } | null;
  readonly settings: object | null;
  readonly groups: { readonly name: string; readonly members: MemberId[] }[];
  /** The newest first. */
  readonly requests: GateEntry[];
}

/** `now`: seconds since 1970. */
export function gateView(db: Database, now: number): GateView {
  const state = membershipOf(db);
  if (state === null) {
    const nothing = { root: null, mandate: null, settings: null, groups: [], requests: [] };
    return { approvalsNeeded: 1, stewards: [], ...nothing };
  }
  const stewards = stewardMembers(state);
  const { root, settings } = state;
  return {
    approvalsNeeded: approvalsNeeded(stewards.size),
    stewards: [...stewards],
    root: root && { version: root.document.version, document: toBase64Url(root.bytes) },
    mandate: owedMandate(state),
    settings: settings && shown(settings),
    groups: [...state.groups].map(([name, members]) => ({ name, members: [...members] })),
    requests: requestsOf(db, state, { stewards, now }),
  };
}

/**
 * Null once it is in force: by the decision that the root document names, or by who the stewards
 * are, since a later document may only have given one of them another device.
 */
function owedMandate(state: MembershipState): GateView["mandate"] {
  const mandate = state.settings?.register.mandate ?? null;
  const document = state.root?.document;
  if (mandate === null || document?.gate === mandate.decision) return null;
  const { decision, stewards, threshold } = mandate;
  const inForce = stewardMembers(state);
  const isKept = inForce.size === stewards.length && stewards.every((id) => inForce.has(id));
  return isKept && document?.threshold === threshold ? null : { decision, stewards, threshold };
}

/** What decisions left behind is for the rooms that obey it; it holds keys, not words. */
function shown({ categories, register: _, ...settings }: CommunitySettings): object {
  return { ...settings, categories: [...categories].sort() };
}

function requestsOf(
  db: Database,
  state: MembershipState,
  { stewards, now }: { readonly stewards: ReadonlySet<MemberId>; readonly now: number },
): GateEntry[] {
  type Row = { id: string; since: number; closed: number | null; facts: string };
  const rows = db
    .query<Row, []>(
      `SELECT lower(hex(id)) AS id, since, closed, facts
       FROM members_request ORDER BY since DESC, id`,
    )
    .all();
  return rows.flatMap((row) => {
    const request = state.requests.get(row.id as OpId);
    if (request === undefined) return [];
    const approving = new Set(request.approvals.map(({ member }) => member));
    const isOpen = request.state === "open";
    const isExpired = isOpen && now > request.expires;
    const reason = typeof request.state === "object" ? request.state.failed : null;
    return {
      id: request.id,
      effect: request.effect,
      // Of an open one as it would be now; of the others as it was when it was decided.
      facts: isOpen ? previewOf(request, state) : (fromJson(row.facts) as Fact[]),
      author: request.author,
      requested: row.since,
      closed: row.closed,
      approvals: [...approving].filter((member) => !isOpen || stewards.has(member)),
      expires: request.expires,
      state: isExpired ? "expired" : typeof request.state === "object" ? "failed" : request.state,
      reason,
      document: isOpen ? nextDocument(request) : null,
      params: isExpired ? toBase64Url(request.params) : null,
    };
  });
}

function nextDocument({ effect, params }: GateRequest): string | null {
  if (effect !== effects.stewardChange.name) return null;
  return toBase64Url(decodeParams(effects.stewardChange, params).document);
}
