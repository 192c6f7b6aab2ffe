import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { headsOf, parentsForEdit, type VersionNode } from "./heads.ts";

const all = () => true;
const node = (id: string, ...parents: string[]): VersionNode => ({ id, parents });

/** Histories: each version is made from some of those before it. */
const history = fc
  .array(fc.array(fc.nat(), { maxLength: 3 }), { minLength: 1, maxLength: 12 })
  .map((rows) =>
    rows.map((picks, index) => {
      const parents = index === 0 ? [] : [...new Set(picks.map((pick) => `v${pick % index}`))];
      return node(`v${index}`, ...parents);
    }),
  );

describe("headsOf", () => {
  test("one line of versions has one head, a fork two, and bringing together one again", () => {
    expect(headsOf([node("a"), node("b", "a")], all)).toEqual(["b"]);
    expect(headsOf([node("a"), node("b", "a"), node("c", "a")], all)).toEqual(["b", "c"]);
    const joined = [node("a"), node("b", "a"), node("c", "a"), node("d", "b", "c")];
    expect(headsOf(joined, all)).toEqual(["d"]);
  });

  test("a version that does not count puts nothing aside", () => {
    expect(headsOf([node("a"), node("b", "a")], (id) => id !== "b")).toEqual(["a"]);
  });

  test("a version counts as made from another through one that does not count", () => {
    const nodes = [node("a"), node("b", "a"), node("c", "b")];
    expect(headsOf(nodes, (id) => id !== "b")).toEqual(["c"]);
  });

  test("does not depend on the order in which versions came", () => {
    fc.assert(
      fc.property(
        history,
        fc.infiniteStream(fc.nat()),
        fc.uniqueArray(fc.nat(11)),
        (nodes, order, out) => {
          const eligible = (id: string) => !out.includes(Number(id.slice(1)));
          const keys = new Map(nodes.map(({ id }) => [id, order.next().value as number]));
          const shuffled = [...nodes].sort((a, b) => (keys.get(a.id) ?? 0) - (keys.get(b.id) ?? 0));
          expect(headsOf(shuffled, eligible)).toEqual(headsOf(nodes, eligible));
        },
      ),
    );
  });

  test("no eligible version is lost: each is a head or was built upon by one", () => {
    fc.assert(
      fc.property(history, (nodes) => {
        const reached = new Set<string>();
        const open = headsOf(nodes, all);
        for (let id = open.pop(); id !== undefined; id = open.pop()) {
          reached.add(id);
          open.push(...(nodes.find((found) => found.id === id)?.parents ?? []));
        }
        expect(reached.size).toBe(nodes.length);
      }),
    );
  });

  test("an edit of all heads leaves one head, whatever the history and what is erased of it", () => {
    fc.assert(
      fc.property(history, fc.nat(), (nodes, pick) => {
        const edit = node("edit", ...parentsForEdit(nodes, headsOf(nodes, all), 16));
        expect(headsOf([...nodes, edit], all)).toEqual(["edit"]);
        const erased = nodes[pick % nodes.length]?.id;
        const left = [...nodes, edit].filter(({ id }) => id !== erased);
        expect(headsOf(left, all)).toEqual(["edit"]);
      }),
    );
  });
});

test("parentsForEdit names the heads first, then what is nearest to them", () => {
  const nodes = [node("a"), node("b", "a"), node("c", "b"), node("d", "b")];
  expect(parentsForEdit(nodes, ["c", "d"], 16)).toEqual(["c", "d", "b", "a"]);
  expect(parentsForEdit(nodes, ["c", "d"], 3)).toEqual(["c", "d", "b"]);
});
