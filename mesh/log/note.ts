/** Signed notes: text that people can read and keys can check. C2SP signed-note v1. */
import {
  algorithmOf,
  concatBytes,
  equalBytes,
  FolkmootError,
  fromBase64Url,
  type PublicKey,
  type Signer,
  sha256,
  toBase64Url,
  utf8,
} from "../op/index.ts";
import type { SyncCrypto } from "../rules/index.ts";
import { noteBytesMax, noteSignaturesMax } from "./limits.ts";
import type { Sha256 } from "./merkle.ts";

export interface NoteSignature {
  readonly name: string;
  /** 4 bytes. */
  readonly keyId: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Note {
  /** With its last newline: what is signed. */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

const ed25519Type = Uint8Array.of(1);
const newline = Uint8Array.of(10);
const dash = "\u2014";

/** Signs a text that ends in a newline; returns the whole note. `name`: no spaces, no plus. */
export async function signNote(text: string, name: string, signer: Signer): Promise<string> {
  const hash = await sha256(keyIdBytes(name, signer.publicKey));
  const signature = await signer.sign(utf8(text));
  const line = toBase64(concatBytes(hash.subarray(0, 4), signature));
  const note = `${text}\n${dash} ${name} ${line}\n`;
  parseNote(note);
  return note;
}

/** Reads a note without checking a signature. Throws a flat `malformed-note`. */
export function parseNote(note: string): Note {
  if (note.length > noteBytesMax || utf8(note).length > noteBytesMax) throw malformedNote();
  if (hasControls(note)) throw malformedNote();
  // The last empty line parts text and signatures; the text may have empty lines of its own.
  const split = note.lastIndexOf("\n\n");
  if (split < 1 || !note.endsWith("\n")) throw malformedNote();
  const lines = note.slice(split + 2, -1).split("\n");
  if (lines.length > noteSignaturesMax) throw malformedNote();
  return { text: note.slice(0, split + 1), signatures: lines.map(readSignature) };
}

/**
 * The text, when the key of this name signed it; null when it did not. Signatures of others are
 * ignored, as the format asks.
 */
export function openNote(
  note: Note,
  key: { readonly name: string; readonly publicKey: PublicKey },
  crypto: SyncCrypto,
): string | null {
  if (algorithmOf(key.publicKey) !== "Ed25519") return null;
  const keyId = noteKeyId(key.name, key.publicKey, crypto.sha256);
  const own = note.signatures.filter(
    (line) => line.name === key.name && equalBytes(line.keyId, keyId),
  );
  const isSigned = own.every((line) =>
    crypto.verify(key.publicKey, line.signature, utf8(note.text)),
  );
  return own.length > 0 && isSigned ? note.text : null;
}

/** First 4 bytes of SHA-256(name ‖ newline ‖ 1 ‖ 32 bytes of Ed25519). */
export function noteKeyId(name: string, publicKey: PublicKey, hash: Sha256): Uint8Array {
  return hash(keyIdBytes(name, publicKey)).subarray(0, 4);
}

/** Base64 as in RFC 4648 §4, with padding: what notes are written in. */
export function toBase64(bytes: Uint8Array): string {
  const text = toBase64Url(bytes).replaceAll("-", "+").replaceAll("_", "/");
  return text.padEnd(Math.ceil(text.length / 4) * 4, "=");
}

/** Null unless the text is canonical. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  return fromBase64Url(text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, ""));
}

function keyIdBytes(name: string, publicKey: PublicKey): Uint8Array {
  return concatBytes(utf8(name), newline, ed25519Type, publicKey.subarray(1));
}

function readSignature(line: string): NoteSignature {
  const [mark, name = "", encoded = "", ...more] = line.split(" ");
  const bytes = fromBase64(encoded);
  const isName = name !== "" && !/[\s+]/u.test(name);
  if (mark !== dash || !isName || more.length > 0 || bytes === null || bytes.length < 5) {
    throw malformedNote();
  }
  return { name, keyId: bytes.subarray(0, 4), signature: bytes.subarray(4) };
}

function hasControls(text: string): boolean {
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code < 0x20 && code !== 10) return true;
  }
  // A lone surrogate has no UTF-8.
  return /\p{Surrogate}/u.test(text);
}

function malformedNote(): FolkmootError {
  return new FolkmootError("malformed-note", "This is not a signed note.", { status: 400 });
}
