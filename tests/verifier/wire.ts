/**
 * Reading for the second verifier: CBOR, keys and signed operations, written from the description
 * in mesh/README.md. It shares no code with the box or the app.
 */
import { createHash, createPublicKey, type KeyObject, verify } from "node:crypto";

export type Value = number | string | boolean | null | Buffer | Value[];
export const hex = (bytes: Buffer) => bytes.toString("hex");
export const sha = (...parts: (Buffer | string)[]) => {
  const hash = createHash("sha256");
  for (const part of parts) hash.update(part);
  return hash.digest();
};

/** One value and where it ends; throws for anything but the shortest spelling. */
function item(from: Buffer, at: number, depth: number): [Value, number] {
  if (depth > 16) throw new Error("deep");
  const first = from[at];
  if (first === undefined) throw new Error("short");
  const major = first >> 5;
  let size = first & 31;
  let next = at + 1;
  if (major === 7) {
    if (size === 20) return [false, next];
    if (size === 21) return [true, next];
    if (size === 22) return [null, next];
    throw new Error("simple");
  }
  if (size > 27) throw new Error("length");
  if (size > 23) {
    const width = 1 << (size - 24);
    if (next + width > from.length) throw new Error("short");
    const big = width === 8 ? Number(from.readBigUInt64BE(next)) : from.readUIntBE(next, width);
    const least = [24, 2 ** 8, 2 ** 16, 2 ** 32][size - 24] as number;
    if (big < least || big > Number.MAX_SAFE_INTEGER) throw new Error("spelling");
    size = big;
    next += width;
  }
  if (major === 0) return [size, next];
  if (major === 1) return [-1 - size, next];
  if (major === 2 || major === 3) {
    const end = next + size;
    if (end > from.length) throw new Error("short");
    const bytes = from.subarray(next, end);
    if (major === 2) return [bytes, end];
    const text = bytes.toString("utf8");
    if (!Buffer.from(text, "utf8").equals(bytes)) throw new Error("text");
    return [text, end];
  }
  if (major !== 4 || size > from.length) throw new Error("type");
  const list: Value[] = [];
  for (let count = 0; count < size; count++) {
    const [one, end] = item(from, next, depth + 1);
    list.push(one);
    next = end;
  }
  return [list, next];
}

export function cbor(bytes: Buffer): Value {
  const [value, end] = item(bytes, 0, 0);
  if (end !== bytes.length) throw new Error("rest");
  return value;
}

export function list(value: Value | undefined, length?: number): Value[] {
  if (!Array.isArray(value) || (length !== undefined && value.length !== length)) {
    throw new Error("not a list");
  }
  return value;
}
export function buf(value: Value | undefined, length?: number): Buffer {
  if (!Buffer.isBuffer(value) || (length !== undefined && value.length !== length)) {
    throw new Error("not bytes");
  }
  return value;
}
export function num(value: Value | undefined): number {
  if (typeof value !== "number" || value < 0) throw new Error("not a number");
  return value;
}
export const idHex = (value: Value | undefined) => hex(buf(value, 16));
export const maybeId = (value: Value | undefined) => (value === null ? null : idHex(value));

const known = new Map<string, KeyObject | null>();

function keyObject(key: Buffer): KeyObject | null {
  const name = hex(key);
  const before = known.get(name);
  if (before !== undefined) return before;
  let made: KeyObject | null = null;
  const part = (from: number, to: number) => key.subarray(from, to).toString("base64url");
  try {
    if (key[0] === 1 && key.length === 33) {
      const jwk = { kty: "OKP", crv: "Ed25519", x: part(1, 33) };
      made = createPublicKey({ key: jwk, format: "jwk" });
    }
    if (key[0] === 2 && key.length === 66 && key[1] === 4) {
      const jwk = { kty: "EC", crv: "P-256", x: part(2, 34), y: part(34, 66) };
      made = createPublicKey({ key: jwk, format: "jwk" });
    }
  } catch {
    made = null;
  }
  known.set(name, made);
  return made;
}

export function signed(key: Buffer | undefined, signature: Buffer, ...parts: Buffer[]): boolean {
  const object = key && keyObject(key);
  if (!object) return false;
  const bytes = Buffer.concat(parts);
  return object.asymmetricKeyType === "ed25519"
    ? verify(null, bytes, object, signature)
    : verify("sha256", bytes, { key: object, dsaEncoding: "ieee-p1363" }, signature);
}

export const deviceOf = (key: Buffer) => hex(sha(key).subarray(0, 8));
export const domain = (name: string) => Buffer.from(`folkmoot/${name}/1\0`);

export interface Read {
  author: string;
  kind: number;
  seq: number;
  time: number;
  body: Value[] | null;
  community: Buffer;
  /** As it stands in the file: what was signed is cut out of it, not written again. */
  header: Buffer;
  signature: Buffer;
}

/** Null for bytes that are no operation. */
export function operation(wire: Buffer): Read | null {
  try {
    const parts = list(cbor(wire));
    if (parts.length !== 4 && parts.length !== 5) return null;
    const [community, author, head, signature, beside] = parts;
    const [kind, seq, time, body] = list(head, 4);
    // One byte for the list, one and four for the community, one and eight for the author.
    const from = 1 + 5 + 9;
    const [, to] = item(wire, from, 1);
    let said: Value[] | null = Array.isArray(body) ? body : null;
    if (said === null) {
      buf(body, 32);
      if (beside !== undefined) {
        const [salt, bytes] = list(beside, 2);
        if (!sha(buf(salt, 16), buf(bytes)).equals(buf(body))) return null;
        said = list(cbor(buf(bytes)));
      }
    } else if (beside !== undefined) return null;
    return {
      community: buf(community, 4),
      author: hex(buf(author, 8)),
      kind: num(kind),
      seq: num(seq),
      time: num(time),
      body: said,
      header: wire.subarray(from, to),
      signature: buf(signature, 64),
    };
  } catch {
    return null;
  }
}

/** The operation's id, if this key is its author's and signed it. */
export function proven(op: Read, community: Buffer, key: Buffer | undefined): string | null {
  if (!key || deviceOf(key) !== op.author) return null;
  if (!community.subarray(0, 4).equals(op.community)) return null;
  const parts = [domain("op"), community, key, op.header];
  if (!signed(key, op.signature, ...parts)) return null;
  return hex(sha(...parts).subarray(0, 16));
}

/** Root of the tree over 16-byte ids, straight from the definition in RFC 6962. */
export function treeRoot(ids: readonly string[]): Buffer {
  if (ids.length === 0) return sha("");
  if (ids.length === 1) return sha(Buffer.of(0), Buffer.from(ids[0] as string, "hex"));
  let split = 1;
  while (split * 2 < ids.length) split *= 2;
  return sha(Buffer.of(1), treeRoot(ids.slice(0, split)), treeRoot(ids.slice(split)));
}
