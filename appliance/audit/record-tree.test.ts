import { expect, test } from "bun:test";
import fc from "fast-check";
import { fromHex } from "../../mesh/op/index.ts";
import { numberedId, treeOver } from "../../tests/support/memory-log.ts";
import { RecordTree, tileLeaves } from "./record-tree.ts";

const ids = Array.from({ length: 1_400 }, (_, at) => numberedId(at));
const plain = treeOver(ids.map((id) => fromHex(id) as Uint8Array));

function treeOfFirst(size: number): RecordTree {
  const tree = new RecordTree((tile) => ids.slice(tile * tileLeaves, (tile + 1) * tileLeaves));
  for (const id of ids.slice(0, size)) tree.append(id);
  return tree;
}

test.each([0, 1, 2, 255, 256, 257, 511, 512, 513, 768, 1_024, 1_400])(
  "the tree of %i is the one of RFC 6962, also at every smaller size",
  (size) => {
    const tree = treeOfFirst(size);
    expect(tree.size).toBe(size);
    for (let at = 0; at <= size; at += 61) expect(tree.root(at)).toEqual(plain.root(at));
    expect(tree.root(size)).toEqual(plain.root(size));
  },
);

test("its proofs are those of the plain tree", () => {
  const tree = treeOfFirst(ids.length);
  fc.assert(
    fc.property(fc.integer({ min: 1, max: ids.length }), fc.nat(), (size, any) => {
      const index = any % size;
      expect(tree.inclusionPath(index, size)).toEqual(plain.inclusionPath(index, size));
      expect(tree.consistencyPath(index + 1, size)).toEqual(plain.consistencyPath(index + 1, size));
    }),
    { numRuns: 60 },
  );
});

test("it reads a tile again only when others came between", () => {
  const read: number[] = [];
  const tree = new RecordTree((tile) => {
    read.push(tile);
    return ids.slice(tile * tileLeaves, (tile + 1) * tileLeaves);
  });
  for (const id of ids) tree.append(id);
  tree.inclusionPath(3, 1_400);
  tree.inclusionPath(200, 1_400);
  expect(read).toEqual([0]);
});
