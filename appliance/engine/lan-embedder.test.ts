/** Other machines of the network that find: as llama.cpp's server and vLLM speak. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { startEngine } from "../../tests/support/engines.ts";
import { modelFiles } from "../../tests/support/gguf/models.ts";
import { type OpenAiServer, startOpenAiServer } from "../../tests/support/openai-server.ts";
import type { EngineHost } from "./host.ts";
import { createLanEmbedder, type LanEmbedder, readyOf } from "./lan-embedder.ts";

// Each engine is a process that loads native code: seconds, on a machine that is busy.
setDefaultTimeout(90_000);

const never = new AbortController().signal;
const texts = ["water well", "bread", "the north well"];
let engine: EngineHost;
const undo: (() => unknown)[] = [];

beforeAll(async () => {
  const file = modelFiles.embedding(["water", "well", "north", "bread"]);
  engine = await startEngine(file, { role: "embed", contextTokens: 512 });
}, 90_000);
afterAll(async () => {
  for (const each of undo.splice(0).reverse()) await each();
  engine.close();
});

async function machine(name = "finder"): Promise<{ server: OpenAiServer; embedder: LanEmbedder }> {
  const server = startOpenAiServer({ dialect: "llama.cpp", model: engine });
  const embedder = createLanEmbedder({ url: server.url, model: name, key: null });
  undo.push(
    () => server.stop(),
    () => embedder.close(),
  );
  await embedder.look();
  return { server, embedder };
}

test("gives the vectors that the model gives, in order and of length one", async () => {
  const { embedder, server } = await machine();
  expect(embedder.dimensions).toBe(engine.dimensions);
  const [ours, theirs] = [await engine.embed(texts, never), await embedder.embed(texts, never)];
  for (const [at, vector] of theirs.entries()) {
    for (const [n, value] of vector.entries()) expect(value).toBeCloseTo(ours[at]?.[n] ?? 9, 5);
  }
  expect(JSON.parse(server.lastBody)).toMatchObject({ model: "finder", input: texts });
});

test("another machine with the same model does what one does not finish", async () => {
  const [one, other, another] = [await machine(), await machine(), await machine("other")];
  expect(other.embedder.sha256).toBe(one.embedder.sha256);
  expect(another.embedder.sha256).not.toBe(one.embedder.sha256);
  const found = readyOf([one.embedder, another.embedder, other.embedder]);
  await one.server.stop();
  const [asked, notAsked] = [other.server.asked, another.server.asked];
  expect(await found?.embed(texts, never)).toHaveLength(3);
  expect([other.server.asked, another.server.asked]).toEqual([asked + 1, notAsked]);
  expect(one.embedder.state()).toMatchObject({ is: "down", code: "machine-down" });
  await other.server.stop();
  await expect(found?.embed(texts, never)).rejects.toMatchObject({ code: "engine-stopped" });
});

test("what is no vector, or of another length than before, is none", async () => {
  let data: object[] = [{ index: 0, embedding: [3, 4] }];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: () => Response.json({ object: "list", data }),
  });
  const url = `http://127.0.0.1:${server.port}/v1`;
  const embedder = createLanEmbedder({ url, model: "odd", key: null });
  undo.push(
    () => server.stop(true),
    () => embedder.close(),
  );
  await embedder.look();
  expect(await embedder.embed(["a"], never)).toEqual([Float32Array.from([0.6, 0.8])]);
  for (const odd of [
    [],
    [{ index: 0, embedding: [] }],
    [{ index: 0, embedding: "AAAA" }],
    [{ index: 0, embedding: [1, "x"] }],
    [{ index: 1, embedding: [1, 2] }],
    [{ index: 0, embedding: [1, 2, 3] }],
  ]) {
    data = odd;
    await expect(embedder.embed(["a"], never)).rejects.toMatchObject({ code: "engine-stopped" });
  }
});
