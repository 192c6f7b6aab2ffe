/** The signed operation: what travels between devices and boxes, and how anybody checks it. */
export {
  concatBytes,
  equalBytes,
  fromBase64Url,
  fromHex,
  sha256,
  toBase64Url,
  toHex,
  utf8,
} from "./bytes.ts";
export { decodeCbor, encodeCbor } from "./cbor.ts";
export { verifyEquivocation } from "./equivocation.ts";
export { FolkmootError } from "./error.ts";
export { type Heads, missingFrom, recordSeq } from "./heads.ts";
export { type Hints, hintsOf } from "./hints.ts";
export * from "./limits.ts";
export {
  bodyOf,
  decodeBatch,
  decodeBody,
  decodeOperation,
  encodeBatch,
  encodeOperation,
  headerBytesOf,
} from "./operation.ts";
export {
  algorithmOf,
  deviceIdOf,
  deviceIdWith,
  isPublicKey,
  verifySignature,
} from "./public-key.ts";
export {
  decodeRadio,
  encodeRadio,
  type RadioBody,
  type RadioKnowledge,
} from "./radio.ts";
export {
  createReceipt,
  decodeReceipt,
  encodeReceipt,
  type Receipt,
  verifyReceipt,
} from "./receipt.ts";
export {
  type DeviceSigner,
  generateSigner,
  type KeyAlgorithm,
  type Signer,
  signerFromSeed,
  subtleSigner,
} from "./signer.ts";
export {
  communityBytes,
  createOperation,
  operationId,
  operationIdWith,
  signedBytes,
  signedBytesWith,
  verifyDetached,
  verifyDetachedWith,
  verifyOperation,
} from "./signing.ts";
export {
  type CborValue,
  type CommunityId,
  type Detached,
  type DeviceId,
  type Header,
  type MemberId,
  type Operation,
  type OpId,
  type PublicKey,
  toCommunityId,
  toDeviceId,
  toMemberId,
  toOpId,
} from "./types.ts";
export { decodeVarint, encodeVarint } from "./varint.ts";
