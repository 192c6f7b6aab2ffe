/** Keys, operations and arbitrary values for tests of everything that is signed. */
import {
  type CborValue,
  type CommunityId,
  concatBytes,
  createOperation,
  generateSigner,
  type Operation,
  type OpId,
  type Signer,
  sha256,
  signerFromSeed,
  toCommunityId,
  utf8,
} from "../../mesh/op/index.ts";

export const communityId: CommunityId = toCommunityId("c0".repeat(32));

/** Bytes that follow from a seed alone. */
export function seededRandom(seed: number) {
  let state = seed >>> 0;
  const next = () => {
    // mulberry32
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 0x1_0000_0000;
  };
  return {
    /** A number from 0 to just below 1. */
    next,
    /** A whole number from 0 to just below `below`. */
    below: (below: number) => Math.floor(next() * below),
    bytes: (length: number) => Uint8Array.from({ length }, () => Math.floor(next() * 256)),
  };
}

/** The same Ed25519 signer for the same name, always. */
export async function namedSigner(name: string): Promise<Signer> {
  return signerFromSeed(await sha256(utf8(name)));
}

/** One P-256 signer per process: such keys cannot be made from a name. */
export const p256Signer = generateSigner({ extractable: false, algorithm: "P-256" });

export interface Wanted {
  signer?: Signer;
  kind?: number;
  seq?: number;
  time?: number;
  body?: CborValue[];
  erasable?: boolean;
}

/** A signed operation of the test community. */
export async function makeOperation(
  wanted: Wanted = {},
): Promise<{ op: Operation; id: OpId; bytes: Uint8Array<ArrayBuffer> }> {
  return createOperation({
    communityId,
    signer: wanted.signer ?? (await namedSigner("ana")),
    kind: wanted.kind ?? 200,
    seq: wanted.seq ?? 1,
    time: wanted.time ?? 1_795_000_000,
    body: wanted.body ?? ["hello", 7],
    erasable: wanted.erasable ?? false,
    random: seededRandom(wanted.seq ?? 1),
  });
}

/** The same bytes with one bit turned over. */
export function flipBit(bytes: Uint8Array, bit: number): Uint8Array<ArrayBuffer> {
  const flipped = concatBytes(bytes);
  flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
  return flipped;
}
