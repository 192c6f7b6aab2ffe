import { fromHex, toHex } from "./bytes.ts";
import { FolkmootError } from "./error.ts";

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** SHA-256 of version 1 of the community root document: 32 bytes, 64 hex digits. */
export type CommunityId = Branded<"CommunityId">;
/** First 16 bytes of SHA-256 over what was signed, 32 hex digits. */
export type OpId = Branded<"OpId">;
/** First 8 bytes of SHA-256 over the encoded public key, 16 hex digits. */
export type DeviceId = Branded<"DeviceId">;
/** A person: the id of the operation that enrolled their first device, 32 hex digits. */
export type MemberId = Branded<"MemberId">;

/**
 * An encoded public key: byte 1 and 32 bytes of Ed25519 (RFC 8032), or byte 2 and 65 bytes of an
 * uncompressed P-256 point (SEC 1). The first byte decides how signatures are checked.
 */
export type PublicKey = Uint8Array;

/** What a body may be made of: no maps, no floats, no undefined, no tags. */
export type CborValue = number | string | boolean | null | Uint8Array | CborValue[];

/** What travels inside every operation and is covered by the signature. */
export interface Header {
  kind: number;
  /** Counts up per device from 1. */
  seq: number;
  /** Seconds since 1970, by the author's clock. */
  time: number;
  /** Lasting kinds: the body. Erasable kinds: the 32-byte hash of salt and body. */
  body: CborValue[] | Uint8Array;
}

/** The part of an erasable operation that can be destroyed without breaking the signature. */
export interface Detached {
  /** 16 random bytes, so that nobody can guess a destroyed body from its hash. */
  salt: Uint8Array;
  /** Deterministic CBOR of an array. */
  body: Uint8Array;
}

export interface Operation {
  /** First 4 bytes of the community id: a routing hint, never trusted. */
  community: Uint8Array;
  author: DeviceId;
  header: Header;
  /** 64 bytes. */
  signature: Uint8Array;
  /** Null for lasting kinds, and where the body was erased or may not be seen. */
  detached: Detached | null;
}

/** Reads a community id from hex or bytes; throws `malformed-id`. */
export const toCommunityId = idReader<CommunityId>(32);
/** Reads an operation id from hex or bytes; throws `malformed-id`. */
export const toOpId = idReader<OpId>(16);
/** Reads a device id from hex or bytes; throws `malformed-id`. */
export const toDeviceId = idReader<DeviceId>(8);
/** Reads a member id from hex or bytes; throws `malformed-id`. */
export const toMemberId = idReader<MemberId>(16);

function idReader<Id extends string>(length: number): (value: string | Uint8Array) => Id {
  return (value) => {
    const bytes = typeof value === "string" ? fromHex(value) : value;
    if (bytes === null || bytes.length !== length) {
      throw new FolkmootError("malformed-id", "This is not an id.", { status: 400 });
    }
    return toHex(bytes) as Id;
  };
}
