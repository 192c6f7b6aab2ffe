import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import { kinds } from "../../../mesh/kinds/index.ts";
import { hashingEmbedder } from "../../../tests/support/hashing-embedder.ts";
import { type Moot, openMoot } from "../fixtures/moot.ts";
import type { VectorStatus } from "./embedder.ts";
import { Vectors } from "./vectors.ts";

let moot: Moot;
beforeEach(async () => {
  moot = await openMoot();
});
afterEach(() => moot.close());

async function until(is: () => boolean): Promise<void> {
  while (!is()) await Bun.sleep(5);
}

const settledIn = (vectors: { status(): VectorStatus }, state: VectorStatus["state"]) =>
  until(() => vectors.status().state === state);

const whole = ({ done, total }: VectorStatus) => done === total;

async function titlesNear(text: string, by = "ana"): Promise<string[]> {
  const near = await moot.knowledge.nearest(moot.person(by).viewer, text, 10);
  return near.passages.map(({ passage }) => passage.title);
}

/** Whether any file of the data folder holds these bytes. */
function isOnDisk(bytes: Uint8Array): boolean {
  const files = readdirSync(moot.dir, { recursive: true, withFileTypes: true });
  return files
    .filter((file) => file.isFile())
    .some((file) => readFileSync(join(file.parentPath, file.name)).indexOf(bytes) >= 0);
}

test("finds what is near, also what was taught later, and nothing once it is hidden", async () => {
  const ana = moot.person("ana");
  const { vectors } = moot.knowledge;
  await ana.item({ title: "Goat shed", body: "The goats sleep beside the mill." });
  await vectors.use(hashingEmbedder());
  await settledIn(vectors, "ready");
  const well = await ana.item({ title: "The well", body: "Twelve metres deep." });
  await until(() => vectors.status().total === 2 && whole(vectors.status()));
  expect(await titlesNear("how deep is the well")).toEqual(["The well", "Goat shed"]);
  expect((await titlesNear("goat sheds"))[0]).toBe("Goat shed");
  await ana.do(kinds.itemHide, { item: well, on: true, reason: "other" });
  expect(await titlesNear("how deep is the well")).toEqual(["Goat shed"]);
});

test("nobody is near to what they may not see", async () => {
  const eva = moot.person("eva");
  await eva.item({ title: "Seed vault", body: "Under the altar.", audience: "group:elders" });
  await eva.item({ title: "Seed swap", body: "Every spring." });
  const { vectors } = moot.knowledge;
  await vectors.use(hashingEmbedder());
  await settledIn(vectors, "ready");
  expect(await titlesNear("seed vault", "eva")).toEqual(["Seed vault", "Seed swap"]);
  for (const name of ["ana", "gus", "founder"]) {
    expect(await titlesNear("seed vault", name)).toEqual(["Seed swap"]);
  }
});

test("an erased text leaves no vector in any file", async () => {
  const ana = moot.person("ana");
  const { vectors } = moot.knowledge;
  await ana.item({ title: "Bread", body: "Rises twice." });
  const id = await ana.item({ title: "Diary", body: "What only I know." });
  const embedder = hashingEmbedder();
  await vectors.use(embedder);
  await settledIn(vectors, "ready");
  const [vector] = await embedder.embed(
    ["Diary\nWhat only I know."],
    "passage",
    AbortSignal.any([]),
  );
  const floats = new Uint8Array(vector?.buffer ?? new ArrayBuffer(0));
  const bits = new Uint8Array(embedder.dims / 8);
  for (const [at, value] of (vector ?? []).entries()) {
    if (value > 0) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
  }
  expect([isOnDisk(floats), isOnDisk(bits)]).toEqual([true, true]);
  await ana.do(kinds.erase, { targets: [id] });
  await until(() => !isOnDisk(floats));
  expect([isOnDisk(floats), isOnDisk(bits)]).toEqual([false, false]);
  expect(await titlesNear("what I know, a diary")).toEqual(["Bread"]);
});

test("what was erased while no vectors were kept up is gone at the next start", async () => {
  const ana = moot.person("ana");
  const id = await ana.item({ title: "Diary", body: "What only I know." });
  const embedder = hashingEmbedder();
  const path = join(moot.dir, "vectors.db");
  const boxPath = join(moot.dir, "folkmoot.db");
  const before = new Vectors({ path, boxPath });
  await before.use(embedder);
  await settledIn(before, "ready");
  await before.close();
  await ana.do(kinds.erase, { targets: [id] });
  const [vector] = await embedder.embed(
    ["Diary\nWhat only I know."],
    "passage",
    AbortSignal.any([]),
  );
  const floats = new Uint8Array(vector?.buffer ?? new ArrayBuffer(0));
  expect(isOnDisk(floats)).toBe(true);
  const after = new Vectors({ path, boxPath });
  await until(() => !isOnDisk(floats));
  await after.close();
});

