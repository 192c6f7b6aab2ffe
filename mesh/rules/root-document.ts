import {
  bytes as bytesOf,
  communityNameCharsMax,
  decisionRulesSchema,
  type Infer,
  langCharsMax,
  languagesMax,
  list,
  opId,
  optional,
  publicKey,
  record,
  rootDocumentBytesMax,
  text,
  uint,
  valueCharsMax,
  valuesMax,
  where,
} from "../kinds/index.ts";
import {
  type CommunityId,
  concatBytes,
  type DeviceId,
  decodeCbor,
  deviceIdOf,
  encodeCbor,
  equalBytes,
  FolkmootError,
  type PublicKey,
  sha256,
  timeMax,
  toCommunityId,
  toHex,
  utf8,
  verifySignature,
} from "../op/index.ts";

export const stewardsMax = 20;
export const boxesMax = 16;

/** How a community decides until it decides otherwise. */
export type DecisionRules = Infer<typeof decisionRulesSchema>;

const schema = where(
  record({
    version: uint(0xffff_ffff, 1),
    /** SHA-256 of the version before; null in version 1. */
    previous: optional(bytesOf(32)),
    name: text(communityNameCharsMax, 1),
    /** The device keys that speak for the stewards. */
    stewards: list(publicKey(), stewardsMax, 1),
    /** How many of them sign the next version: more than half. */
    threshold: uint(stewardsMax, 1),
    /** Printed at founding; replaces a lone steward's lost phone. */
    recovery: optional(publicKey()),
    /** The community's boxes, the one that closes votes first. */
    boxes: list(publicKey(), boxesMax),
    languages: list(text(langCharsMax, 1), languagesMax, 1),
    values: list(text(valueCharsMax, 1), valuesMax),
    decision: decisionRulesSchema,
    /** The decision behind this version; null at founding and while stewards decide alone. */
    gate: optional(opId()),
    /** Seconds since 1970. */
    created: uint(timeMax),
  }),
  (document) =>
    document.threshold * 2 > document.stewards.length &&
    document.threshold <= document.stewards.length &&
    areDistinct(document.stewards) &&
    areDistinct(document.boxes) &&
    (document.version === 1) === (document.previous === null),
);

/** Who the community trusts with itself: name, steward keys and threshold, boxes, founding rules. */
export type RootDocument = Infer<typeof schema>;

/** A steward's word for a root document: the device id says whose. */
export interface RootSignature {
  device: DeviceId;
  signature: Uint8Array;
}

/** Throws `malformed-body` for a document that breaks its own rules, such as m > n/2. */
export function encodeRootDocument(document: RootDocument): Uint8Array<ArrayBuffer> {
  return encodeCbor(schema.encode(document));
}

/** Throws a flat `malformed-root`. */
export function decodeRootDocument(bytes: Uint8Array): RootDocument {
  try {
    if (bytes.length > rootDocumentBytesMax) throw new Error("too long");
    return schema.decode(decodeCbor(bytes));
  } catch {
    throw new FolkmootError("malformed-root", "These bytes are not a root document.", {
      status: 400,
    });
  }
}

/** The community id: SHA-256 of version 1. */
export async function communityIdOf(firstVersion: Uint8Array): Promise<CommunityId> {
  return toCommunityId(await sha256(firstVersion));
}

/** What stewards sign: domain tag and document. */
export function rootSignedBytes(document: Uint8Array): Uint8Array<ArrayBuffer> {
  return concatBytes(utf8("folkmoot/root/1\0"), document);
}

/** Whether version 1 carries the threshold of its own stewards. */
export async function verifyFirstRoot(
  first: Uint8Array,
  signatures: RootSignature[],
): Promise<boolean> {
  const document = decodeRootDocument(first);
  if (document.version !== 1) return false;
  const signers = await validSigners(document.stewards, first, signatures);
  return signers.size >= document.threshold;
}

/**
 * Whether `next` follows `previous`: one version on, naming its hash, signed by the threshold of
 * both, each key counted once (as TUF root versions are). Where the previous version has a lone
 * steward, the recovery key may sign in their place. Throws `malformed-root`.
 */
export async function verifyRootUpdate(
  previous: Uint8Array,
  next: Uint8Array,
  signatures: RootSignature[],
): Promise<boolean> {
  const before = decodeRootDocument(previous);
  const after = decodeRootDocument(next);
  if (after.version !== before.version + 1) return false;
  if (after.previous === null || !equalBytes(after.previous, await sha256(previous))) return false;
  const newSigners = await validSigners(after.stewards, next, signatures);
  if (newSigners.size < after.threshold) return false;
  const oldSigners = await validSigners(before.stewards, next, signatures);
  if (oldSigners.size >= before.threshold) return true;
  return isSignedByRecovery(before, next, signatures);
}

async function isSignedByRecovery(
  before: RootDocument,
  next: Uint8Array,
  signatures: RootSignature[],
): Promise<boolean> {
  if (before.stewards.length !== 1 || before.recovery === null) return false;
  return (await validSigners([before.recovery], next, signatures)).size === 1;
}

async function validSigners(
  keys: PublicKey[],
  document: Uint8Array,
  signatures: RootSignature[],
): Promise<Set<string>> {
  const signed = rootSignedBytes(document);
  const valid = new Set<string>();
  for (const key of keys) {
    const device = await deviceIdOf(key);
    for (const { signature } of signatures.filter((given) => given.device === device)) {
      if (await verifySignature(key, signature, signed)) valid.add(toHex(key));
    }
  }
  return valid;
}

function areDistinct(keys: PublicKey[]): boolean {
  return new Set(keys.map(toHex)).size === keys.length;
}
