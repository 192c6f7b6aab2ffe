import { concatBytes, fromHex, toHex, utf8 } from "./bytes.ts";
import { decodeCbor, encodeCbor } from "./cbor.ts";
import { FolkmootError } from "./error.ts";
import { receiptIdsMax, timeMax } from "./limits.ts";
import { deviceIdOf, verifySignature } from "./public-key.ts";
import type { Signer } from "./signer.ts";
import { communityBytes } from "./signing.ts";
import { type CborValue, type CommunityId, type DeviceId, type OpId, toOpId } from "./types.ts";

const receiptDomain = utf8("folkmoot/receipt/1\0");

/** A box's signed word that these operations are in its log, on disk. */
export interface Receipt {
  box: DeviceId;
  /** Seconds since 1970, by the box's clock. */
  time: number;
  ids: OpId[];
  signature: Uint8Array;
}

export async function createReceipt(
  communityId: CommunityId,
  boxSigner: Signer,
  time: number,
  ids: OpId[],
): Promise<Receipt> {
  const signing = boxSigner.sign(receiptBytes(communityId, time, ids));
  return { box: await boxOf(boxSigner), time, ids, signature: await signing };
}

const boxes = new WeakMap<Signer, Promise<DeviceId>>();

/** A box signs receipts by the thousand, always as the same. */
function boxOf(boxSigner: Signer): Promise<DeviceId> {
  const known = boxes.get(boxSigner);
  if (known !== undefined) return known;
  const box = deviceIdOf(boxSigner.publicKey);
  boxes.set(boxSigner, box);
  return box;
}

/** Whether this box key signed this receipt for this community. */
export async function verifyReceipt(
  receipt: Receipt,
  communityId: CommunityId,
  boxKey: Uint8Array,
): Promise<boolean> {
  if ((await deviceIdOf(boxKey)) !== receipt.box) return false;
  const bytes = receiptBytes(communityId, receipt.time, receipt.ids);
  return verifySignature(boxKey, receipt.signature, bytes);
}

/** CBOR of `[box(8), time, [id(16)…], signature(64)]`. */
export function encodeReceipt(receipt: Receipt): Uint8Array<ArrayBuffer> {
  return encodeCbor([fromHex(receipt.box), receipt.time, idValues(receipt.ids), receipt.signature]);
}

/** Throws a flat `malformed-receipt`. */
export function decodeReceipt(bytes: Uint8Array): Receipt {
  const value = bytes.length > 32 * receiptIdsMax ? null : tryDecode(bytes);
  if (!Array.isArray(value) || value.length !== 4) throw malformedReceipt();
  const [box, time, ids, signature] = value;
  if (!(box instanceof Uint8Array) || box.length !== 8) throw malformedReceipt();
  if (!(signature instanceof Uint8Array) || signature.length !== 64) throw malformedReceipt();
  if (typeof time !== "number" || time < 0 || time > timeMax) throw malformedReceipt();
  if (!Array.isArray(ids) || ids.length > receiptIdsMax) throw malformedReceipt();
  return { box: toHex(box) as DeviceId, time, ids: ids.map(readId), signature };
}

function readId(value: CborValue): OpId {
  if (!(value instanceof Uint8Array) || value.length !== 16) throw malformedReceipt();
  return toOpId(value);
}

function tryDecode(bytes: Uint8Array): CborValue {
  try {
    return decodeCbor(bytes);
  } catch {
    return null;
  }
}

function receiptBytes(communityId: CommunityId, time: number, ids: OpId[]): Uint8Array {
  const content = encodeCbor([time, idValues(ids)]);
  return concatBytes(receiptDomain, communityBytes(communityId), content);
}

function idValues(ids: OpId[]): CborValue[] {
  return ids.map((id) => fromHex(id));
}

function malformedReceipt(): FolkmootError {
  return new FolkmootError("malformed-receipt", "These bytes are not a receipt.", { status: 400 });
}
