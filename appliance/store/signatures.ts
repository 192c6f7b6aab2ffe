/**
 * Signature checks off the main thread, with each device's key parsed once. node:crypto spends a
 * quarter of what WebCrypto does on the way there and back, and agrees with it (a test compares).
 */
import { createPublicKey, type KeyObject, verify } from "node:crypto";
import {
  concatBytes,
  type DeviceId,
  equalBytes,
  isPublicKey,
  type PublicKey,
} from "../../mesh/op/index.ts";

/** A parsed key takes about 1 KB outside the heap. */
const parsedKeysMax = 4_096;

// RFC 8410 §4 and RFC 5480 §2: a SubjectPublicKeyInfo up to where the point begins.
const ed25519Head = Uint8Array.fromHex("302a300506032b6570032100");
const p256Head = Uint8Array.fromHex("3059301306072a8648ce3d020106082a8648ce3d030107034200");

interface Parsed {
  readonly publicKey: PublicKey;
  readonly key: KeyObject | null;
}

export class SignatureChecker {
  readonly #parsed = new Map<DeviceId, Parsed>();

  /** True only for a valid signature by this key; never throws, whatever the bytes are. */
  check(
    device: DeviceId,
    publicKey: PublicKey,
    signature: Uint8Array,
    signed: Uint8Array,
  ): Promise<boolean> {
    const key = this.#keyOf(device, publicKey);
    if (key === null || signature.length !== 64) return Promise.resolve(false);
    return new Promise((resolve) => {
      const settle = (error: Error | null, valid: boolean) => resolve(error === null && valid);
      if (publicKey[0] === 1) verify(null, signed, key, signature, settle);
      else verify("sha256", signed, { key, dsaEncoding: "ieee-p1363" }, signature, settle);
    });
  }

  #keyOf(device: DeviceId, publicKey: PublicKey): KeyObject | null {
    const known = this.#parsed.get(device);
    if (known !== undefined && equalBytes(known.publicKey, publicKey)) return known.key;
    const key = parse(publicKey);
    if (this.#parsed.size >= parsedKeysMax) {
      const oldest = this.#parsed.keys().next();
      if (!oldest.done) this.#parsed.delete(oldest.value);
    }
    this.#parsed.set(device, { publicKey, key });
    return key;
  }
}

function parse(publicKey: PublicKey): KeyObject | null {
  if (!isPublicKey(publicKey)) return null;
  const head = publicKey[0] === 1 ? ed25519Head : p256Head;
  try {
    const key = Buffer.from(concatBytes(head, publicKey.subarray(1)));
    return createPublicKey({ key, format: "der", type: "spki" });
  } catch {
    return null;
  }
}
