/**
 * The tree over all operation ids, in log order. In memory are the roots of whole tiles of 256
 * leaves and everything above them, a quarter of a byte for each operation. What lies below is
 * hashed from the ids when somebody asks: half a millisecond.
 */
import { hash } from "node:crypto";
import { leafHash, nodeHash, type Sha256, type Tree, treeOf } from "../../mesh/log/index.ts";
import { fromHex, type OpId } from "../../mesh/op/index.ts";

export const sha256: Sha256 = (bytes) => hash("sha256", bytes, "buffer");

const tileLevel = 8;
export const tileLeaves = 2 ** tileLevel;
// The tile of the leaf and the one at the edge of the tree; a few readers at once.
const tilesKept = 8;

/** Ids of a whole tile, by its number. */
export type ReadTile = (number: number) => readonly OpId[];

export class RecordTree {
  readonly #readTile: ReadTile;
  /** `#upper[k][n]`: the node at level 8 + k. */
  readonly #upper: Uint8Array[][] = [];
  /** Leaves after the last whole tile. */
  #edge: Uint8Array[] = [];
  readonly #tiles = new Map<number, readonly Uint8Array[]>();
  readonly #tree: Tree;

  constructor(readTile: ReadTile) {
    this.#readTile = readTile;
    this.#tree = treeOf({ node: (level, index) => this.#node(level, index) }, sha256);
  }

  get size(): number {
    return this.tileCount * tileLeaves + this.#edge.length;
  }

  get tileCount(): number {
    return this.#upper[0]?.length ?? 0;
  }

  append(id: OpId): void {
    this.#edge.push(leafOf(id));
    if (this.#edge.length < tileLeaves) return;
    this.#addTile(rootOfLeaves(this.#edge));
    this.#edge = [];
  }

  /** Root of a whole tile. */
  tileRoot(number: number): Uint8Array {
    return this.#node(tileLevel, number);
  }

  root(size: number): Uint8Array {
    return this.#tree.root(size);
  }

  /** Throws `not-in-tree`. */
  inclusionPath(index: number, size: number): Uint8Array[] {
    return this.#tree.inclusionPath(index, size);
  }

  /** Throws `not-in-tree`. */
  consistencyPath(from: number, to: number): Uint8Array[] {
    return this.#tree.consistencyPath(from, to);
  }

  #addTile(root: Uint8Array): void {
    let node = root;
    for (let level = 0; ; level++) {
      const row = this.#upper[level] ?? [];
      this.#upper[level] = row;
      row.push(node);
      if (row.length % 2 === 1) return;
      node = nodeHash(sha256, row.at(-2) as Uint8Array, node);
    }
  }

  #node(level: number, index: number): Uint8Array {
    if (level >= tileLevel) return this.#upper[level - tileLevel]?.[index] as Uint8Array;
    const width = 2 ** level;
    const number = Math.floor((index * width) / tileLeaves);
    const start = index * width - number * tileLeaves;
    return rootOfLeaves(this.#leaves(number).slice(start, start + width));
  }

  #leaves(number: number): readonly Uint8Array[] {
    if (number === this.tileCount) return this.#edge;
    const known = this.#tiles.get(number);
    if (known !== undefined) return known;
    const leaves = this.#readTile(number).map(leafOf);
    if (this.#tiles.size >= tilesKept) {
      const [oldest] = this.#tiles.keys();
      if (oldest !== undefined) this.#tiles.delete(oldest);
    }
    this.#tiles.set(number, leaves);
    return leaves;
  }
}

function leafOf(id: OpId): Uint8Array {
  return leafHash(sha256, fromHex(id) as Uint8Array);
}

/** Of a power of two of leaves. */
function rootOfLeaves(leaves: readonly Uint8Array[]): Uint8Array {
  let row = leaves;
  while (row.length > 1) {
    const above: Uint8Array[] = [];
    for (let at = 0; at < row.length; at += 2) {
      above.push(nodeHash(sha256, row[at] as Uint8Array, row[at + 1] as Uint8Array));
    }
    row = above;
  }
  return row[0] as Uint8Array;
}
