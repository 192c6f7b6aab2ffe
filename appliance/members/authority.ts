/** Who may speak, told to the store: the rules of mesh/rules over the membership's tables. */
import { type EnrolBody, kindByNumber, kinds, type RootBody } from "../../mesh/kinds/index.ts";
import { type CborValue, deviceIdWith, toMemberId } from "../../mesh/op/index.ts";
import {
  applyMembership,
  emptyMembership,
  enrolmentOf,
  introducedKey,
  type MembershipState,
  mayAuthor,
} from "../../mesh/rules/index.ts";
import type { Authority, Introduction, Standing } from "../store/index.ts";
import { boxCrypto } from "./box-crypto.ts";
import { membershipOf, standingIn } from "./membership.ts";

// A box belongs to the community and is nobody in it.
const nobody = toMemberId("0".repeat(32));
const boxStanding: Standing = { member: nobody, roles: new Set(["box"]) };
// The founder's device speaks twice before there is a member: the root document, the enrolment.
const nobodyYet: Standing = { member: nobody, roles: new Set() };

export const authority: Authority = {
  introducedKey(op) {
    const body = encodedBody(op);
    return body === null ? null : introducedKey(op.kind, body);
  },

  listedKey(author, db) {
    const state = membershipOf(db);
    if (!state?.boxes.has(author)) return null;
    const keys = state.root?.document.boxes ?? [];
    return keys.find((key) => deviceIdWith(boxCrypto.sha256, key) === author) ?? null;
  },

  introduce(op, _publicKey, db) {
    const state = membershipOf(db);
    const body = encodedBody(op);
    if (state === null || body === null) return false;
    if (op.kind === kinds.root.number) return founds(state, op, body);
    if (op.kind !== kinds.enrol.number) return false;
    const given = { op, body: op.body as EnrolBody, crypto: boxCrypto };
    return typeof enrolmentOf(state, given) !== "string";
  },

  standing({ author, kind: number }, db, introducing) {
    const kind = kindByNumber(number);
    if (kind === null) return { refusal: "unknown-kind" };
    if (kind.authors === "introduces") return introducedAs(membershipOf(db), introducing);
    const standing = standingIn(db, author);
    if (standing === null) return { refusal: "not-founded" };
    // Whether it is their own, only the room knows whose kind it is.
    const refusal = mayAuthor(kind, standing, true);
    if (refusal !== null) return { refusal };
    return "member" in standing ? standing : boxStanding;
  },
};

/** Tried on a community without anything: before the founding the state is just that. */
function founds(state: MembershipState, op: Introduction, body: CborValue[]): boolean {
  if (state.root !== null) return false;
  const statement = { ...op, body, position: 0 };
  return applyMembership(emptyMembership(state.communityId), statement, boxCrypto) === null;
}

function introducedAs(state: MembershipState | null, introducing: Introduction | null): Standing {
  if (state === null) return { refusal: "not-founded" };
  if (introducing === null || introducing.kind !== kinds.enrol.number) return nobodyYet;
  const { invite } = introducing.body as EnrolBody;
  const member = invite === null ? null : (state.invites.get(invite)?.member ?? null);
  return { member: member ?? toMemberId(introducing.id), roles: new Set() };
}

/** The rules read bodies as they travel. */
function encodedBody({ kind, body }: Pick<Introduction, "kind" | "body">): CborValue[] | null {
  if (body === null) return null;
  if (kind === kinds.root.number) return kinds.root.schema.encode(body as RootBody);
  if (kind === kinds.enrol.number) return kinds.enrol.schema.encode(body as EnrolBody);
  return null;
}
