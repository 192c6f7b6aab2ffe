import { concatBytes, equalBytes, fromHex, toHex } from "./bytes.ts";
import { FolkmootError } from "./error.ts";
import { radioBytesMax, radioCandidatesMax, seqMax } from "./limits.ts";
import { deviceIdOf, verifySignature } from "./public-key.ts";
import { communityBytes, operationId, signedBytes } from "./signing.ts";
import type { CborValue, CommunityId, Header, Operation, OpId, PublicKey } from "./types.ts";
import { decodeVarint, encodeVarint } from "./varint.ts";

/** How the bodies of one lasting kind are packed for radio. The table is in mesh/kinds/radio.ts. */
export interface RadioBody {
  readonly kind: number;
  /** Whether the body refers to one operation, of which only 4 bytes of the id are sent. */
  readonly refers: boolean;
  /** Null for a body without a radio form. */
  pack(body: CborValue[]): { reference: OpId | null; packed: Uint8Array } | null;
  /** The body that `pack` packed so; null for bytes it never makes. */
  unpack(packed: Uint8Array, reference: OpId | null): CborValue[] | null;
}

/** What the receiver knows, to make the short hints of a packet whole again. */
export interface RadioKnowledge {
  /** Enrolled devices, of whichever community, whose id begins with these 8 hex digits. */
  devices(idPrefix: string): Iterable<{ communityId: CommunityId; publicKey: PublicKey }>;
  /** Operations that this kind may refer to, whose id begins with these 8 hex digits. */
  references(communityId: CommunityId, kind: number, idPrefix: string): Iterable<OpId>;
}

/** An operation that came by radio, its signature checked. */
export interface RadioOperation {
  op: Operation;
  id: OpId;
  communityId: CommunityId;
}

const signatureBytes = 64;
const prefixBytes = 4;

/**
 * The radio form: `kind(1) ‖ author prefix(4) ‖ seq(varint, 1–5) ‖ time(4, big-endian) ‖
 * [reference prefix(4)] ‖ packed body ‖ signature(64)`. Throws `no-radio-form` for a kind or body
 * that has none, or that does not fit one packet.
 */
export function encodeRadio(op: Operation, table: readonly RadioBody[]): Uint8Array<ArrayBuffer> {
  const { kind, seq, time, body } = op.header;
  const codec = table.find((entry) => entry.kind === kind);
  const packed = codec && Array.isArray(body) ? codec.pack(body) : null;
  if (!codec || packed === null || codec.refers !== (packed.reference !== null)) {
    throw noRadioForm();
  }
  const bytes = concatBytes(
    Uint8Array.of(kind),
    prefixOf(op.author),
    Uint8Array.from(encodeVarint(seq)),
    uint32(time),
    packed.reference === null ? new Uint8Array() : prefixOf(packed.reference),
    packed.packed,
    op.signature,
  );
  if (bytes.length > radioBytesMax) throw noRadioForm();
  return bytes;
}

/**
 * Rebuilds the operation that was signed. Hints are short, so several devices and references may
 * match: each is tried, up to a limit, and the signature decides. Null when none fits, which is
 * all a stranger's packet, a damaged one or a wrong guess can come to.
 */
export async function decodeRadio(
  bytes: Uint8Array,
  table: readonly RadioBody[],
  knowledge: RadioKnowledge,
): Promise<RadioOperation | null> {
  const frame = readFrame(bytes, table);
  if (frame === null) return null;
  let tries = 0;
  for (const candidate of candidates(frame, knowledge)) {
    tries += 1;
    if (tries > radioCandidatesMax) return null;
    const found = await tryCandidate(frame, candidate);
    if (found !== null) return found;
  }
  return null;
}

interface Frame {
  codec: RadioBody;
  author: string;
  seq: number;
  time: number;
  reference: string | null;
  packed: Uint8Array;
  signature: Uint8Array;
}

interface Candidate {
  communityId: CommunityId;
  publicKey: PublicKey;
  reference: OpId | null;
}

function readFrame(bytes: Uint8Array, table: readonly RadioBody[]): Frame | null {
  if (bytes.length > radioBytesMax) return null;
  const codec = table.find((entry) => entry.kind === bytes[0]);
  const seq = decodeVarint(bytes, 1 + prefixBytes);
  if (!codec || seq === null || seq.value < 1 || seq.value > seqMax) return null;
  const timeEnd = seq.next + 4;
  const bodyStart = timeEnd + (codec.refers ? prefixBytes : 0);
  const bodyEnd = bytes.length - signatureBytes;
  if (bodyStart > bodyEnd) return null;
  return {
    codec,
    author: toHex(bytes.subarray(1, 1 + prefixBytes)),
    seq: seq.value,
    time: readUint32(bytes, seq.next),
    reference: codec.refers ? toHex(bytes.subarray(timeEnd, bodyStart)) : null,
    packed: bytes.slice(bodyStart, bodyEnd),
    signature: bytes.slice(bodyEnd),
  };
}

function* candidates(frame: Frame, knowledge: RadioKnowledge): Generator<Candidate> {
  for (const { communityId, publicKey } of knowledge.devices(frame.author)) {
    if (frame.reference === null) {
      yield { communityId, publicKey, reference: null };
      continue;
    }
    const { kind } = frame.codec;
    for (const reference of knowledge.references(communityId, kind, frame.reference)) {
      yield { communityId, publicKey, reference };
    }
  }
}

async function tryCandidate(
  frame: Frame,
  { communityId, publicKey, reference }: Candidate,
): Promise<RadioOperation | null> {
  const body = frame.codec.unpack(frame.packed, reference);
  if (body === null || !isSamePacking(frame, body)) return null;
  const header: Header = { kind: frame.codec.kind, seq: frame.seq, time: frame.time, body };
  const signed = signedBytes(communityId, publicKey, header);
  if (!(await verifySignature(publicKey, frame.signature, signed))) return null;
  const op: Operation = {
    community: communityBytes(communityId).slice(0, 4),
    author: await deviceIdOf(publicKey),
    header,
    signature: frame.signature,
    detached: null,
  };
  return { op, id: await operationId(signed), communityId };
}

/** One operation has one radio form, as it has one wire form. */
function isSamePacking(frame: Frame, body: CborValue[]): boolean {
  const again = frame.codec.pack(body);
  return again !== null && equalBytes(again.packed, frame.packed);
}

function prefixOf(id: string): Uint8Array {
  return (fromHex(id) ?? new Uint8Array(prefixBytes)).subarray(0, prefixBytes);
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

function readUint32(bytes: Uint8Array, at: number): number {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength).getUint32(at);
}

function noRadioForm(): FolkmootError {
  return new FolkmootError("no-radio-form", "This cannot be sent by radio.", {
    hint: "It waits for WiFi or a USB stick.",
  });
}
