import { asBufferSource, concatBytes, fromBase64Url } from "./bytes.ts";
import { FolkmootError } from "./error.ts";
import { ed25519Tag, isUnsupported, p256Tag } from "./public-key.ts";
import type { PublicKey } from "./types.ts";

/** Something that signs for one key. */
export interface Signer {
  readonly publicKey: PublicKey;
  /** 64 bytes: Ed25519 as in RFC 8032, P-256 as r and s (IEEE P1363). */
  sign(bytes: Uint8Array): Promise<Uint8Array<ArrayBuffer>>;
}

/** A signer whose key can be kept in IndexedDB; `extractable: false` keeps it on the device. */
export interface DeviceSigner extends Signer {
  readonly privateKey: CryptoKey;
}

export type KeyAlgorithm = "Ed25519" | "P-256";

/** Signs with a WebCrypto private key, Ed25519 or ECDSA P-256. */
export function subtleSigner(privateKey: CryptoKey, publicKey: PublicKey): DeviceSigner {
  const algorithm =
    publicKey[0] === ed25519Tag ? { name: "Ed25519" } : { name: "ECDSA", hash: "SHA-256" };
  return {
    publicKey,
    privateKey,
    sign: async (bytes) =>
      new Uint8Array(await crypto.subtle.sign(algorithm, privateKey, asBufferSource(bytes))),
  };
}

/** A fresh key. Without `algorithm`: Ed25519, or P-256 where WebCrypto lacks it. */
export async function generateSigner(options: {
  extractable: boolean;
  algorithm?: KeyAlgorithm;
}): Promise<DeviceSigner> {
  const { extractable, algorithm } = options;
  if (algorithm === "P-256") return generateP256(extractable);
  try {
    return await generateEd25519(extractable);
  } catch (cause) {
    if (algorithm === "Ed25519" || !isUnsupported(cause)) throw cause;
    return generateP256(extractable);
  }
}

// RFC 8410 §7: everything of a PKCS #8 Ed25519 key but the 32 bytes of the seed.
const pkcs8Head = Uint8Array.of(48, 46, 2, 1, 0, 48, 5, 6, 3, 43, 101, 112, 4, 34, 4, 32);

/** The Ed25519 signer of a 32-byte seed (RFC 8032): box key, invitation and recovery keys. */
export async function signerFromSeed(seed: Uint8Array): Promise<Signer> {
  if (seed.length !== 32) {
    throw new FolkmootError("malformed-seed", "A signing seed is 32 bytes long.");
  }
  try {
    return await subtleSignerFromSeed(seed);
  } catch (cause) {
    if (!isUnsupported(cause)) throw cause;
    return librarySignerFromSeed(seed.slice());
  }
}

async function subtleSignerFromSeed(seed: Uint8Array): Promise<Signer> {
  const pkcs8 = concatBytes(pkcs8Head, seed);
  const algorithm = { name: "Ed25519" };
  // WebCrypto tells the public half of a private key only by way of an extractable one.
  const readable = await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, true, ["sign"]);
  const { x } = await crypto.subtle.exportKey("jwk", readable);
  const point = fromBase64Url(x ?? "");
  if (point === null) throw new FolkmootError("malformed-seed", "This seed gives no public key.");
  const privateKey = await crypto.subtle.importKey("pkcs8", pkcs8, algorithm, false, ["sign"]);
  return subtleSigner(privateKey, concatBytes(Uint8Array.of(ed25519Tag), point));
}

/** Where WebCrypto lacks Ed25519: invitations and recovery codes must work on such a phone. */
async function librarySignerFromSeed(seed: Uint8Array): Promise<Signer> {
  const { getPublicKeyAsync, signAsync } = await import("@noble/ed25519");
  const point = await getPublicKeyAsync(seed);
  return {
    publicKey: concatBytes(Uint8Array.of(ed25519Tag), point),
    sign: async (bytes) => new Uint8Array(await signAsync(bytes, seed)),
  };
}

async function generateEd25519(extractable: boolean): Promise<DeviceSigner> {
  const pair = await crypto.subtle.generateKey({ name: "Ed25519" }, extractable, [
    "sign",
    "verify",
  ]);
  return withPublicKey(pair as CryptoKeyPair, ed25519Tag);
}

async function generateP256(extractable: boolean): Promise<DeviceSigner> {
  const algorithm = { name: "ECDSA", namedCurve: "P-256" };
  const pair = await crypto.subtle.generateKey(algorithm, extractable, ["sign", "verify"]);
  return withPublicKey(pair, p256Tag);
}

async function withPublicKey(pair: CryptoKeyPair, tag: number): Promise<DeviceSigner> {
  const raw = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  return subtleSigner(pair.privateKey, concatBytes(Uint8Array.of(tag), raw));
}
