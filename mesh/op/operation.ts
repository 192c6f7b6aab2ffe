import { fromHex, toHex } from "./bytes.ts";
import { decodeCbor, encodeCbor, encodeChecked } from "./cbor.ts";
import { FolkmootError } from "./error.ts";
import {
  erasableBodyBytesMax,
  kindMax,
  lastingBodyBytesMax,
  operationBytesMax,
  opsPerRequestMax,
  requestBytesMax,
  seqMax,
  timeMax,
} from "./limits.ts";
import type { CborValue, Detached, DeviceId, Header, Operation } from "./types.ts";

/**
 * The wire form: deterministic CBOR of
 * `[community(4), author(8), [kind, seq, time, body], signature(64), ?[salt(16), bodyBytes]]`.
 */
export function encodeOperation(op: Operation): Uint8Array<ArrayBuffer> {
  const wire: CborValue[] = [
    op.community,
    authorBytes(op.author),
    headerValue(op.header),
    op.signature,
  ];
  if (op.detached !== null) wire.push([op.detached.salt, op.detached.body]);
  return encodeCbor(wire);
}

/** One request to a box: CBOR of an array of operations in wire form. */
export function encodeBatch(wires: Uint8Array[]): Uint8Array<ArrayBuffer> {
  return encodeCbor(wires);
}

/**
 * The operations of one request, not decoded yet: one that is malformed must not take the others
 * down. Throws a flat `malformed-operation` beyond the limits of a request.
 */
export function decodeBatch(bytes: Uint8Array): Uint8Array[] {
  if (bytes.length > requestBytesMax) throw malformed();
  const wires = tryDecode(bytes);
  if (!Array.isArray(wires) || wires.length > opsPerRequestMax) throw malformed();
  return wires.map((wire) => {
    if (!(wire instanceof Uint8Array)) throw malformed();
    return wire;
  });
}

/** CBOR of `[kind, seq, time, body]`. */
export function encodeHeader(header: Header): Uint8Array<ArrayBuffer> {
  return encodeCbor(headerValue(header));
}

/**
 * Reads the wire form whole, or throws one flat `malformed-operation`: size limits first, then
 * shape, then canonical spelling. Kinds are not looked at: whoever does not know one can still
 * carry it. Signature and body hash are not checked here.
 */
export function decodeOperation(bytes: Uint8Array): Operation {
  if (bytes.length > operationBytesMax) throw malformed();
  const wire = tryDecode(bytes);
  if (!Array.isArray(wire) || wire.length < 4 || wire.length > 5) throw malformed();
  const [community, author, header, signature, detached] = wire;
  if (!isBytes(community, 4) || !isBytes(author, 8) || !isBytes(signature, 64)) throw malformed();
  const read = readHeader(header, bytes.length);
  const part = detached === undefined ? null : readDetached(detached);
  if (part !== null && Array.isArray(read.body)) throw malformed();
  return {
    community,
    author: toHex(author) as DeviceId,
    header: read,
    signature,
    detached: part,
  };
}

/** Where the header begins: after the array, the community's tag and the author. */
const headerAt = 1 + 5 + 9;
const signatureBytes = 2 + 64;

/**
 * The header's bytes, out of the wire form that `decodeOperation` made this operation of. As every
 * operation has one spelling, they are those that were signed.
 */
export function headerBytesOf(wire: Uint8Array, { detached }: Operation): Uint8Array {
  return wire.subarray(headerAt, wire.length - detachedBytes(detached) - signatureBytes);
}

/** What `[salt(16), bodyBytes]` takes on the wire. */
function detachedBytes(detached: Detached | null): number {
  if (detached === null) return 0;
  const { length } = detached.body;
  const head = length < 24 ? 1 : length < 256 ? 2 : length < 65_536 ? 3 : 5;
  return 1 + 17 + head + length;
}

/** The body: inside for lasting kinds, detached for erasable ones; null if it is not there. */
export function bodyOf(op: Operation): CborValue[] | null {
  if (Array.isArray(op.header.body)) return op.header.body;
  if (op.detached === null) return null;
  return decodedBodies.get(op.detached) ?? decodeBody(op.detached.body);
}

/** Bodies that `decodeOperation` has looked at: whoever asks for them next need not decode again. */
const decodedBodies = new WeakMap<Detached, CborValue[]>();

/** Reads a detached body; throws `malformed-operation`. */
export function decodeBody(bytes: Uint8Array): CborValue[] {
  if (bytes.length > erasableBodyBytesMax) throw malformed();
  const body = tryDecode(bytes);
  if (!Array.isArray(body)) throw malformed();
  return body;
}

export function malformed(): FolkmootError {
  return new FolkmootError("malformed-operation", "These bytes are not an operation.", {
    status: 400,
  });
}

/** `wireBytes` bounds the body from above: where that suffices, the body is not measured. */
function readHeader(value: CborValue | undefined, wireBytes: number): Header {
  if (!Array.isArray(value) || value.length !== 4) throw malformed();
  const [kind, seq, time, body] = value;
  if (!isUint(kind, 0, kindMax) || !isUint(seq, 1, seqMax) || !isUint(time, 0, timeMax)) {
    throw malformed();
  }
  if (isBytes(body, 32)) return { kind, seq, time, body };
  if (!Array.isArray(body)) throw malformed();
  const fits =
    wireBytes <= lastingBodyBytesMax || encodeChecked(body).length <= lastingBodyBytesMax;
  if (!fits) throw malformed();
  return { kind, seq, time, body };
}

function readDetached(value: CborValue): Detached {
  if (!Array.isArray(value) || value.length !== 2) throw malformed();
  const [salt, body] = value;
  if (!isBytes(salt, 16) || !(body instanceof Uint8Array)) throw malformed();
  const detached = { salt, body };
  decodedBodies.set(detached, decodeBody(body));
  return detached;
}

function tryDecode(bytes: Uint8Array): CborValue {
  try {
    return decodeCbor(bytes);
  } catch {
    throw malformed();
  }
}

function headerValue(header: Header): CborValue[] {
  return [header.kind, header.seq, header.time, header.body];
}

function authorBytes(author: DeviceId): Uint8Array {
  const bytes = fromHex(author);
  if (bytes === null) throw malformed();
  return bytes;
}

function isBytes(value: CborValue | undefined, length: number): value is Uint8Array {
  return value instanceof Uint8Array && value.length === length;
}

function isUint(value: CborValue | undefined, min: number, max: number): value is number {
  return typeof value === "number" && value >= min && value <= max;
}
