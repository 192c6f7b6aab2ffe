import type { Authors, Kind, Role } from "../kinds/index.ts";
import type { MemberId } from "../op/index.ts";

/** Why an operation has no effect: a code, which the app has words for. */
export type Refusal =
  | "unknown-device"
  | "revoked"
  | "left"
  | "equivocation"
  | "role"
  | "not-own"
  | "gate-needed"
  | "already-founded"
  | "not-founded"
  | "already-enrolled"
  | "unknown-member"
  | "unknown-invite"
  | "unknown-request"
  | "unknown-effect"
  | "unknown-group"
  | "unknown-device-named"
  | "expired"
  | "used-up"
  | "cancelled"
  | "closed"
  | "proof"
  | "root-signatures"
  | "last-steward"
  | "exists"
  | "decision-needed"
  | "mandate-needed"
  | "unknown-partner"
  | "unknown-office"
  | "nothing-before"
  | "too-early"
  | "unknown-kind"
  | "malformed";

/** What an author may do at one place in the log. A box has no member and no roles. */
export type Standing =
  | { member: MemberId; roles: ReadonlySet<Role> }
  | { box: true }
  | { refusal: Refusal };

/**
 * Whether an author of this standing may author this kind, by the table in mesh/kinds/authors.ts.
 * `ownsTarget`: what the operation is about was authored by the same member. Null means yes.
 */
export function mayAuthor(
  kind: Pick<Kind<unknown>, "authors">,
  standing: Standing,
  ownsTarget = false,
): Refusal | null {
  const { authors } = kind;
  // Such an operation brings its own key, and the rule of its kind decides.
  if (authors === "introduces") return null;
  if ("refusal" in standing) return standing.refusal;
  if (authors === "box") return "box" in standing ? null : "role";
  if ("box" in standing) return isOpenToBoxes(authors) ? null : "role";
  if (authors === "anyone-enrolled") return null;
  if (authors.any.some((role) => standing.roles.has(role))) return null;
  if (!authors.own?.some((role) => standing.roles.has(role))) return "role";
  return ownsTarget ? null : "not-own";
}

function isOpenToBoxes(authors: Authors): boolean {
  return typeof authors === "object" && authors.box === true;
}
