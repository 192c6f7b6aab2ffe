import { asBufferSource, concatBytes, equalBytes, fromHex, sha256, toHex, utf8 } from "./bytes.ts";
import { encodeCbor } from "./cbor.ts";
import { FolkmootError } from "./error.ts";
import { erasableBodyBytesMax, lastingBodyBytesMax } from "./limits.ts";
import { encodeHeader, encodeOperation } from "./operation.ts";
import { deviceIdOf, verifySignature } from "./public-key.ts";
import type { Signer } from "./signer.ts";
import type { CborValue, CommunityId, Detached, Header, Operation, OpId } from "./types.ts";

const operationDomain = utf8("folkmoot/op/1\0");

/** What is signed and hashed: domain tag, full community id, full author key, header. */
export function signedBytes(
  communityId: CommunityId,
  publicKey: Uint8Array,
  header: Header,
): Uint8Array<ArrayBuffer> {
  return signedBytesWith(communityBytes(communityId), publicKey, encodeHeader(header));
}

/** The same of parts that are bytes already; `community`: all 32. */
export function signedBytesWith(
  community: Uint8Array,
  publicKey: Uint8Array,
  headerBytes: Uint8Array,
): Uint8Array<ArrayBuffer> {
  return concatBytes(operationDomain, community, publicKey, headerBytes);
}

/** The id of what `signedBytes` returned. */
export async function operationId(signed: Uint8Array): Promise<OpId> {
  return idFromHash(await sha256(signed));
}

/** The same with a SHA-256 of the caller's, for the box, which need not wait for one. */
export function operationIdWith(hash: (bytes: Uint8Array) => Uint8Array, signed: Uint8Array): OpId {
  return idFromHash(hash(signed));
}

/** Whether the operation carries the community's tag and a valid signature by this key. */
export async function verifyOperation(
  op: Operation,
  communityId: CommunityId,
  publicKey: Uint8Array,
): Promise<boolean> {
  if (toHex(op.community) !== communityId.slice(0, 8)) return false;
  if ((await deviceIdOf(publicKey)) !== op.author) return false;
  const signed = signedBytes(communityId, publicKey, op.header);
  return verifySignature(publicKey, op.signature, signed);
}

/**
 * Whether the detached body is the one that was signed. True when there is none to check: a
 * lasting kind, or an erasable operation travelling without its body.
 */
export async function verifyDetached(op: Operation): Promise<boolean> {
  if (op.detached === null) return true;
  if (Array.isArray(op.header.body)) return false;
  return equalBytes(await sha256(hashedBody(op.detached)), op.header.body);
}

/** The same with a SHA-256 of the caller's. */
export function verifyDetachedWith(
  hash: (bytes: Uint8Array) => Uint8Array,
  op: Operation,
): boolean {
  if (op.detached === null) return true;
  if (Array.isArray(op.header.body)) return false;
  return equalBytes(hash(hashedBody(op.detached)), op.header.body);
}

export interface NewOperation {
  communityId: CommunityId;
  signer: Signer;
  kind: number;
  seq: number;
  /** Seconds since 1970. */
  time: number;
  body: CborValue[];
  /** Signs the salted hash of the body instead of the body. */
  erasable: boolean;
  random: { bytes(length: number): Uint8Array };
}

/** Makes and signs an operation. Throws `body-too-large` beyond the limit of its kind. */
export async function createOperation(
  wanted: NewOperation,
): Promise<{ op: Operation; id: OpId; bytes: Uint8Array<ArrayBuffer> }> {
  const { communityId, signer, kind, seq, time, erasable } = wanted;
  const body = encodeCbor(wanted.body);
  if (body.length > (erasable ? erasableBodyBytesMax : lastingBodyBytesMax)) {
    throw new FolkmootError("body-too-large", "This is too long for one operation.", {
      hint: "Split it into parts.",
      status: 413,
    });
  }
  const detached = erasable ? { salt: wanted.random.bytes(16), body } : null;
  const headerBody = detached === null ? wanted.body : await sha256(hashedBody(detached));
  const header: Header = { kind, seq, time, body: headerBody };
  const signed = signedBytes(communityId, signer.publicKey, header);
  const op: Operation = {
    community: communityBytes(communityId).slice(0, 4),
    author: await deviceIdOf(signer.publicKey),
    header,
    signature: await signer.sign(asBufferSource(signed)),
    detached,
  };
  return { op, id: await operationId(signed), bytes: encodeOperation(op) };
}

let lastCommunity: { id: CommunityId; bytes: Uint8Array<ArrayBuffer> } | null = null;

/** Not to be written to: a box has one community, and asks for its bytes all the time. */
export function communityBytes(id: CommunityId): Uint8Array<ArrayBuffer> {
  if (lastCommunity?.id === id) return lastCommunity.bytes;
  const bytes = fromHex(id);
  if (bytes?.length !== 32) {
    throw new FolkmootError("malformed-id", "This is not a community id.", { status: 400 });
  }
  lastCommunity = { id, bytes };
  return bytes;
}

function hashedBody(detached: Detached): Uint8Array<ArrayBuffer> {
  return concatBytes(detached.salt, detached.body);
}

function idFromHash(hash: Uint8Array): OpId {
  return toHex(hash.subarray(0, 16)) as OpId;
}
