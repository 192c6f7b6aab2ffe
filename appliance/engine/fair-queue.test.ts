import { expect, test } from "bun:test";
import fc from "fast-check";
import { FairQueue } from "./fair-queue.ts";

interface Asked {
  readonly owner: string;
  readonly n: number;
}

function queueOf(...owners: string[]): FairQueue<Asked> {
  const queue = new FairQueue<Asked>();
  for (const [n, owner] of owners.entries()) queue.add({ owner, n });
  return queue;
}

test("who asks many things does not hold up who asks one", () => {
  const queue = queueOf("ana", "ana", "ana", "ana", "ben", "cleo");
  expect(queue.order().map(({ owner }) => owner)).toEqual([
    "ana",
    "ben",
    "cleo",
    "ana",
    "ana",
    "ana",
  ]);
});

test("with one being written, the others come first", () => {
  const queue = queueOf("ana", "ana", "ben");
  expect(queue.next()?.owner).toBe("ana");
  expect(queue.next()?.owner).toBe("ben");
  expect(queue.next()?.n).toBe(1);
});

test("of equals, whoever was served longest ago is next", () => {
  const queue = queueOf("ana", "ben");
  queue.next();
  queue.done("ana");
  queue.add({ owner: "ana", n: 2 });
  expect(queue.next()?.owner).toBe("ben");
});

test("what does not fit is passed over and keeps its place", () => {
  const queue = queueOf("ana", "ben");
  expect(queue.next(({ owner }) => owner === "ben")?.owner).toBe("ben");
  expect(queue.order().map(({ owner }) => owner)).toEqual(["ana"]);
});

test("everybody is served once, and nobody waits for more than one turn of each other", () => {
  const owner = fc.constantFrom("a", "b", "c", "d");
  fc.assert(
    fc.property(
      fc.array(owner, { maxLength: 60 }),
      fc.integer({ min: 1, max: 4 }),
      (all, slots) => {
        const queue = queueOf(...all);
        const running: Asked[] = [];
        const served: Asked[] = [];
        while (queue.length > 0) {
          while (running.length < slots) {
            const next = queue.next();
            if (next === null) break;
            running.push(next);
            served.push(next);
          }
          const ended = running.shift();
          if (ended !== undefined) queue.done(ended.owner);
        }
        expect(served.map(({ n }) => n).sort((x, y) => x - y)).toEqual(all.map((_, n) => n));
        for (const name of new Set(all)) {
          const own = served.filter((one) => one.owner === name).map(({ n }) => n);
          expect(own).toEqual([...own].sort((x, y) => x - y));
          // Between two of one owner, each other who still waits gets a turn.
          const first = served.findIndex((one) => one.owner === name);
          expect(first).toBeLessThan(new Set(all).size + slots);
        }
      },
    ),
  );
});
