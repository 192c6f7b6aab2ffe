import { type IdSet, idBytes, idsInlineMax, idsPerPartMax } from "../kinds/index.ts";
import { concatBytes, equalBytes, fromHex, type OpId, toHex } from "../op/index.ts";

type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** Ids as they travel: those that stand in the operation, and parts for `idList` operations. */
export interface SplitIds {
  readonly sorted: readonly string[];
  readonly ids: Uint8Array<ArrayBuffer>;
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
}

/** Sorts and packs ids of 16 bytes. Each part is signed as an `idList` before the set is named. */
export function splitIds(ids: Iterable<string>): SplitIds {
  const sorted = [...new Set(ids)].sort();
  const packed = (from: number, to: number) =>
    concatBytes(...sorted.slice(from, to).map((id) => fromHex(id) ?? new Uint8Array()));
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let from = idsInlineMax; from < sorted.length; from += idsPerPartMax) {
    parts.push(packed(from, from + idsPerPartMax));
  }
  return { sorted, ids: packed(0, idsInlineMax), parts };
}

/** The set as an operation names it; `parts`: the operations that hold `split.parts`. */
export function idSetOf(split: SplitIds, parts: OpId[], sha256: Sha256): IdSet {
  const root = finish(treeSteps(split.sorted), sha256);
  return { root, count: split.sorted.length, ids: new Uint8Array(split.ids), parts };
}

/** `idSetOf` for whoever hashes later, before the parts are signed. */
export async function idSetLater(
  split: SplitIds,
  sha256: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<(parts: OpId[]) => IdSet> {
  const root = new Uint8Array(await finishLater(treeSteps(split.sorted), sha256));
  const count = split.sorted.length;
  return (parts) => ({ root, count, ids: new Uint8Array(split.ids), parts });
}

/**
 * The ids of a set, in order, or null when a part is missing or they are not what `root` says.
 * `partOf` gives the ids of an `idList` operation.
 */
export function readIdSet(
  set: IdSet,
  partOf: (part: OpId) => Uint8Array | null,
  sha256: Sha256,
): string[] | null {
  const ids = unpackIds(set, partOf);
  if (ids === null) return null;
  return equalBytes(finish(treeSteps(ids), sha256), set.root) ? ids : null;
}

/** `readIdSet` for whoever hashes later, a whole level of the tree at once. */
export async function readIdSetLater(
  set: IdSet,
  partOf: (part: OpId) => Uint8Array | null,
  sha256: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<string[] | null> {
  const ids = unpackIds(set, partOf);
  if (ids === null) return null;
  return equalBytes(await finishLater(treeSteps(ids), sha256), set.root) ? ids : null;
}

function unpackIds(set: IdSet, partOf: (part: OpId) => Uint8Array | null): string[] | null {
  const ids: string[] = [];
  for (const packed of [set.ids, ...set.parts.map(partOf)]) {
    if (packed === null || packed.length % idBytes !== 0) return null;
    for (let at = 0; at < packed.length; at += idBytes) {
      ids.push(toHex(packed.subarray(at, at + idBytes)));
    }
  }
  const isAscending = ids.every((id, at) => at === 0 || (ids[at - 1] as string) < id);
  return isAscending && ids.length === set.count ? ids : null;
}

/**
 * The tree hash of RFC 6962 §2.1, a level at a time: gives what is to be hashed, takes the hashes.
 * An odd one out rises unhashed, which is where RFC 6962 splits.
 */
function* treeSteps(ids: readonly string[]): Generator<Uint8Array[], Uint8Array, Uint8Array[]> {
  if (ids.length === 0) return (yield [new Uint8Array()])[0] as Uint8Array;
  const leaf = Uint8Array.of(0);
  const node = Uint8Array.of(1);
  let level = yield ids.map((id) => concatBytes(leaf, fromHex(id) ?? new Uint8Array()));
  while (level.length > 1) {
    const pairs: Uint8Array[] = [];
    for (let at = 0; at + 1 < level.length; at += 2) {
      pairs.push(concatBytes(node, level[at] as Uint8Array, level[at + 1] as Uint8Array));
    }
    const odd = level.length % 2 === 1 ? level.slice(-1) : [];
    level = [...(yield pairs), ...odd];
  }
  return level[0] as Uint8Array;
}

function finish(steps: ReturnType<typeof treeSteps>, sha256: Sha256): Uint8Array<ArrayBuffer> {
  let step = steps.next();
  while (!step.done) step = steps.next(step.value.map(sha256));
  return new Uint8Array(step.value);
}

async function finishLater(
  steps: ReturnType<typeof treeSteps>,
  sha256: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  let step = steps.next();
  while (!step.done) {
    step = steps.next(await Promise.all(step.value.map((bytes) => sha256(bytes))));
  }
  return step.value;
}
