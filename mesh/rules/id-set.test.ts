import { expect, test } from "bun:test";
import { createHash } from "node:crypto";
import { idOf } from "../../tests/support/votes.ts";
import { idsInlineMax, idsPerPartMax } from "../kinds/index.ts";
import { fromHex, type OpId, sha256, toHex } from "../op/index.ts";
import { idSetOf, readIdSet, readIdSetLater, splitIds } from "./id-set.ts";

const hash = (bytes: Uint8Array) => new Uint8Array(createHash("sha256").update(bytes).digest());
const idsOf = (count: number) => Array.from({ length: count }, (_, i) => idOf(i * 7 + 1));

/** A set and its parts, as a box would log them. */
function setOf(ids: readonly OpId[]) {
  const split = splitIds(ids);
  const parts = new Map(split.parts.map((packed, i) => [idOf(0xf000 + i), packed]));
  return { set: idSetOf(split, [...parts.keys()], hash), parts };
}

test.each([0, 1, 2, 3, 5, 8, idsInlineMax, idsInlineMax + 1, idsInlineMax + idsPerPartMax + 1])(
  "%d ids come back, at once and later",
  async (count) => {
    const ids = idsOf(count);
    const { set, parts } = setOf(ids.toReversed());
    const partOf = (id: OpId) => parts.get(id) ?? null;
    expect(readIdSet(set, partOf, hash)).toEqual(ids);
    expect(await readIdSetLater(set, partOf, sha256)).toEqual(ids);
  },
);

test("the tree hash is that of RFC 6962", () => {
  const leaf = (id: OpId) => hash(Uint8Array.of(0, ...(fromHex(id) ?? [])));
  const node = (a: Uint8Array, b: Uint8Array) => hash(Uint8Array.of(1, ...a, ...b));
  const rootOf = (count: number) => toHex(setOf(idsOf(count)).set.root);
  const [a, b, c, d, e] = idsOf(5).map(leaf) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  expect(rootOf(0)).toBe(toHex(hash(new Uint8Array())));
  expect(rootOf(1)).toBe(toHex(a));
  expect(rootOf(3)).toBe(toHex(node(node(a, b), c)));
  expect(rootOf(5)).toBe(toHex(node(node(node(a, b), node(c, d)), e)));
});

test("what is missing, more, in disorder or another set is refused", () => {
  const ids = idsOf(idsInlineMax + 2);
  const { set, parts } = setOf(ids);
  const partOf = (id: OpId) => parts.get(id) ?? null;
  const refuse = (given: Partial<typeof set>) => readIdSet({ ...set, ...given }, partOf, hash);
  expect(refuse({})).not.toBeNull();
  expect(readIdSet(set, () => null, hash)).toBeNull();
  expect(refuse({ parts: [] })).toBeNull();
  expect(refuse({ count: set.count + 1 })).toBeNull();
  expect(refuse({ root: new Uint8Array(32) })).toBeNull();
  expect(refuse({ ids: set.ids.subarray(1) })).toBeNull();
  expect(refuse({ ids: new Uint8Array(set.ids).reverse() })).toBeNull();
  const twice = [...parts.keys()];
  expect(refuse({ parts: [...twice, ...twice], count: set.count + 2 })).toBeNull();
});