test("goes on where it stopped, and starts over with another model or a broken file", async () => {
  const ana = moot.person("ana");
  for (const title of ["One", "Two", "Three"]) await ana.item({ title });
  const path = join(moot.dir, "vectors.db");
  const open = async (modelSha: string) => {
    const embedder = hashingEmbedder(384, modelSha);
    const vectors = new Vectors({ path, boxPath: join(moot.dir, "folkmoot.db") });
    await vectors.use(embedder);
    await settledIn(vectors, "ready");
    expect(vectors.status()).toMatchObject({ done: 3, total: 3, model: modelSha });
    await vectors.close();
    return embedder.embedded.length;
  };
  expect(await open("aa".repeat(32))).toBe(3);
  expect(await open("aa".repeat(32))).toBe(0);
  expect(await open("bb".repeat(32))).toBe(3);
  writeFileSync(path, "not a database at all, but long enough to look like one".repeat(100));
  expect(await open("bb".repeat(32))).toBe(3);
  const vectors = new Vectors({ path, boxPath: join(moot.dir, "folkmoot.db") });
  await vectors.use(null);
  expect(existsSync(path)).toBe(false);
});

test("waits for a model that is down, and a text that breaks it stays without a vector", async () => {
  await moot.person("ana").item({ title: "One" });
  const embedder = hashingEmbedder();
  embedder.isDown = true;
  const vectors = new Vectors({
    path: join(moot.dir, "vectors.db"),
    boxPath: join(moot.dir, "folkmoot.db"),
    retryMsMax: 300,
  });
  await vectors.use(embedder);
  await settledIn(vectors, "waiting");
  expect(await vectors.nearest("one", ["members"], 5)).toEqual({ trust: 0, passages: [] });
  embedder.isDown = false;
  await settledIn(vectors, "ready");
  const { embed } = embedder;
  embedder.embed = (texts, as, signal) =>
    texts.some((text) => text.includes("poison"))
      ? Promise.reject(new Error("broken"))
      : embed(texts, as, signal);
  for (const title of ["poison", "Two"]) await moot.person("ana").item({ title });
  vectors.notice();
  await until(() => vectors.status().done === 2);
  const near = await vectors.nearest("two", ["members"], 5);
  expect(near.passages.map(({ passage }) => passage.title).sort()).toEqual(["One", "Two"]);
  await vectors.close();
});

test("a full disk stops the embedding, not the search", async () => {
  for (let at = 0; at < 120; at++) await moot.person("ana").item({ title: `Note ${at}` });
  const vectors = new Vectors({
    path: join(moot.dir, "vectors.db"),
    boxPath: join(moot.dir, "folkmoot.db"),
    pagesMax: 60,
  });
  await vectors.use(hashingEmbedder());
  await settledIn(vectors, "disk-full");
  const { done, total } = vectors.status();
  expect(done).toBeGreaterThan(0);
  expect(done).toBeLessThan(total);
  expect((await vectors.nearest("note", ["members"], 5)).passages).toHaveLength(5);
  await vectors.close();
});

test("a thread killed in the middle of questions costs no answer, and no vector", async () => {
  const ana = moot.person("ana");
  for (const title of ["One", "Two", "Three"]) await ana.item({ title });
  const threads: Worker[] = [];
  const embedder = hashingEmbedder();
  const vectors = new Vectors({
    path: join(moot.dir, "vectors.db"),
    boxPath: join(moot.dir, "folkmoot.db"),
    onThread: (started) => threads.push(started),
  });
  await vectors.use(embedder);
  // In the middle of its work, and then of questions.
  await threads[0]?.terminate();
  await settledIn(vectors, "ready");
  expect(vectors.status()).toMatchObject({ done: 3, total: 3 });
  const near = Promise.all(["one", "two"].map((text) => vectors.nearest(text, ["members"], 3)));
  await threads.at(-1)?.terminate();
  const titles = (await near).map(({ passages }) => passages[0]?.passage.title);
  expect(titles).toEqual(["One", "Two"]);
  await vectors.close();
});
