import { kinds } from "../../mesh/kinds/index.ts";
import {
  type CommunityId,
  fromBase64Url,
  type MemberId,
  type PublicKey,
  toBase64Url,
} from "../../mesh/op/index.ts";
import {
  communityIdOf,
  type DecisionRules,
  encodeRootDocument,
  enrolmentBytes,
  recoverySigner,
  rootSignedBytes,
} from "../../mesh/rules/index.ts";
import {
  completeEnrolment,
  type Enrolment,
  ensureDevice,
  prepareEnrolment,
  type Statement,
  sendJson,
  signerOf,
} from "../offline/index.ts";

/** What the founder decides, page by page. */
export interface FoundingPlan {
  communityName: string;
  languages: string[];
  values: string[];
  decision: DecisionRules;
  founderName: string;
}

/** GET /api/found: what the box brings along, for whoever holds its founding code. */
export interface FoundingOffer {
  boxKey: string;
  defaults: { languages: string[]; decision: DecisionRules };
}

/** 128 bits, shown to the founder as twelve words and kept nowhere. */
export function newRecoverySeed(): Uint8Array<ArrayBuffer> {
  return crypto.getRandomValues(new Uint8Array(16));
}

/** A founding that is signed and can be sent, and sent again. */
export interface Founding {
  root: Uint8Array;
  enrolment: Enrolment;
}

/**
 * Makes this device's key and everything it signs first: the root document, the founder's own
 * enrolment, the profile. The box adds nothing to it.
 */
export async function signFounding(
  plan: FoundingPlan,
  boxKey: PublicKey,
  recoverySeed: Uint8Array,
): Promise<Founding> {
  const device = await ensureDevice();
  const signer = signerOf(device);
  const root = encodeRootDocument({
    version: 1,
    previous: null,
    name: plan.communityName.trim(),
    stewards: [device.publicKey],
    threshold: 1,
    recovery: (await recoverySigner(recoverySeed)).publicKey,
    boxes: [boxKey],
    languages: plan.languages,
    values: plan.values,
    decision: plan.decision,
    gate: null,
    created: Math.floor(Date.now() / 1000),
  });
  const communityId = await communityIdOf(root);
  const rootSignature = await signer.sign(rootSignedBytes(root));
  const proof = await signer.sign(enrolmentBytes(communityId, device.publicKey));
  const statements = [
    {
      kind: kinds.root,
      body: { document: root, signatures: [{ device: device.id, signature: rootSignature }] },
    },
    {
      kind: kinds.enrol,
      body: { device: device.publicKey, authority: "founder", invite: null, proof },
    },
    {
      kind: kinds.profile,
      body: {
        name: plan.founderName.trim(),
        languages: plan.languages,
        about: "",
        hue: hueOf(communityId),
      },
    },
  ] as Statement[];
  const enrolment = await prepareEnrolment(
    { communityId, communityName: plan.communityName.trim(), boxKey },
    statements,
    ([, enrol]) => enrol?.id as string as MemberId,
  );
  return { root, enrolment };
}

/** Hands the founding to the box. Safe to repeat: the same bytes found the same community. */
export async function submitFounding(code: string, { root, enrolment }: Founding): Promise<void> {
  await sendJson("/api/found", {
    method: "POST",
    json: {
      code,
      root: toBase64Url(root),
      operations: enrolment.operations.map((op) => toBase64Url(op.wire)),
    },
  });
  await completeEnrolment(enrolment);
}

/** The box's key from its offer; throws when the offer is none. */
export function boxKeyOf(offer: FoundingOffer): PublicKey {
  const key = fromBase64Url(offer.boxKey);
  if (key === null) throw new Error("the box sent no key");
  return key;
}

/** A first colour for the founder's face; anybody can choose another later. */
function hueOf(communityId: CommunityId): number {
  return Number.parseInt(communityId.slice(0, 4), 16) % 360;
}
