/** The recovery key as twelve words to write down (BIP-39, English list). */
import { entropyToMnemonic, mnemonicToEntropy } from "@scure/bip39";
import { wordlist } from "@scure/bip39/wordlists/english.js";
import { FolkmootError } from "../op/index.ts";
import { inviteSeedBytes } from "./invitation.ts";

// 128 bits and a checksum of 4, eleven bits to a word.
const recoveryWordCount = 12;

const wordCharsMax = 8;
// BIP-39 chose its words so that the first four letters tell them apart.
const wordByBeginning = new Map(wordlist.map((word) => [word.slice(0, 4), word]));

/** Twelve words for a seed of 16 bytes. */
export function recoveryWords(seed: Uint8Array): string[] {
  if (seed.length !== inviteSeedBytes) {
    throw new FolkmootError("malformed-seed", "A recovery seed is 16 bytes long.");
  }
  return entropyToMnemonic(seed, wordlist).split(" ");
}

/**
 * The seed of twelve words as people type them: any case, any spaces, numbered or not, and four
 * letters of a word are enough. Throws FolkmootError `recovery-words-count`,
 * `recovery-words-unknown` (see `unknownRecoveryWords`) or `recovery-words-checksum`.
 */
export function parseRecoveryWords(typed: string): Uint8Array<ArrayBuffer> {
  const words = split(typed);
  if (words.length !== recoveryWordCount) {
    throw refusal("recovery-words-count", `These are ${words.length} words; there must be 12.`);
  }
  const unknown = unknownRecoveryWords(typed);
  if (unknown.length > 0) {
    const which = unknown.length === 1 ? "Word" : "Words";
    throw refusal("recovery-words-unknown", `${which} ${unknown.join(", ")}: not in the list.`);
  }
  try {
    return new Uint8Array(mnemonicToEntropy(words.map(wordOf).join(" "), wordlist));
  } catch (cause) {
    throw refusal("recovery-words-checksum", "These words do not belong together.", cause);
  }
}

/** Which of the typed words, counted from 1, are in no list: to mark them while typing. */
export function unknownRecoveryWords(typed: string): number[] {
  return split(typed).flatMap((word, index) => (wordOf(word) === null ? [index + 1] : []));
}

function split(typed: string): string[] {
  // Longer text cannot be twelve words, and is not worth normalising.
  const text = typed.slice(0, 1024).normalize("NFKD").toLowerCase();
  return text.split(/[^\p{L}\p{M}]+/u).filter((word) => word !== "");
}

function wordOf(typed: string): string | null {
  if (typed.length > wordCharsMax) return null;
  const word = wordByBeginning.get(typed.slice(0, 4));
  return word?.startsWith(typed) ? word : null;
}

function refusal(code: string, message: string, cause?: unknown): FolkmootError {
  return new FolkmootError(code, message, {
    cause,
    hint: "Compare every word with the paper, in its order.",
    status: 400,
  });
}
