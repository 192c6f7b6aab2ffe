/**
 * The Merkle tree of a log: RFC 6962 §2.1, with the algorithms of RFC 9162 §2.1.3 and §2.1.4 for
 * checking. Hashing is the caller's and synchronous: a box hashes at once, a phone by `settle`.
 */
import { concatBytes, equalBytes, FolkmootError } from "../op/index.ts";
import { pathHashesMax, treeSizeMax } from "./limits.ts";

export type Sha256 = (bytes: Uint8Array) => Uint8Array;

/** Hashes of complete subtrees, from wherever they are kept. */
export interface TreeNodes {
  /** Root over the leaves `index × 2^level` up to `(index + 1) × 2^level`. */
  node(level: number, index: number): Uint8Array;
}

const leafPrefix = Uint8Array.of(0);
const nodePrefix = Uint8Array.of(1);
export const hashBytes = 32;

export function leafHash(sha256: Sha256, entry: Uint8Array): Uint8Array {
  return sha256(concatBytes(leafPrefix, entry));
}

export function nodeHash(sha256: Sha256, left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(nodePrefix, left, right));
}

/** Everything a tree is asked: its root at any size, and proofs between sizes. */
export interface Tree {
  root(size: number): Uint8Array;
  /** Hashes from the leaf's sibling up. Throws `not-in-tree` unless `index < size`. */
  inclusionPath(index: number, size: number): Uint8Array[];
  /** Throws `not-in-tree` unless `1 <= from <= to`. Empty when they are equal. */
  consistencyPath(from: number, to: number): Uint8Array[];
}

export function treeOf(nodes: TreeNodes, sha256: Sha256): Tree {
  /** MTH(D[start:start + size]) of RFC 6962. */
  const range = (start: number, size: number): Uint8Array => {
    const left = largestPowerBelow(size);
    if (left === size) return nodes.node(Math.log2(size), start / size);
    return nodeHash(sha256, range(start, left), range(start + left, size - left));
  };
  const path = (index: number, start: number, size: number): Uint8Array[] => {
    if (size === 1) return [];
    const left = splitOf(size);
    return index < left
      ? [...path(index, start, left), range(start + left, size - left)]
      : [...path(index - left, start + left, size - left), range(start, left)];
  };
  /** SUBPROOF of RFC 6962. `whole`: the reader knows the root of this part already. */
  const between = (from: number, start: number, to: number, whole: boolean): Uint8Array[] => {
    if (from === to) return whole ? [] : [range(start, to)];
    const left = splitOf(to);
    return from <= left
      ? [...between(from, start, left, whole), range(start + left, to - left)]
      : [...between(from - left, start + left, to - left, false), range(start, left)];
  };
  return {
    root: (size) => (size === 0 ? sha256(new Uint8Array()) : range(0, size)),
    inclusionPath(index, size) {
      if (!isSize(size) || !isSize(index) || index >= size) throw notInTree();
      return path(index, 0, size);
    },
    consistencyPath(from, to) {
      if (!isSize(to) || !isSize(from) || from < 1 || from > to) throw notInTree();
      return between(from, 0, to, true);
    },
  };
}

export interface InclusionClaim {
  readonly index: number;
  readonly size: number;
  /** Hash of the leaf, as `leafHash` makes it. */
  readonly leaf: Uint8Array;
  readonly path: readonly Uint8Array[];
  readonly root: Uint8Array;
}

/** Whether the leaf stands at `index` of the tree with this root (RFC 9162 §2.1.3.2). */
export function verifyInclusion(sha256: Sha256, claim: InclusionClaim): boolean {
  const { index, size, path } = claim;
  if (!isSize(size) || !isSize(index) || index >= size) return false;
  if (!areHashes([claim.leaf, claim.root, ...path])) return false;
  let [at, last] = [index, size - 1];
  let hash = claim.leaf;
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      hash = nodeHash(sha256, sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      hash = nodeHash(sha256, hash, sibling);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equalBytes(hash, claim.root);
}

export interface ConsistencyClaim {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Uint8Array;
  readonly toRoot: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** Whether the larger tree begins with the smaller one (RFC 9162 §2.1.4.2). */
export function verifyConsistency(sha256: Sha256, claim: ConsistencyClaim): boolean {
  const { from, to, fromRoot, toRoot, path } = claim;
  if (!isSize(from) || !isSize(to) || from < 1 || from > to) return false;
  if (from === to) return path.length === 0 && equalBytes(fromRoot, toRoot);
  if (path.length === 0 || !areHashes([fromRoot, toRoot, ...path])) return false;
  const [first, ...rest] = isPowerOfTwo(from) ? [fromRoot, ...path] : path;
  if (first === undefined) return false;
  let [at, last] = [from - 1, to - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  let [smaller, larger] = [first, first];
  for (const hash of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      smaller = nodeHash(sha256, hash, smaller);
      larger = nodeHash(sha256, hash, larger);
      while (at % 2 === 0 && at !== 0) [at, last] = [half(at), half(last)];
    } else {
      larger = nodeHash(sha256, larger, hash);
    }
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equalBytes(smaller, fromRoot) && equalBytes(larger, toRoot);
}

/** Whether a number can be the size of a tree, or the index of a leaf. */
export function isSize(size: number): boolean {
  return Number.isSafeInteger(size) && size >= 0 && size <= treeSizeMax;
}

/** Two that are compared, and those of a path. */
function areHashes(hashes: readonly Uint8Array[]): boolean {
  const isTooLong = hashes.length > 2 + pathHashesMax;
  return !isTooLong && hashes.every((hash) => hash.length === hashBytes);
}

/** The largest power of two that is not greater than `size`. */
function largestPowerBelow(size: number): number {
  let power = 1;
  while (power * 2 <= size) power *= 2;
  return power;
}

/** Where RFC 6962 splits a tree: the largest power of two smaller than `size`. */
function splitOf(size: number): number {
  const power = largestPowerBelow(size);
  return power === size ? power / 2 : power;
}

function isPowerOfTwo(size: number): boolean {
  return largestPowerBelow(size) === size;
}

function half(value: number): number {
  return Math.floor(value / 2);
}

function notInTree(): FolkmootError {
  return new FolkmootError("not-in-tree", "The record has no such place.", { status: 404 });
}
