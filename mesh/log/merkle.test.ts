import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { hash, treeOver } from "../../tests/support/memory-log.ts";
import { flipBit } from "../../tests/support/operations.ts";
import { fromHex, toHex } from "../op/index.ts";
import { leafHash, nodeHash, verifyConsistency, verifyInclusion } from "./merkle.ts";
import { fromBase64 } from "./note.ts";
import reference from "./vectors/certificate-transparency.json";

const bytes = (text: string | null) => fromBase64(text ?? "") ?? new Uint8Array();
const referenceTree = treeOver(reference.leaves.map((leaf) => fromHex(leaf) ?? new Uint8Array()));

describe("the reference vectors of Certificate Transparency", () => {
  test("roots of the trees of 0 to 8 leaves", () => {
    const roots = reference.roots.map((_, size) => toHex(referenceTree.root(size)));
    expect(roots).toEqual(reference.roots);
  });

  test.each(reference.inclusion.map((probe) => [probe.desc, probe] as const))(
    "inclusion %s",
    (_, probe) => {
      const holds = verifyInclusion(hash, {
        index: probe.leafIdx,
        size: probe.treeSize,
        leaf: bytes(probe.leafHash),
        path: probe.proof.map(bytes),
        root: bytes(probe.root),
      });
      expect(holds).toBe(!probe.wantErr);
    },
  );

  test.each(reference.consistency.map((probe) => [probe.desc, probe] as const))(
    "consistency %s",
    (_, probe) => {
      const holds = verifyConsistency(hash, {
        from: probe.size1,
        to: probe.size2,
        fromRoot: bytes(probe.root1),
        toRoot: bytes(probe.root2),
        path: probe.proof.map(bytes),
      });
      // The reference takes two empty trees for consistent; here nobody signs an empty one.
      expect(holds).toBe(!probe.wantErr && probe.size1 > 0);
    },
  );

  test("paths that this tree makes are those of the reference", () => {
    const good = reference.inclusion.filter(
      (probe) => probe.desc.endsWith("happy path") && probe.treeSize > 1,
    );
    expect(good.length).toBeGreaterThan(3);
    for (const probe of good) {
      const path = referenceTree.inclusionPath(probe.leafIdx, probe.treeSize);
      expect(path.map(toHex)).toEqual(probe.proof.map((node) => toHex(bytes(node))));
    }
    for (const probe of reference.consistency) {
      if (probe.wantErr || probe.size1 === 0) continue;
      const path = referenceTree.consistencyPath(probe.size1, probe.size2);
      expect(path.map(toHex)).toEqual(probe.proof.map((node) => toHex(bytes(node))));
    }
  });
});

const sizes = fc.integer({ min: 1, max: 70 });
const entries = Array.from({ length: 70 }, (_, at) => Uint8Array.of(at, 7));

/** MTH of RFC 6962 §2.1, written down once more as it stands there. */
function rootByTheBook(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 0) return hash(new Uint8Array());
  if (leaves.length === 1) return leafHash(hash, leaves[0] as Uint8Array);
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return nodeHash(hash, rootByTheBook(left), rootByTheBook(right));
}

describe("any tree", () => {
  const tree = treeOver(entries);

  test("has the root of RFC 6962", () => {
    fc.assert(
      fc.property(sizes, (size) => {
        expect(tree.root(size)).toEqual(rootByTheBook(entries.slice(0, size)));
      }),
    );
  });

  test("proves every leaf at its place, and at no other", () => {
    fc.assert(
      fc.property(sizes, fc.nat(), fc.nat(), fc.nat(), (size, a, b, bit) => {
        const [index, other] = [a % size, b % size];
        const leaf = leafHash(hash, entries[index] as Uint8Array);
        const path = tree.inclusionPath(index, size);
        const claim = { index, size, leaf, path, root: tree.root(size) };
        expect(verifyInclusion(hash, claim)).toBe(true);
        expect(verifyInclusion(hash, { ...claim, index: other })).toBe(other === index);
        expect(verifyInclusion(hash, { ...claim, path: [...path, leaf] })).toBe(false);
        for (let kept = 0; kept < path.length; kept++) {
          expect(verifyInclusion(hash, { ...claim, path: path.slice(0, kept) })).toBe(false);
        }
        const broken = path.map((node, at) => (at === 0 ? flipBit(node, bit % 256) : node));
        expect(verifyInclusion(hash, { ...claim, path: broken })).toBe(path.length === 0);
      }),
    );
  });

  test("proves that it grew, and no other growth", () => {
    fc.assert(
      fc.property(sizes, sizes, fc.nat(), (a, b, bit) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const path = tree.consistencyPath(from, to);
        const claim = { from, to, fromRoot: tree.root(from), toRoot: tree.root(to), path };
        expect(verifyConsistency(hash, claim)).toBe(true);
        const rewritten = treeOver(
          entries.map((entry, at) => (at === 0 ? flipBit(entry, 1) : entry)),
        );
        expect(verifyConsistency(hash, { ...claim, fromRoot: rewritten.root(from) })).toBe(false);
        expect(verifyConsistency(hash, { ...claim, toRoot: rewritten.root(to) })).toBe(false);
        for (let kept = 0; kept < path.length; kept++) {
          expect(verifyConsistency(hash, { ...claim, path: path.slice(0, kept) })).toBe(false);
        }
        const broken = path.map((node, at) => (at === 0 ? flipBit(node, bit % 256) : node));
        expect(verifyConsistency(hash, { ...claim, path: broken })).toBe(path.length === 0);
      }),
    );
  });

  test.each([
    () => tree.inclusionPath(5, 5),
    () => tree.inclusionPath(-1, 5),
    () => tree.inclusionPath(0.5, 5),
    () => tree.consistencyPath(0, 5),
    () => tree.consistencyPath(6, 5),
  ])("refuses what is not in it", (ask) => {
    expect(ask).toThrow("no such place");
  });
});
