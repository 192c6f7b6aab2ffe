import { asBufferSource, sha256, toHex } from "./bytes.ts";
import type { DeviceId, PublicKey } from "./types.ts";

export const ed25519Tag = 1;
export const p256Tag = 2;

/** Whether the bytes have the shape of an encoded public key. */
export function isPublicKey(key: Uint8Array): boolean {
  if (key[0] === ed25519Tag) return key.length === 33 && !isSmallOrder(key.subarray(1));
  if (key[0] === p256Tag) return key.length === 66 && key[1] === 4;
  return false;
}

/** Null if the bytes are no key. */
export function algorithmOf(key: PublicKey): "Ed25519" | "P-256" | null {
  if (!isPublicKey(key)) return null;
  return key[0] === ed25519Tag ? "Ed25519" : "P-256";
}

export async function deviceIdOf(publicKey: PublicKey): Promise<DeviceId> {
  return toHex((await sha256(publicKey)).subarray(0, 8)) as DeviceId;
}

/** The same with a SHA-256 of the caller's, for the box, which need not wait for one. */
export function deviceIdWith(
  hash: (bytes: Uint8Array) => Uint8Array,
  publicKey: PublicKey,
): DeviceId {
  return toHex(hash(publicKey).subarray(0, 8)) as DeviceId;
}

/** True only for a valid signature by this key; never throws, whatever the bytes are. */
export async function verifySignature(
  publicKey: PublicKey,
  signature: Uint8Array,
  bytes: Uint8Array,
): Promise<boolean> {
  if (signature.length !== 64) return false;
  const key = await importKey(publicKey);
  if (key === null) return false;
  if (key === "library") return verifyByLibrary(publicKey.subarray(1), signature, bytes);
  const algorithm =
    publicKey[0] === ed25519Tag ? { name: "Ed25519" } : { name: "ECDSA", hash: "SHA-256" };
  return crypto.subtle.verify(algorithm, key, asBufferSource(signature), asBufferSource(bytes));
}

/** Null: no key. `library`: an Ed25519 key where WebCrypto lacks Ed25519. */
type ImportedKey = CryptoKey | "library" | null;

const importedKeysMax = 4_096;
const importedKeys = new Map<string, Promise<ImportedKey>>();

/** Importing costs as much as a third of a check, and the same devices come again and again. */
function importKey(publicKey: PublicKey): Promise<ImportedKey> {
  const name = toHex(publicKey);
  const known = importedKeys.get(name);
  if (known !== undefined) return known;
  const imported = importFresh(publicKey);
  if (importedKeys.size >= importedKeysMax) {
    const oldest = importedKeys.keys().next();
    if (!oldest.done) importedKeys.delete(oldest.value);
  }
  importedKeys.set(name, imported);
  return imported;
}

async function importFresh(publicKey: PublicKey): Promise<ImportedKey> {
  if (!isPublicKey(publicKey)) return null;
  const algorithm =
    publicKey[0] === ed25519Tag ? { name: "Ed25519" } : { name: "ECDSA", namedCurve: "P-256" };
  const raw = asBufferSource(publicKey.slice(1));
  try {
    return await crypto.subtle.importKey("raw", raw, algorithm, false, ["verify"]);
  } catch (cause) {
    return isUnsupported(cause) && publicKey[0] === ed25519Tag ? "library" : null;
  }
}

/** Whether WebCrypto failed because it does not know the algorithm. */
export function isUnsupported(cause: unknown): boolean {
  return cause instanceof Error && cause.name === "NotSupportedError";
}

/** Loaded only where it is needed: Chrome before 137 and old WebViews. */
async function verifyByLibrary(
  point: Uint8Array,
  signature: Uint8Array,
  bytes: Uint8Array,
): Promise<boolean> {
  const { verifyAsync } = await import("@noble/ed25519");
  // Without zip215 it is as strict as RFC 8032, and as browsers are.
  return verifyAsync(signature, bytes, point, { zip215: false });
}

/**
 * The points of order 1, 2, 4 and 8 of Curve25519 in their canonical spellings (and those of the
 * non-canonical ones that decoders accept). Under such a key one signature fits many messages.
 */
const smallOrderPoints = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0000000000000000000000000000000000000000000000000000000000000080",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000080",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc85",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
]);

function isSmallOrder(point: Uint8Array): boolean {
  return smallOrderPoints.has(toHex(point));
}
