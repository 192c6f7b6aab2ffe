/** A certificate's fingerprint as words: to be compared by eye, or read out over the phone. */
import { createHash } from "node:crypto";
import { entropyToMnemonic } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";

// Eight words of 11 bits are 88: a stranger would have to make some 10^26 authorities until the
// words of one are the same by chance.
const wordCount = 8;

/** SHA-256 of the DER as BIP-39 writes 256 bits; the first eight of its words. */
export function fingerprintWords(der: Uint8Array): string[] {
  const digest = Uint8Array.from(createHash("sha256").update(der).digest());
  return entropyToMnemonic(digest, wordlist).split(" ").slice(0, wordCount);
}

/** SHA-256 of the DER as browsers and phones print it: `AB:CD:…`. */
export function fingerprintHex(der: Uint8Array): string {
  const digest = createHash("sha256").update(der).digest("hex").toUpperCase();
  return (digest.match(/../g) ?? []).join(":");
}
