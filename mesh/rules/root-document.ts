import {
  boxesMax,
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
  stewardsMax,
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
  deviceIdWith,
  encodeCbor,
  equalBytes,
  FolkmootError,
  type PublicKey,
  sha256,
  timeMax,
  toCommunityId,
  toHex,
  utf8,
} from "../op/index.ts";
import { type SyncCrypto, settle } from "./sync-crypto.ts";

/** With more stewards than this, enough of them are left when one is lost. */
const recoveryStewardsMax = 2;

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
    /** Printed at founding; stands in for one steward while there are one or two. */
    recovery: optional(publicKey()),
    /** The community's boxes, the one that closes votes first. */
    boxes: list(publicKey(), boxesMax),
    languages: list(text(langCharsMax, 1), languagesMax, 1),
    values: list(text(valueCharsMax, 1), valuesMax),
    decision: decisionRulesSchema,
    /**
     * The decision about its stewards; null at founding, and where they are the same people with
     * another device.
     */
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

/** Whom the community trusts: name, steward keys and threshold, boxes, founding rules. */
export type RootDocument = Infer<typeof schema>;

/** A steward's word for a root document: the device id says whose. */
export interface RootSignature {
  device: DeviceId;
  signature: Uint8Array;
}

/**
 * Throws `malformed-body` for a document that breaks its own rules, such as m > n/2, and
 * `root-too-large` for one that fits no operation.
 */
export function encodeRootDocument(document: RootDocument): Uint8Array<ArrayBuffer> {
  const bytes = encodeCbor(schema.encode(document));
  if (bytes.length > rootDocumentBytesMax) {
    throw new FolkmootError("root-too-large", "The community's root document is too long.", {
      hint: "Shorten the values.",
      status: 400,
    });
  }
  return bytes;
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

/**
 * Whether this is a version 1 signed by the threshold of its own stewards.
 */
export function isFirstRoot(
  first: Uint8Array,
  signatures: RootSignature[],
  crypto: SyncCrypto,
): boolean {
  const document = readRoot(first);
  if (document === null || document.version !== 1) return false;
  return countSigners(document.stewards, first, signatures, crypto) >= document.threshold;
}

/** By whose word one root document follows another; null if it does not. */
export type RootSuccession = "stewards" | "recovery-key" | null;

/**
 * Whether `next` follows `previous`: one version on, naming its hash, signed by the threshold of
 * both, each key counted once (as TUF root versions are). While there are one or two stewards, the
 * recovery key may sign in place of one who cannot: two of two would otherwise be stuck for ever
 * when one of them is lost.
 */
export function rootSuccession(
  previous: Uint8Array,
  next: Uint8Array,
  signatures: RootSignature[],
  crypto: SyncCrypto,
): RootSuccession {
  const before = readRoot(previous);
  const after = readRoot(next);
  if (before === null || after === null || after.version !== before.version + 1) return null;
  if (after.previous === null) return null;
  if (!equalBytes(after.previous, crypto.sha256(previous))) return null;
  const signers = (keys: PublicKey[]) => countSigners(keys, next, signatures, crypto);
  if (signers(after.stewards) < after.threshold) return null;
  const stewards = signers(before.stewards);
  if (stewards >= before.threshold) return "stewards";
  if (before.stewards.length > recoveryStewardsMax || before.recovery === null) return null;
  return stewards + signers([before.recovery]) >= before.threshold ? "recovery-key" : null;
}

/** `isFirstRoot` with WebCrypto. */
export function verifyFirstRoot(first: Uint8Array, signatures: RootSignature[]): Promise<boolean> {
  return settle((crypto) => isFirstRoot(first, signatures, crypto));
}

/** `rootSuccession` with WebCrypto. */
export async function verifyRootUpdate(
  previous: Uint8Array,
  next: Uint8Array,
  signatures: RootSignature[],
): Promise<boolean> {
  return (await settle((crypto) => rootSuccession(previous, next, signatures, crypto))) !== null;
}

function readRoot(bytes: Uint8Array): RootDocument | null {
  try {
    return decodeRootDocument(bytes);
  } catch {
    return null;
  }
}

/** How many of the keys signed: a key that signed twice is one. */
function countSigners(
  keys: PublicKey[],
  document: Uint8Array,
  signatures: RootSignature[],
  crypto: SyncCrypto,
): number {
  const signed = rootSignedBytes(document);
  const hasSigned = (key: PublicKey) => {
    const device = deviceIdWith(crypto.sha256, key);
    return signatures.some(
      (given) => given.device === device && crypto.verify(key, given.signature, signed),
    );
  };
  return keys.filter(hasSigned).length;
}

function areDistinct(keys: PublicKey[]): boolean {
  return new Set(keys.map(toHex)).size === keys.length;
}
