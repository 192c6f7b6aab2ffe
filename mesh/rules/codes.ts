/**
 * The codes people scan or type: links that carry a seed, and short codes.
 *
 * A link's seed stands behind the `#`, so no server and no log ever sees it. Whoever holds the
 * seed holds the key derived from it: it is a bearer secret with an expiry kept elsewhere.
 */
import { FolkmootError, fromBase64Url, toBase64Url } from "../op/index.ts";
import { inviteSeedBytes } from "./invitation.ts";

export type LinkPurpose = "founding" | "invite" | "device" | "recovery";

/** The app's page for each purpose. */
export const linkPaths: Readonly<Record<LinkPurpose, string>> = {
  founding: "/found",
  invite: "/join",
  device: "/device",
  recovery: "/recover",
};

export interface CodeLink {
  readonly purpose: LinkPurpose;
  /** Scheme, host and port of the box: `https://moot.local:8443`. */
  readonly origin: string;
  /** 16 bytes. */
  readonly seed: Uint8Array;
}

// A scanned code may hold anything; ours stay far below this.
const linkCharsMax = 512;

/** `https://moot.local/join#` and 22 characters of base64url. */
export function formatLink(link: CodeLink): string {
  return `${link.origin}${linkPaths[link.purpose]}#${toBase64Url(link.seed)}`;
}

/**
 * Reads what `formatLink` wrote. Throws FolkmootError:
 * `link-unreadable` when it is no web address, `link-foreign` when it is one of something else,
 * `link-damaged` when the page is ours and the seed is not whole.
 */
export function parseLink(text: string): CodeLink {
  const url = text.length <= linkCharsMax ? readUrl(text) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:")) {
    throw new FolkmootError("link-unreadable", "This code holds no web address.", {
      hint: "Scan the code from the box, from its poster or from another member's app.",
      status: 400,
    });
  }
  const purpose = (Object.keys(linkPaths) as LinkPurpose[]).find(
    (candidate) => linkPaths[candidate] === url.pathname,
  );
  if (purpose === undefined || url.search !== "" || url.username !== "" || url.password !== "") {
    throw new FolkmootError("link-foreign", "This code belongs to something else.", {
      hint: "Scan an invitation, a device code or a recovery code of this community.",
      status: 400,
    });
  }
  return { purpose, origin: url.origin, seed: parseCodeSeed(url.hash.slice(1)) };
}

// URL.parse is too new for the phones we want to reach.
function readUrl(text: string): URL | null {
  try {
    return new URL(text.trim());
  } catch {
    return null;
  }
}

/** The seed of a link: what stands behind its `#`. Throws FolkmootError `link-damaged`. */
export function parseCodeSeed(text: string): Uint8Array<ArrayBuffer> {
  const seed = text.length <= linkCharsMax ? fromBase64Url(text) : null;
  if (seed === null || seed.length !== inviteSeedBytes) {
    throw new FolkmootError("link-damaged", "This code is incomplete.", {
      hint: "Copy or scan the whole code again, or ask for a new one.",
      status: 400,
    });
  }
  return seed;
}

// Crockford's base32: no I, L, O (read as 1, 1, 0) and no U (accidental words; read as V here).
const alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const misread: Readonly<Record<string, string>> = { I: "1", L: "1", O: "0", U: "V" };

/** Five random bytes make one short code: 40 bits, safe only because it burns after few tries. */
export const shortCodeBytes = 5;

/** `7QK4-M2XD` from five bytes. */
export function formatShortCode(bytes: Uint8Array): string {
  if (bytes.length !== shortCodeBytes) {
    throw new FolkmootError("malformed-code", "A short code is made of five bytes.");
  }
  let bits = 0n;
  for (const byte of bytes) bits = (bits << 8n) | BigInt(byte);
  let code = "";
  for (let at = 7n; at >= 0n; at--) code += alphabet.charAt(Number((bits >> (at * 5n)) & 31n));
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}

/**
 * The one spelling of a short code as people type it: small letters, missing or extra hyphens and
 * spaces, O for 0, I or l for 1. Null when it cannot be one.
 */
export function normaliseShortCode(typed: string): string | null {
  if (typed.length > 64) return null;
  const code = [...typed.toUpperCase().replaceAll(/[\s\p{Pd}._]/gu, "")]
    .map((letter) => misread[letter] ?? letter)
    .join("");
  if (code.length !== 8 || [...code].some((letter) => !alphabet.includes(letter))) return null;
  return `${code.slice(0, 4)}-${code.slice(4)}`;
}
