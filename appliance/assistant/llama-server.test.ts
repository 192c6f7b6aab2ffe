/**
 * The real llama.cpp server as a machine of the network, where `llama-server` is installed (Debian's
 * llama.cpp-tools). Elsewhere nothing is tested here, and skipped tests would count as not ok:
 * `machines.test.ts` has a server that speaks as it does.
 */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { engineConformance } from "../../tests/support/engine-conformance.ts";
import { startEngine } from "../../tests/support/engines.ts";
import { freePort } from "../../tests/support/free-port.ts";
import { type ModelFile, modelFiles } from "../../tests/support/gguf/models.ts";
import { createLanEmbedder, createLanModel, type LanModel } from "../engine/index.ts";
import { generatingEngine } from "./generating.ts";

// A program that is started, and loads: seconds, on a machine that is busy.
setDefaultTimeout(60_000);

const program = Bun.which("llama-server");
const never = new AbortController().signal;
const undo: (() => unknown)[] = [];

afterAll(async () => {
  for (const each of undo.splice(0).reverse()) await each();
});

interface Started {
  readonly url: string;
  readonly process: Bun.Subprocess;
}

async function start({ path }: ModelFile, ...more: string[]): Promise<Started> {
  const port = freePort();
  const child = Bun.spawn(
    [
      ...[program ?? "", "--model", path, "--host", "127.0.0.1", "--port", String(port)],
      ...["--threads", "1", ...more],
    ],
    { stdout: "ignore", stderr: "ignore" },
  );
  undo.push(async () => {
    child.kill("SIGKILL");
    await child.exited;
  });
  const url = `http://127.0.0.1:${port}`;
  while (!(await fetch(`${url}/health`).catch(() => null))?.ok) await Bun.sleep(50);
  return { url: `${url}/v1`, process: child };
}

async function look(url: string): Promise<LanModel> {
  const model = createLanModel({ url, model: "reader", key: null, slots: 4, contextTokens: 4_096 });
  undo.push(() => model.close());
  await model.look();
  return model;
}

if (program !== null) describe("the real llama.cpp server", theRealServer);

function theRealServer(): void {
  let model: LanModel;
  let server: Started;
  beforeAll(async () => {
    server = await start(modelFiles.scripted(), "--ctx-size", "16384", "--parallel", "4");
    model = await look(server.url);
  });

  engineConformance("a machine with llama-server", () => generatingEngine(model));

  test("what is too long for it is told as such", async () => {
    const messages = [{ role: "user" as const, content: "a bridge ".repeat(40_000) }];
    const asked = model.generate({ messages, maxTokens: 5 }, never);
    await expect(asked[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: "prompt-too-long",
    });
  });

  test("counts what it read and wrote", async () => {
    const messages = [{ role: "user" as const, content: "How is the bridge?" }];
    let last: unknown;
    for await (const said of model.generate({ messages, maxTokens: 7 }, never)) last = said;
    expect(last).toMatchObject({ type: "end", reason: "length", tokens: 7 });
    expect((last as { promptTokens: number }).promptTokens).toBeGreaterThan(3);
  });

  test("gives the vectors that our engine gives", async () => {
    const file = modelFiles.embedding(["water", "well", "north", "bread"]);
    const finder = await start(file, "--embeddings");
    const embedder = createLanEmbedder({ url: finder.url, model: "finder", key: null });
    const engine = await startEngine(file, { role: "embed", contextTokens: 512 });
    undo.push(
      () => embedder.close(),
      () => engine.close(),
    );
    await embedder.look();
    const texts = ["water well", "bread", "the north well"];
    const [ours, theirs] = [await engine.embed(texts, never), await embedder.embed(texts, never)];
    expect(theirs).toHaveLength(texts.length);
    for (const [at, vector] of theirs.entries()) {
      for (const [n, value] of vector.entries()) expect(value).toBeCloseTo(ours[at]?.[n] ?? 9, 3);
    }
  });

  test("one that dies in the middle of an answer is told as such", async () => {
    const one = await start(modelFiles.middle(), "--ctx-size", "4096");
    const dying = await look(one.url);
    const messages = [{ role: "user" as const, content: "bread" }];
    const writing = async () => {
      for await (const said of dying.generate({ messages, maxTokens: 2_000 }, never)) {
        if (said.type === "text") one.process.kill("SIGKILL");
      }
    };
    await expect(writing()).rejects.toMatchObject({ code: "engine-stopped" });
    while (dying.state().is === "ready") await Bun.sleep(20);
    expect(dying.state().is).not.toBe("ready");
  });
}
