import {
  type CborValue,
  type CommunityId,
  decodeCbor,
  encodeCbor,
  FolkmootError,
  fromHex,
  toCommunityId,
  toDeviceId,
} from "../op/index.ts";
import type { RootSignature } from "./root-document.ts";

/** The largest file that is looked at: 8,000 voters, each with an enrolment and an invitation. */
export const decisionFileBytesMax = 8 * 1_024 * 1_024;
const format = "folkmoot/decision/1";

/**
 * One decision with everything that proves it, for whoever has nothing but this file. Operations
 * are in wire form, as they were signed.
 */
export interface DecisionFile {
  readonly communityId: CommunityId;
  /** From version 1 to the one in force, each with the signatures that put it in force. */
  readonly roots: readonly { document: Uint8Array; signatures: readonly RootSignature[] }[];
  /** Enrolments of everybody on the roll and who voted, and the invitations and gate requests
   * behind them. */
  readonly people: readonly Uint8Array[];
  /** Versions, openings, lists of ids, closes, and everything that was voted. */
  readonly statements: readonly Uint8Array[];
  /** What the versions say; may have been erased. */
  readonly texts: readonly Uint8Array[];
  /** The box's word on when it had which operation. */
  readonly receipts: readonly Uint8Array[];
  /** Pairs of operations that one device signed under one number. */
  readonly equivocations: readonly (readonly [Uint8Array, Uint8Array])[];
}

/** Deterministic CBOR: the same decision is the same file. */
export function encodeDecision(file: DecisionFile): Uint8Array<ArrayBuffer> {
  return encodeCbor([
    format,
    fromHex(file.communityId),
    file.roots.map(rootValue),
    [...file.people],
    [...file.statements],
    [...file.texts],
    [...file.receipts],
    file.equivocations.map((pair) => [...pair]),
  ]);
}

/** Throws a flat `malformed-decision`. Nothing is verified yet. */
export function decodeDecision(bytes: Uint8Array): DecisionFile {
  try {
    if (bytes.length > decisionFileBytesMax) throw malformed();
    const value = decodeCbor(bytes);
    const [name, community, roots, people, statements, texts, receipts, equivocations, ...rest] =
      listOf(value);
    if (name !== format || rest.length > 0) throw malformed();
    return {
      communityId: toCommunityId(bytesOf(community)),
      roots: listOf(roots).map(readRoot),
      people: listOf(people).map(bytesOf),
      statements: listOf(statements).map(bytesOf),
      texts: listOf(texts).map(bytesOf),
      receipts: listOf(receipts).map(bytesOf),
      equivocations: listOf(equivocations).map((pair) => {
        const [first, second, ...more] = listOf(pair);
        if (more.length > 0) throw malformed();
        return [bytesOf(first), bytesOf(second)] as const;
      }),
    };
  } catch {
    throw malformed();
  }
}

/** A root document with the signatures that put it in force, as files of this room spell it. */
export function rootValue({ document, signatures }: DecisionFile["roots"][number]): CborValue[] {
  return [document, signatures.map(({ device, signature }) => [fromHex(device), signature])];
}

export function readRoot(value: CborValue): DecisionFile["roots"][number] {
  const [document, signatures, ...rest] = listOf(value);
  if (rest.length > 0) throw malformed();
  return {
    document: bytesOf(document),
    signatures: listOf(signatures).map((signed) => {
      const [device, signature, ...more] = listOf(signed);
      if (more.length > 0) throw malformed();
      return { device: toDeviceId(bytesOf(device)), signature: bytesOf(signature) };
    }),
  };
}

export function listOf(value: CborValue | undefined): CborValue[] {
  if (!Array.isArray(value)) throw malformed();
  return value;
}

export function bytesOf(value: CborValue | undefined): Uint8Array {
  if (!(value instanceof Uint8Array)) throw malformed();
  return value;
}

export function textOf(value: CborValue | undefined): string {
  if (typeof value !== "string") throw malformed();
  return value;
}

export function numberOf(value: CborValue | undefined): number {
  if (typeof value !== "number") throw malformed();
  return value;
}

function malformed(): FolkmootError {
  return new FolkmootError("malformed-decision", "This file is not a decision.", {
    hint: "Export the decision again; the file may have been cut off on the way.",
    status: 400,
  });
}
