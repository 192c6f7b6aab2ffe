/** What the pure rules ask of cryptography, answered at once: they run inside a transaction. */
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";
import { isPublicKey, type PublicKey, toHex } from "../../mesh/op/index.ts";
import type { SyncCrypto } from "../../mesh/rules/index.ts";

// RFC 8410 §4 and RFC 5480 §2: a SubjectPublicKeyInfo up to where the point begins.
const spkiHeads = {
  1: Buffer.from("302a300506032b6570032100", "hex"),
  2: Buffer.from("3059301306072a8648ce3d020106082a8648ce3d030107034200", "hex"),
} as const;

/** Agrees with `verifySignature` of mesh/op on every key and signature; a test compares them. */
export const boxCrypto: SyncCrypto = {
  sha256: (bytes) => new Uint8Array(createHash("sha256").update(bytes).digest()),
  verify(publicKey, signature, bytes) {
    if (signature.length !== 64) return false;
    const key = importKey(publicKey);
    if (key === null) return false;
    try {
      return publicKey[0] === 1
        ? verify(null, bytes, key, signature)
        : verify("sha256", bytes, { key, dsaEncoding: "ieee-p1363" }, signature);
    } catch {
      return false;
    }
  },
};

function importKey(publicKey: PublicKey): KeyObject | null {
  if (!isPublicKey(publicKey)) return null;
  const head = spkiHeads[publicKey[0] === 1 ? 1 : 2];
  try {
    const der = Buffer.concat([head, publicKey.subarray(1)]);
    return createPublicKey({ key: der, format: "der", type: "spki" });
  } catch {
    return null;
  }
}

/** For log lines and lookups of secrets: never the secret itself. */
export function hashHex(bytes: Uint8Array): string {
  return toHex(boxCrypto.sha256(bytes));
}
