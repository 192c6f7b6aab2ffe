/** What people in a simulated world want to say. */
import { effects, encodeParams, kinds } from "../../mesh/kinds/index.ts";
import {
  type CommunityId,
  type DeviceId,
  deviceIdOf,
  type OpId,
  type Signer,
  toMemberId,
} from "../../mesh/op/index.ts";
import { communityIdOf, encodeRootDocument } from "../../mesh/rules/index.ts";
import { enrolBody, now, rootDocument, signRoot } from "../support/membership.ts";
import { namedSigner } from "../support/operations.ts";
import type { Dice } from "./dice.ts";
import type { Phone, Written } from "./phone.ts";

const signers = new Map<string, Promise<Signer>>();

/** Keys take longer to make than to use: worlds share them. */
export function signerOf(name: string): Promise<Signer> {
  const known = signers.get(name) ?? namedSigner(name);
  signers.set(name, known);
  return known;
}

export interface Founding {
  communityId: CommunityId;
  document: Uint8Array;
  founder: Signer;
  boxes: { id: DeviceId; signer: Signer }[];
}

/** The same community in every world. */
export function founding(boxCount: number): Promise<Founding> {
  const known = foundings.get(boxCount) ?? makeFounding(boxCount);
  foundings.set(boxCount, known);
  return known;
}

const foundings = new Map<number, Promise<Founding>>();

async function makeFounding(boxCount: number): Promise<Founding> {
  const founder = await signerOf("founder");
  const names = Array.from({ length: boxCount }, (_, i) => `box ${i}`);
  const boxes = await Promise.all(
    names.map(async (name) => {
      const signer = await signerOf(name);
      return { id: await deviceIdOf(signer.publicKey), signer };
    }),
  );
  const keys = boxes.map(({ signer }) => signer.publicKey);
  const document = encodeRootDocument(await rootDocument({ boxes: keys }));
  return { communityId: await communityIdOf(document), document, founder, boxes };
}

/** The founder's first two operations. */
export async function found(phone: Phone, { communityId, document, founder }: Founding) {
  const signatures = [await signRoot(document, founder)];
  await phone.write(kinds.root, { document, signatures }, now, "found");
  const body = await enrolBody(communityId, founder, founder, { authority: "founder" });
  await phone.write(kinds.enrol, body, now, "enter");
}

/** Asks people in. The seed travels by itself, from hand to hand. */
export async function invite(phone: Phone, uses: number, time: number, wish: string) {
  const inviteKey = await signerOf(`invitation ${wish}`);
  const body = invitationBy(inviteKey, uses);
  return { written: await phone.write(kinds.invite, body, time, wish), inviteKey };
}

/** Two invitations under one number, which nobody is handed: the first of them stands. */
export async function equivocateInviting(phone: Phone, time: number) {
  const one = invitationBy(await signerOf("the one key"), 1);
  const other = invitationBy(await signerOf("the other key"), 1);
  return phone.equivocate(kinds.invite, [one, other], time);
}

function invitationBy({ publicKey: inviteKey }: Signer, uses: number) {
  const [purpose, role] = ["member", "member"] as const;
  return { inviteKey, purpose, role, member: null, expires: now + 10_000_000, uses };
}

export async function enter(
  phone: Phone,
  communityId: CommunityId,
  by: { written: Written; inviteKey: Signer },
  time: number,
): Promise<void> {
  const body = await enrolBody(communityId, phone.signer, by.inviteKey, { invite: by.written.id });
  await phone.write(kinds.enrol, body, time, `${phone.name} enters`);
}

/** Something ordinary. `about`: questions that are known. */
export async function talk(
  phone: Phone,
  about: OpId[],
  dice: Dice,
  time: number,
  wish: string,
): Promise<Written> {
  if (about.length === 0 || dice.chance(0.4)) {
    const body = { text: wish, lang: "en", audience: "members" };
    return phone.write(kinds.question, body, time, wish);
  }
  if (dice.chance(0.6)) {
    const body = { proposal: dice.pick(about), choice: dice.below(3), revision: 0 };
    return phone.write(kinds.ballot, body, time, wish);
  }
  const body = { target: dice.pick(about), verdict: "up" as const, passage: 0 };
  return phone.write(kinds.feedback, body, time, wish);
}

/** What only the steward may do; `members`: by the operation that enrolled them. */
export async function govern(
  steward: Phone,
  members: OpId[],
  dice: Dice,
  time: number,
  wish: string,
): Promise<Written> {
  const ask = <P>(effect: Parameters<typeof encodeParams<P>>[0], params: P) =>
    steward.write(
      kinds.gateRequest,
      { effect: effect.name, params: encodeParams(effect, params) },
      time,
      wish,
    );
  const member = members.length === 0 ? null : toMemberId(dice.pick(members));
  // What is the community's to decide is refused to stewards, on every box alike.
  if (member === null || dice.chance(0.4)) return ask(effects.groupCreate, { name: wish });
  if (dice.chance(0.6)) return ask(effects.roleGrant, { member, role: "moderator" });
  return ask(effects.memberRevoke, { device: null, member, reason: "decision" });
}
