import { expect, test } from "bun:test";
import { FolkmootError } from "../../mesh/op/index.ts";
import { systemClock } from "../clock.ts";
import { ModelPool } from "./model-pool.ts";
import { takingOver } from "./taking-over.ts";
import type { TextModel } from "./text-model.ts";

const never = new AbortController().signal;
const wish = { owner: "ana", secrecy: "members" as const, onPlace: () => {} };
const stopped = new FolkmootError("engine-stopped", "It stopped.");

interface Script {
  readonly says?: readonly string[];
  readonly throws?: Error;
}

function poolOf(...scripts: Script[]) {
  const pool = new ModelPool(systemClock);
  const asked: number[] = [];
  const of = new Map<TextModel, Script & { at: number }>();
  for (const [at, script] of scripts.entries()) {
    const model: TextModel = {
      info: { name: `m${at}`, sha256: null, contextTokens: 1 },
      slots: 1,
      state: () => ({ is: "ready" }),
      generate: () => {
        throw new Error("not asked");
      },
    };
    of.set(model, { ...script, at });
    pool.add({ model, place: "lan", weight: scripts.length - at, mayRead: "private" });
  }
  async function* write(model: TextModel): AsyncGenerator<string> {
    const script = of.get(model);
    asked.push(script?.at ?? -1);
    yield* script?.says ?? [];
    if (script?.throws !== undefined) throw script.throws;
  }
  return { pool, asked, writing: () => takingOver(pool, wish, never, write) };
}

async function heard(pieces: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

test("one that stops before it began is followed by another", async () => {
  const { asked, writing } = poolOf({ throws: stopped }, { says: ["whole"] });
  expect(await heard(writing())).toEqual(["whole"]);
  expect(asked).toEqual([0, 1]);
});

test("what was begun is not begun anew, and another trouble is not passed on", async () => {
  const begun = poolOf({ says: ["half"], throws: stopped }, { says: ["whole"] });
  await expect(heard(begun.writing())).rejects.toBe(stopped);
  const trouble = new FolkmootError("prompt-too-long", "Too long.");
  const other = poolOf({ throws: trouble }, { says: ["whole"] });
  await expect(heard(other.writing())).rejects.toBe(trouble);
  expect([begun.asked, other.asked]).toEqual([[0], [0]]);
});

test("a request that stops engines stops two of them at most, and places are given back", async () => {
  const { pool, asked, writing } = poolOf(
    { throws: stopped },
    { throws: stopped },
    { says: ["x"] },
  );
  await expect(heard(writing())).rejects.toBe(stopped);
  expect(asked).toEqual([0, 1]);
  const leases = await Promise.all([1, 2, 3].map(() => pool.lease(wish, never)));
  expect(new Set(leases.map(({ member }) => member.model)).size).toBe(3);
});

test("who hears enough and leaves gives the place back", async () => {
  const { pool, writing } = poolOf({ says: ["one", "two"] });
  for await (const piece of writing()) {
    expect(piece).toBe("one");
    break;
  }
  (await pool.lease(wish, never)).release();
  expect(pool.waiting).toBe(0);
});
