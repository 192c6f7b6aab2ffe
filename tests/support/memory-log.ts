/** A transparency log in memory, which can also do what an honest box never does. */
import { createHash, verify } from "node:crypto";
import {
  leafHash,
  nodeHash,
  type Opening,
  type Shown,
  signCheckpoint,
  signOpening,
  treeOf,
} from "../../mesh/log/index.ts";
import {
  deviceIdOf,
  fromHex,
  type OpId,
  type Signer,
  toBase64Url,
  toOpId,
} from "../../mesh/op/index.ts";
import type { SyncCrypto } from "../../mesh/rules/index.ts";
import { communityId, namedSigner } from "./operations.ts";

export const hash = (bytes: Uint8Array): Uint8Array =>
  new Uint8Array(createHash("sha256").update(bytes).digest());

const spkiHead = Buffer.from("302a300506032b6570032100", "hex");

/** Node's answers, for Ed25519 keys. */
export const nodeCrypto: SyncCrypto = {
  sha256: hash,
  verify: (publicKey, signature, bytes) =>
    verify(
      null,
      bytes,
      { key: Buffer.concat([spkiHead, publicKey.subarray(1)]), format: "der", type: "spki" },
      signature,
    ),
};

/** A tree over these entries, every node computed when it is asked for. */
export function treeOver(entries: readonly Uint8Array[]) {
  const node = (level: number, index: number): Uint8Array =>
    level === 0
      ? leafHash(hash, entries[index] as Uint8Array)
      : nodeHash(hash, node(level - 1, 2 * index), node(level - 1, 2 * index + 1));
  return treeOf({ node }, hash);
}

/** The id of the operation of this number. */
export function numberedId(number: number): OpId {
  return toOpId(hash(Uint8Array.of(number >> 16, number >> 8, number)).subarray(0, 16));
}

export interface MemoryLog {
  readonly signer: Signer;
  readonly origin: string;
  readonly opening: string;
  readonly ids: OpId[];
  tree(): ReturnType<typeof treeOver>;
  checkpoint(size?: number): Promise<string>;
  /** As GET /api/audit answers, at this size. */
  shown(size?: number): Promise<Shown>;
}

export async function memoryLog(
  ids: readonly OpId[],
  given: Partial<Opening> & {
    signer?: Signer;
    logs?: readonly { origin: string; opening: string }[];
  } = {},
): Promise<MemoryLog> {
  const { signer = await namedSigner("box"), logs = [], ...opening } = given;
  const all = [...ids];
  const tree = () => treeOver(all.map((id) => fromHex(id) as Uint8Array));
  const { origin, note } = await signOpening(
    {
      community: communityId,
      box: await deviceIdOf(signer.publicKey),
      number: 1,
      nonce: "0".repeat(32),
      opened: 1_795_000_000,
      reason: "begun",
      previous: null,
      size: 0,
      root: tree().root(0),
      ...opening,
    },
    signer,
  );
  const checkpoint = (size = all.length) =>
    signCheckpoint({ origin, size, root: tree().root(size) }, signer);
  return {
    signer,
    origin,
    opening: note,
    ids: all,
    tree,
    checkpoint,
    shown: async (size) => ({
      log: { origin, opening: note, checkpoint: await checkpoint(size) },
      logs: [...logs, { origin, opening: note }],
      consistency: async (from, to) => ({
        from,
        to,
        fromRoot: toBase64Url(tree().root(from)),
        path: tree().consistencyPath(from, to).map(toBase64Url),
      }),
    }),
  };
}
