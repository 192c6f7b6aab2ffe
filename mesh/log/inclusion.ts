/**
 * That one operation stands in the log: as it travels (CBOR, at most 1 KB for a million of them),
 * and as a file that anybody can check without the box (C2SP tlog-proof v1).
 */
import {
  type CborValue,
  type CommunityId,
  type DeviceId,
  decodeCbor,
  decodeOperation,
  deviceIdWith,
  encodeCbor,
  encodeOperation,
  FolkmootError,
  fromHex,
  type OpId,
  operationIdWith,
  type PublicKey,
  signedBytes,
  toCommunityId,
  toHex,
} from "../op/index.ts";
import { type SyncCrypto, settle } from "../rules/index.ts";
import { openCheckpoint, readSize } from "./checkpoint.ts";
import { inclusionFileBytesMax, noteBytesMax, pathHashesMax } from "./limits.ts";
import { hashBytes, isSize, leafHash, verifyInclusion } from "./merkle.ts";
import { fromBase64, toBase64 } from "./note.ts";
import { readOrigin } from "./opening.ts";

export interface Inclusion {
  /** Place in the log, from 0. */
  readonly index: number;
  /** From the leaf's sibling up. */
  readonly path: readonly Uint8Array[];
  /** The checkpoint it leads to, a signed note. */
  readonly checkpoint: string;
}

/** CBOR of `[index, all hashes in a row, checkpoint]`. */
export function encodeInclusion({ index, path, checkpoint }: Inclusion): Uint8Array<ArrayBuffer> {
  const hashes = new Uint8Array(path.length * hashBytes);
  path.forEach((hash, at) => void hashes.set(hash, at * hashBytes));
  return encodeCbor([index, hashes, checkpoint]);
}

/** Throws a flat `malformed-proof`. */
export function decodeInclusion(bytes: Uint8Array): Inclusion {
  const value = bytes.length > noteBytesMax + pathHashesMax * hashBytes + 16 ? null : read(bytes);
  if (!Array.isArray(value) || value.length !== 3) throw malformedProof();
  const [index, hashes, checkpoint] = value;
  if (typeof index !== "number" || !isSize(index)) throw malformedProof();
  if (!(hashes instanceof Uint8Array) || hashes.length % hashBytes !== 0) throw malformedProof();
  if (hashes.length > pathHashesMax * hashBytes) throw malformedProof();
  if (typeof checkpoint !== "string") throw malformedProof();
  const path = Array.from({ length: hashes.length / hashBytes }, (_, at) =>
    hashes.slice(at * hashBytes, (at + 1) * hashBytes),
  );
  return { index, path, checkpoint };
}

/** Whether it proves that this box's checkpoint holds this operation. */
export function verifyInclusionOf(
  inclusion: Inclusion,
  { id, boxKey, origin }: { id: OpId; boxKey: PublicKey; origin: string | null },
  crypto: SyncCrypto,
): "proven" | "checkpoint-signature" | "origin" | "path" {
  const checkpoint = openCheckpoint(inclusion.checkpoint, boxKey, crypto);
  if (checkpoint === null) return "checkpoint-signature";
  if (origin !== null && checkpoint.origin !== origin) return "origin";
  const { size, root } = checkpoint;
  const leaf = leafHash(crypto.sha256, fromHex(id) as Uint8Array);
  const { index, path } = inclusion;
  return verifyInclusion(crypto.sha256, { index, size, leaf, path, root }) ? "proven" : "path";
}

const fileHead = "c2sp.org/tlog-proof@v1\n";
const extraFormat = "folkmoot/inclusion/1";

/** What a proof file holds beside the proof: all that is needed to rebuild what was signed. */
export interface InclusionSubject {
  readonly community: CommunityId;
  readonly boxKey: PublicKey;
  readonly authorKey: PublicKey;
  /** The operation in wire form; a detached body is left out. */
  readonly wire: Uint8Array;
}

/** The text of a proof file, to be named `….tlog-proof`. */
export function encodeInclusionFile(proof: Inclusion, subject: InclusionSubject): string {
  const op = decodeOperation(subject.wire);
  const header = encodeOperation({ ...op, detached: null });
  const community = fromHex(subject.community) as Uint8Array;
  const extra: CborValue = [extraFormat, community, subject.boxKey, subject.authorKey, header];
  const lines = [
    `extra ${toBase64(encodeCbor(extra))}`,
    `index ${proof.index}`,
    ...proof.path.map(toBase64),
  ];
  return `${fileHead}${lines.join("\n")}\n\n${proof.checkpoint}`;
}

