/** SHA-256 and AES-256-GCM without waiting: both are needed inside transactions. */
import { createCipheriv, createDecipheriv, hash } from "node:crypto";
import { concatBytes } from "../../mesh/op/index.ts";

/** Of bytes, or of the UTF-8 of a text. */
export function sha256Sync(content: Uint8Array | string): Uint8Array {
  return hash("sha256", content, "buffer");
}

const nonceBytes = 12;
const tagBytes = 16;

/** AES-256-GCM (NIST SP 800-38D): `sealed = nonce ‖ ciphertext ‖ tag`; `bound` is authenticated. */
export function seal(
  key: Uint8Array,
  nonce: Uint8Array,
  plain: Uint8Array,
  bound: Uint8Array,
): Uint8Array {
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  cipher.setAAD(bound);
  return concatBytes(nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag());
}

/** Null unless these bytes were sealed by this key and bound to the same. */
export function unseal(key: Uint8Array, sealed: Uint8Array, bound: Uint8Array): Uint8Array | null {
  if (sealed.length < nonceBytes + tagBytes) return null;
  const decipher = createDecipheriv("aes-256-gcm", key, sealed.subarray(0, nonceBytes));
  decipher.setAAD(bound);
  decipher.setAuthTag(sealed.subarray(sealed.length - tagBytes));
  const plain = decipher.update(sealed.subarray(nonceBytes, sealed.length - tagBytes));
  try {
    decipher.final();
    return new Uint8Array(plain);
  } catch {
    return null;
  }
}
