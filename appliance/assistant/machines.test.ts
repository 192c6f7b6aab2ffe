/** Other machines of the network that answer: as llama.cpp's server and vLLM speak. */
import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { engineConformance } from "../../tests/support/engine-conformance.ts";
import { startEngine } from "../../tests/support/engines.ts";
import { fewPassages, type PassageText, someViewer } from "../../tests/support/few-passages.ts";
import { modelFiles } from "../../tests/support/gguf/models.ts";
import {
  type Dialect,
  type OpenAiServer,
  startOpenAiServer,
} from "../../tests/support/openai-server.ts";
import { openPrivateStore } from "../../tests/support/private-store.ts";
import { systemClock } from "../clock.ts";
import {
  createLanModel,
  type EngineHost,
  type LanModel,
  ModelPool,
  type Secrecy,
} from "../engine/index.ts";
import { silentLog } from "../log.ts";
import { systemRandom } from "../random.ts";
import type { AnswerRecord, QuestionId } from "./answer-record.ts";
import { createAssistant } from "./assistant.ts";
import { migrations } from "./conversation-table.ts";
import { generatingEngine } from "./generating.ts";

let engine: EngineHost;
const undo: (() => unknown)[] = [];

beforeAll(async () => {
  engine = await startEngine(modelFiles.scripted());
}, 20_000);
afterAll(async () => {
  for (const each of undo.splice(0).reverse()) await each();
  engine.close();
});

async function machine(
  dialect: Dialect,
  more: { breaksAfter?: number } = {},
): Promise<{ model: LanModel; server: OpenAiServer }> {
  const server = startOpenAiServer({ dialect, model: engine, ...more });
  const options = { model: "reader", key: null, slots: 4, contextTokens: 16_384 };
  const model = createLanModel({ url: server.url, ...options });
  undo.push(
    () => server.stop(),
    () => model.close(),
  );
  await model.look();
  return { model, server };
}

for (const dialect of ["llama.cpp", "vllm"] as const) {
  let model: LanModel;
  beforeAll(async () => {
    model = (await machine(dialect)).model;
  });
  engineConformance(`a machine that speaks as ${dialect} does`, () => generatingEngine(model));

  test(`${dialect}: what is too long for it is told as such`, async () => {
    const content = "a bridge ".repeat(40_000);
    const asked = model.generate(
      { messages: [{ role: "user", content }], maxTokens: 5 },
      new AbortController().signal,
    );
    await expect(asked[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: "prompt-too-long",
    });
  });
}

describe("where a question goes", () => {
  const bread: PassageText = {
    title: "Bread at the bakery",
    text: "The bakery opens at 6:30. A loaf of bread costs half a credit. Bring your own bag.",
  };
  const question = "How much does a loaf of bread cost at the bakery?";
  const common = { ...bread, consent: "commons_ok" as const };

  async function answered(pool: ModelPool, texts: readonly PassageText[]): Promise<AnswerRecord> {
    const kept = await openPrivateStore(migrations, systemClock);
    const assistant = createAssistant({
      store: kept.store,
      clock: systemClock,
      random: systemRandom,
      log: silentLog,
      source: fewPassages(texts),
      nameOf: () => null,
      languages: () => ["en"],
      pool,
    });
    undo.push(
      () => kept.remove(),
      () => assistant.close(),
    );
    const id = "0".repeat(32) as QuestionId;
    const asked = {
      id,
      conversation: id as never,
      member: someViewer.member,
      text: question,
      asked: 1,
    };
    return assistant.asking.once(asked, someViewer, new AbortController().signal);
  }

  async function poolWith(mayRead: Secrecy) {
    const { model, server } = await machine("llama.cpp");
    const pool = new ModelPool(systemClock);
    pool.add({ model, place: "lan", weight: 1, mayRead });
    return { pool, server };
  }

  test("a machine for the commons is asked about the commons alone", async () => {
    const { pool, server } = await poolWith("commons");
    expect((await answered(pool, [common])).engine).toBe("llama");
    expect(server.asked).toBe(1);
    const kept = await answered(pool, [bread]);
    expect([kept.outcome, kept.notices]).toEqual(["answered", ["engine-unavailable"]]);
    expect(kept.sentences[0]?.kind).toBe("quote");
    const term = { title: "Loaf", text: "Eight hundred grams.", form: "term" as const };
    expect((await answered(pool, [common, term])).sentences[0]?.kind).toBe("quote");
    expect(server.asked).toBe(1);
  });

  test("a machine for members gets what all members may read, and no group's", async () => {
    const { pool, server } = await poolWith("members");
    expect((await answered(pool, [bread])).engine).toBe("llama");
    expect((await answered(pool, [{ ...bread, audience: "group:elders" }])).notices).toEqual([
      "engine-unavailable",
    ]);
    expect(server.asked).toBe(1);
  });

  test("one that breaks off costs nobody the answer: another one writes it", async () => {
    const pool = new ModelPool(systemClock);
    const [broken, whole] = [await machine("vllm", { breaksAfter: 0 }), await machine("vllm")];
    pool.add({ model: broken.model, place: "lan", weight: 9, mayRead: "private" });
    pool.add({ model: whole.model, place: "lan", weight: 1, mayRead: "private" });
    const { notices, sentences } = await answered(pool, [bread]);
    expect([broken.server.asked, whole.server.asked]).toEqual([1, 1]);
    expect(notices).toEqual([]);
    expect(sentences).toMatchObject([{ text: "A loaf costs half a credit.", kind: "generated" }]);
    expect(pool.waiting).toBe(0);
  });

  test("an address outside the local network is never asked", async () => {
    const options = { model: "reader", key: null, slots: 1, contextTokens: 100 };
    const seen: string[] = [];
    const fetching = ((url: string) => {
      seen.push(url);
      return Promise.resolve(Response.json({ data: [] }));
    }) as unknown as typeof fetch;
    const model = createLanModel({ url: "http://203.0.113.7/v1", ...options, fetching });
    await model.look();
    expect(model.state()).toMatchObject({ is: "down", code: "engine-not-local" });
    const asked = model.generate({ messages: [], maxTokens: 1 }, new AbortController().signal);
    await expect(asked[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      code: "engine-not-local",
    });
    expect(seen).toEqual([]);
    const allowed = createLanModel({
      ...{ url: "http://203.0.113.7/v1", ...options, fetching, outside: true },
    });
    await allowed.look();
    expect([allowed.state().is, seen[0]]).toEqual(["ready", "http://203.0.113.7/v1/models"]);
    model.close();
    allowed.close();
  });
});