export type InclusionVerdict =
  | {
      readonly ok: true;
      readonly operation: OpId;
      readonly kind: number;
      readonly author: DeviceId;
      /** Seconds since 1970, by the author's clock. */
      readonly time: number;
      readonly community: CommunityId;
      /** Whoever reads must know it to be their community's box: compare its device id. */
      readonly box: DeviceId;
      readonly boxKey: PublicKey;
      readonly origin: string;
      readonly index: number;
      /** Operations in the record when the box signed. */
      readonly size: number;
    }
  | {
      readonly ok: false;
      readonly reason:
        | "malformed"
        | "operation-signature"
        | "checkpoint-signature"
        | "origin"
        | "path";
    };

/** Whether these bytes begin as a proof file. */
export function isInclusionFile(bytes: Uint8Array): boolean {
  return new TextDecoder().decode(bytes.subarray(0, fileHead.length)) === fileHead;
}

/** Checks a proof file with nothing but itself. Never throws, whatever the bytes are. */
export async function verifyInclusionFile(bytes: Uint8Array): Promise<InclusionVerdict> {
  try {
    const file = parseFile(bytes);
    return await settle((crypto) => judge(file, crypto));
  } catch (error) {
    if (error instanceof FolkmootError) return { ok: false, reason: "malformed" };
    throw error;
  }
}

interface InclusionFile {
  readonly proof: Inclusion;
  readonly subject: InclusionSubject;
}

function judge({ proof, subject }: InclusionFile, crypto: SyncCrypto): InclusionVerdict {
  const { community, boxKey, authorKey, wire } = subject;
  const op = decodeOperation(wire);
  const signed = signedBytes(community, authorKey, op.header);
  const isAuthors =
    toHex(op.community) === community.slice(0, 8) &&
    deviceIdWith(crypto.sha256, authorKey) === op.author &&
    crypto.verify(authorKey, op.signature, signed);
  if (!isAuthors) return { ok: false, reason: "operation-signature" };
  const operation = operationIdWith(crypto.sha256, signed);
  const verdict = verifyInclusionOf(proof, { id: operation, boxKey, origin: null }, crypto);
  if (verdict !== "proven") return { ok: false, reason: verdict };
  const checkpoint = openCheckpoint(proof.checkpoint, boxKey, crypto);
  if (checkpoint === null || readOrigin(checkpoint.origin)?.community !== community) {
    return { ok: false, reason: "origin" };
  }
  const { kind, time } = op.header;
  return {
    ok: true,
    operation,
    kind,
    author: op.author,
    time,
    community,
    box: deviceIdWith(crypto.sha256, boxKey),
    boxKey,
    origin: checkpoint.origin,
    index: proof.index,
    size: checkpoint.size,
  };
}

function parseFile(bytes: Uint8Array): InclusionFile {
  if (bytes.length > inclusionFileBytesMax || !isInclusionFile(bytes)) throw malformedProof();
  const text = readUtf8(bytes);
  const split = text.indexOf("\n\n");
  if (split < 0) throw malformedProof();
  const [extra = "", index = "", ...hashes] = text.slice(fileHead.length, split).split("\n");
  const at = index.startsWith("index ") ? readSize(index.slice("index ".length)) : null;
  if (at === null || hashes.length > pathHashesMax) throw malformedProof();
  const path = hashes.map((line) => {
    const hash = fromBase64(line);
    if (hash?.length !== hashBytes) throw malformedProof();
    return hash;
  });
  const proof: Inclusion = { index: at, path, checkpoint: text.slice(split + 2) };
  return { proof, subject: readSubject(extra) };
}

function readSubject(line: string): InclusionSubject {
  const bytes = line.startsWith("extra ") ? fromBase64(line.slice("extra ".length)) : null;
  const value = bytes === null ? null : read(bytes);
  if (!Array.isArray(value) || value.length !== 5 || value[0] !== extraFormat) {
    throw malformedProof();
  }
  const [community, boxKey, authorKey, wire] = value.slice(1).map((part) => {
    if (!(part instanceof Uint8Array)) throw malformedProof();
    return part;
  }) as [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
  return { community: toCommunityId(community), boxKey, authorKey, wire };
}

function readUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformedProof();
  }
}

function read(bytes: Uint8Array): CborValue {
  try {
    return decodeCbor(bytes);
  } catch {
    return null;
  }
}

function malformedProof(): FolkmootError {
  return new FolkmootError("malformed-proof", "This is not a proof of inclusion.", { status: 400 });
}
