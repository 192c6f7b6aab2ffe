/**
 * From bytes to an operation whose author is known and whose signature holds. All of it happens
 * before the write queue; whether the operation may be logged is settled inside the transaction.
 */
import { kindByNumber } from "../../mesh/kinds/index.ts";
import {
  bodyOf,
  type CborValue,
  type CommunityId,
  communityBytes,
  type DeviceId,
  decodeOperation,
  deviceIdWith,
  headerBytesOf,
  type Operation,
  type OpId,
  operationIdWith,
  type PublicKey,
  signedBytesWith,
  verifyDetachedWith,
} from "../../mesh/op/index.ts";
import type { Authority } from "./contract.ts";
import { sha256Sync } from "./crypt.ts";
import { SignatureChecker } from "./signatures.ts";

/** An operation that may be logged if its author's key may. */
export interface Candidate {
  readonly id: OpId;
  readonly op: Operation;
  /** CBOR of the header, as signed. */
  readonly headerBytes: Uint8Array;
  readonly publicKey: PublicKey;
  readonly body: DecodedBody;
}

/** `value` is what projections see; null when there is nothing, or nothing that could be read. */
export interface DecodedBody {
  readonly state: "absent" | "decoded" | "malformed" | "unknown-kind";
  readonly value: unknown;
}

export interface AdmissionParts {
  readonly communityId: () => CommunityId | null;
  readonly authority: Authority;
  readonly deviceKey: (device: DeviceId) => PublicKey | null;
  readonly listedKey: (author: DeviceId) => PublicKey | null;
}

export class Admission {
  readonly #parts: AdmissionParts;
  readonly #signatures = new SignatureChecker();

  constructor(parts: AdmissionParts) {
    this.#parts = parts;
  }

  /** Null for each that is malformed, of another community, by a stranger, or wrongly signed. */
  async check(wires: readonly Uint8Array[]): Promise<(Candidate | null)[]> {
    const communityId = this.#parts.communityId();
    if (communityId === null) return wires.map(() => null);
    const community = communityBytes(communityId);
    const introduced = new Map<DeviceId, PublicKey>();
    const checks = wires.map((wire) => {
      const candidate = this.#candidate(wire, community, introduced);
      return candidate === null ? false : this.#isSigned(candidate);
    });
    const verdicts = await Promise.all(checks);
    return verdicts.map((verdict) => verdict || null);
  }

  #candidate(
    wire: Uint8Array,
    community: Uint8Array,
    introduced: Map<DeviceId, PublicKey>,
  ): Unsigned | null {
    const op = tryDecode(wire);
    if (op === null || !sameTag(op.community, community)) return null;
    if (!verifyDetachedWith(sha256Sync, op)) return null;
    const body = decodedBody(op.header.kind, bodyOf(op));
    const publicKey = this.#keyOf(op, body, introduced);
    if (publicKey === null) return null;
    const headerBytes = headerBytesOf(wire, op);
    const signed = signedBytesWith(community, publicKey, headerBytes);
    const id = operationIdWith(sha256Sync, signed);
    return { signed, candidate: { id, op, headerBytes, publicKey, body } };
  }

  async #isSigned({ candidate, signed }: Unsigned): Promise<Candidate | false> {
    const { op, publicKey } = candidate;
    const valid = await this.#signatures.check(op.author, publicKey, op.signature, signed);
    return valid && candidate;
  }

  /** A device introduced earlier in the same request may already speak in the rest of it. */
  #keyOf(op: Operation, body: DecodedBody, introduced: Map<DeviceId, PublicKey>): PublicKey | null {
    const { author } = op;
    const known = this.#parts.deviceKey(author) ?? introduced.get(author);
    if (known !== undefined) return known;
    const { kind } = op.header;
    const key =
      this.#parts.authority.introducedKey({ author, kind, body: body.value }) ??
      this.#parts.listedKey(author);
    if (key === null || deviceIdWith(sha256Sync, key) !== author) return null;
    introduced.set(author, key);
    return key;
  }
}

interface Unsigned {
  readonly candidate: Candidate;
  readonly signed: Uint8Array;
}

/** The body as its kind's schema reads it. */
export function decodedBody(kindNumber: number, body: CborValue[] | null): DecodedBody {
  if (body === null) return { state: "absent", value: null };
  const kind = kindByNumber(kindNumber);
  if (kind === null) return { state: "unknown-kind", value: null };
  try {
    return { state: "decoded", value: kind.schema.decode(body) };
  } catch {
    return { state: "malformed", value: null };
  }
}

function tryDecode(wire: Uint8Array): Operation | null {
  try {
    return decodeOperation(wire);
  } catch {
    return null;
  }
}

/** An operation names its community by the first four bytes. */
function sameTag(a: Uint8Array, b: Uint8Array): boolean {
  return a[0] === b[0] && a[1] === b[1] && a[2] === b[2] && a[3] === b[3];
}
