import { expect, test } from "bun:test";
import { communityId, makeOperation, namedSigner } from "../../tests/support/operations.ts";
import { decodeCbor, encodeChecked } from "./cbor.ts";
import { type Heads, recordSeq } from "./heads.ts";
import * as limits from "./limits.ts";
import { decodeBatch, decodeBody, decodeOperation } from "./operation.ts";
import { decodeRadio, encodeRadio, type RadioBody, type RadioKnowledge } from "./radio.ts";
import { createReceipt, decodeReceipt, encodeReceipt } from "./receipt.ts";
import { type CborValue, toDeviceId, toOpId } from "./types.ts";

const device = toDeviceId("aa".repeat(8));
const opOf = (header: CborValue[], ...rest: CborValue[]) =>
  encodeChecked([new Uint8Array(4), new Uint8Array(8), header, new Uint8Array(64), ...rest]);
const lasting = (...body: CborValue[]) => opOf([1, 1, 1, body]);
const erasable = (body: Uint8Array) =>
  opOf([1, 1, 1, new Uint8Array(32)], [new Uint8Array(16), body]);
const nested = (depth: number): CborValue[] => (depth === 1 ? [] : [nested(depth - 1)]);
/** CBOR bytes of an array of one byte string, `length` bytes in all. */
const bodyOfLength = (length: number) => encodeChecked([new Uint8Array(length - 6)]);
const seqs = (heads: Heads) => heads.get(device)?.missing.length;

const filler: RadioBody = {
  kind: 200,
  refers: false,
  pack: ([bytes]) => ({ reference: null, packed: bytes as Uint8Array }),
  unpack: (packed) => [packed],
};

/** One packet, checked against one device that matches only after `wrong` that do not. */
async function receive(bytes: Uint8Array, wrong: number) {
  const right = (await namedSigner("ana")).publicKey;
  const other = (await namedSigner("mallory")).publicKey;
  const publicKeys = [...Array<Uint8Array>(wrong).fill(other), right];
  const knowledge: RadioKnowledge = {
    devices: () => publicKeys.map((publicKey) => ({ communityId, publicKey })),
    references: () => [],
  };
  return decodeRadio(bytes, [filler], knowledge);
}

/** For each limit: what just fits, and what is one beyond it. */
const crossings: Record<keyof typeof limits, { fits: () => unknown; beyond: () => unknown }> = {
  operationBytesMax: {
    fits: () => decodeOperation(erasable(bodyOfLength(limits.erasableBodyBytesMax))),
    beyond: () => decodeOperation(erasable(bodyOfLength(limits.operationBytesMax))),
  },
  lastingBodyBytesMax: {
    fits: () => decodeOperation(lasting(new Uint8Array(limits.lastingBodyBytesMax - 4))),
    beyond: () => decodeOperation(lasting(new Uint8Array(limits.lastingBodyBytesMax - 3))),
  },
  erasableBodyBytesMax: {
    fits: () => decodeBody(bodyOfLength(limits.erasableBodyBytesMax)),
    beyond: () => decodeBody(bodyOfLength(limits.erasableBodyBytesMax + 1)),
  },
  cborDepthMax: {
    fits: () => decodeCbor(encodeChecked(nested(limits.cborDepthMax))),
    beyond: () => decodeCbor(encodeChecked(nested(limits.cborDepthMax + 1))),
  },
  cborItemsMax: {
    fits: () => decodeCbor(encodeChecked(Array(limits.cborItemsMax - 1).fill(0))),
    beyond: () => decodeCbor(encodeChecked(Array(limits.cborItemsMax).fill(0))),
  },
  kindMax: {
    fits: () => decodeOperation(opOf([limits.kindMax, 1, 1, []])),
    beyond: () => decodeOperation(opOf([limits.kindMax + 1, 1, 1, []])),
  },
  seqMax: {
    fits: () => decodeOperation(opOf([1, limits.seqMax, 1, []])),
    beyond: () => decodeOperation(opOf([1, limits.seqMax + 1, 1, []])),
  },
  timeMax: {
    fits: () => decodeOperation(opOf([1, 1, limits.timeMax, []])),
    beyond: () => decodeOperation(opOf([1, 1, limits.timeMax + 1, []])),
  },
  opsPerRequestMax: {
    fits: () => decodeBatch(encodeChecked(Array(limits.opsPerRequestMax).fill(lasting()))),
    beyond: () => decodeBatch(encodeChecked(Array(limits.opsPerRequestMax + 1).fill(lasting()))),
  },
  requestBytesMax: {
    fits: () => decodeBatch(bodyOfLength(limits.requestBytesMax)),
    beyond: () => decodeBatch(bodyOfLength(limits.requestBytesMax + 1)),
  },
  receiptIdsMax: {
    fits: () => receiptFor(limits.receiptIdsMax),
    beyond: () => receiptFor(limits.receiptIdsMax + 1),
  },
  missingRangesMax: {
    fits: () => expect(gaps(limits.missingRangesMax)).toBe(limits.missingRangesMax),
    beyond: () => {
      // Crossing it is no error: two gaps become one.
      expect(gaps(limits.missingRangesMax + 1)).toBe(limits.missingRangesMax);
      throw new Error("merged");
    },
  },
  radioBytesMax: {
    fits: () => packet(limits.radioBytesMax),
    beyond: () => packet(limits.radioBytesMax + 1),
  },
  radioCandidatesMax: {
    fits: async () =>
      expect(await receive(await packet(100), limits.radioCandidatesMax - 1)).not.toBeNull(),
    beyond: async () => {
      if ((await receive(await packet(100), limits.radioCandidatesMax)) === null) {
        throw new Error("given up");
      }
    },
  },
};

test.each(Object.entries(crossings))("%s holds", async (_, { fits, beyond }) => {
  await fits();
  let refused = false;
  try {
    await beyond();
  } catch {
    refused = true;
  }
  expect(refused).toBe(true);
});

test("a packet beyond the limit is not looked at, whoever sent it", async () => {
  const bytes = new Uint8Array(limits.radioBytesMax + 1);
  bytes[0] = 200;
  bytes[5] = 1;
  expect(await receive(bytes, 0)).toBeNull();
});

async function receiptFor(count: number) {
  const ids = Array.from({ length: count }, (_, i) => toOpId(i.toString(16).padStart(32, "0")));
  const receipt = await createReceipt(communityId, await namedSigner("box"), 1, ids);
  return decodeReceipt(encodeReceipt(receipt));
}

function gaps(count: number) {
  const heads: Heads = new Map();
  for (let i = 1; i <= count; i++) recordSeq(heads, device, 2 * i);
  return seqs(heads);
}

async function packet(length: number) {
  // kind 1, author 4, number 1, time 4, signature 64
  const { op } = await makeOperation({ kind: 200, body: [new Uint8Array(length - 74)] });
  return encodeRadio(op, [filler]);
}
