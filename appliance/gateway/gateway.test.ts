/** The official client of OpenAI's API against a real box, and the box as another box's engine. */
import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import OpenAI from "openai";
import { kinds } from "../../mesh/kinds/index.ts";

import { startBox } from "../../tests/support/box.ts";
import { deployModel } from "../../tests/support/decide.ts";
import { engineConformance } from "../../tests/support/engine-conformance.ts";
import { type ModelFile, modelFiles } from "../../tests/support/gguf/models.ts";
import { foundedBox, TestMember } from "../../tests/support/member.ts";
import { generatingEngine } from "../assistant/generating.ts";
import { createLanModel, type LanModel, type TextModel } from "../engine/index.ts";
import { plainItem } from "../knowledge/fixtures/moot.ts";

// Each engine is a process that loads native code: seconds, on a machine that is busy.
setDefaultTimeout(90_000);

let founder: TestMember;

beforeAll(async () => {
  const box = await startBox({ config: "assistant:\n  contextTokens: 16384\n" });
  founder = (await foundedBox(box)).founder;
  await deploy(modelFiles.scripted());
  await deploy(modelFiles.embedding(["water", "well", "bread"]));
  const { models } = box.box;
  const isReady = () => {
    const { answer, embed } = models.status();
    return answer?.state.is === "ready" && embed?.state.is === "ready";
  };
  while (!isReady()) await Bun.sleep(20);
  const body = "The old bridge is closed to vehicles when the river reaches 2.8 metres.";
  await founder.speak(kinds.item, { ...plainItem, title: "The old bridge", body });
}, 90_000);
afterAll(() => founder.box.close());

async function deploy({ path, sha256 }: ModelFile): Promise<void> {
  await founder.box.box.models.library.add(path, {});
  await deployModel(founder, sha256, { name: "A model" });
}

const everything = {
  name: "A program",
  scopes: ["chat", "embeddings", "ask"],
  audience: "members",
  perMinute: 1_000,
  expires: null,
};

async function issue(wish: object = {}, by = founder): Promise<{ key: string; id: string }> {
  const answer = await by.post("/api/keys", { ...everything, ...wish });
  const { key, info } = (await answer.json()) as { key: string; info: { id: string } };
  return { key, id: info.id };
}

function clientWith(apiKey: string, box = founder.box): OpenAI {
  const { url } = box;
  const viaBox = (input: string | URL | Request, init?: RequestInit) =>
    box.fetch(String(input).slice(url.length), init);
  return new OpenAI({ apiKey, baseURL: `${url}/v1`, fetch: viaBox, maxRetries: 0 });
}

const bridge = [{ role: "user" as const, content: "Where is the old bridge?" }];

describe("OpenAI's own client", () => {
  test("lists models, and has one write, whole and streamed", async () => {
    const client = clientWith((await issue()).key);
    const names = (await client.models.list()).data.map(({ id }) => id);
    expect(names).toEqual(["community", "scripted-reader", "lexical-embedding"]);
    const request = { model: "scripted-reader", messages: bridge, temperature: 0, max_tokens: 90 };
    const whole = await client.chat.completions.create(request);
    const [choice] = whole.choices;
    expect(choice?.message.content).toContain("2.8 metres");
    expect(choice?.finish_reason).toBe("stop");
    expect(whole.usage?.completion_tokens).toBeGreaterThan(3);
    let streamed = "";
    let usage = 0;
    const options = { stream: true as const, stream_options: { include_usage: true } };
    for await (const chunk of await client.chat.completions.create({ ...request, ...options })) {
      streamed += chunk.choices[0]?.delta.content ?? "";
      usage = chunk.usage?.completion_tokens ?? usage;
    }
    expect(streamed).toBe(choice?.message.content as string);
    expect(usage).toBe(whole.usage?.completion_tokens as number);
  });

  test("gets JSON of its schema, stops where it says, and is cut at its length", async () => {
    const client = clientWith((await issue()).key);
    const request = { model: "scripted-reader", messages: bridge, temperature: 0 };
    const colour = { type: "string", enum: ["red", "blue"] };
    const schema = { type: "object", properties: { colour }, required: ["colour"] };
    const chosen = await client.chat.completions.create({
      ...request,
      response_format: { type: "json_schema", json_schema: { name: "colour", schema } },
    });
    expect(["red", "blue"]).toContain(
      JSON.parse(chosen.choices[0]?.message.content ?? "").colour as string,
    );
    const stopped = await client.chat.completions.create({ ...request, stop: ["vehicles"] });
    expect(stopped.choices[0]?.message.content).toEndWith("closed to ");
    const cut = await client.chat.completions.create({ ...request, max_tokens: 2 });
    expect(cut.choices[0]?.finish_reason).toBe("length");
  });

  test("gets vectors, alike where the texts are", async () => {
    const client = clientWith((await issue()).key);
    const input = ["water well", "well water", "bread"];
    const { data } = await client.embeddings.create({ model: "lexical-embedding", input });
    const dot = (one: number, other: number) =>
      data[one]?.embedding.reduce((sum, x, at) => sum + x * (data[other]?.embedding[at] ?? 0), 0);
    expect(dot(0, 0)).toBeCloseTo(1, 3);
    expect(dot(0, 1) ?? 0).toBeGreaterThan((dot(0, 2) ?? 1) + 0.2);
  });

  test("asks the community, and is told the sources", async () => {
    const client = clientWith((await issue()).key);
    const content = "When is the old bridge closed to vehicles?";
    const answer = await client.chat.completions.create({
      model: "community",
      messages: [{ role: "user", content }],
    });
    const text = answer.choices[0]?.message.content ?? "";
    expect(text).toContain("2.8 metres. [1]");
    expect(text).toContain("[1] The old bridge (item ");
  });
});

test("a program that goes away gives its place back, waiting or being written for", async () => {
  const { pool } = founder.box.box.models;
  const writing: AbortSignal[] = [];
  const held: TextModel = {
    info: { name: "held", sha256: null, contextTokens: 100 },
    slots: 1,
    state: () => ({ is: "ready" }),
    async *generate(_, signal) {
      writing.push(signal);
      yield { type: "text", text: "So ", tokens: 1 };
      await new Promise((_, reject) =>
        signal.addEventListener("abort", () => reject(signal.reason)),
      );
    },
  };
  pool.add({ model: held, place: "lan", weight: 1, mayRead: "private" });
  const client = clientWith((await issue()).key);
  const request = { model: "held", messages: bridge, stream: true as const };
  const first = await client.chat.completions.create(request);
  const leaving = new AbortController();
  const second = client.chat.completions.create(request, { signal: leaving.signal });
  while (pool.waiting === 0) await Bun.sleep(5);
  leaving.abort();
  await expect(second.then()).rejects.toThrow();
  while (pool.waiting > 0) await Bun.sleep(5);
  first.controller.abort();
  while (writing[0]?.aborted !== true) await Bun.sleep(5);
  const third = await client.chat.completions.create(request);
  expect(writing).toHaveLength(2);
  third.controller.abort();
  pool.remove(held);
});

describe("a key", () => {
  const statusOf = (call: Promise<unknown>) =>
    call.then(
      () => 200,
      (error: { status: number; code: string }) => `${error.status} ${error.code}`,
    );
  const listed = (key: string) => statusOf(clientWith(key).models.list().then());

  test("is needed, and revoked it opens nothing any more", async () => {
    expect(await listed(`fm_${"A".repeat(43)}`)).toBe("401 key-needed");
    expect(await listed("sk-something")).toBe("401 key-needed");
    const { key, id } = await issue();
    expect(await listed(key)).toBe(200);
    expect((await founder.fetch(`/api/keys/${id}`, { method: "DELETE" })).status).toBe(204);
    expect(await listed(key)).toBe("401 key-needed");
    expect((await founder.fetch(`/api/keys/${id}`, { method: "DELETE" })).status).toBe(404);
  });

  test("is not given out when it would be over already", async () => {
    const answer = await founder.post("/api/keys", { ...everything, expires: 1_000 });
    expect([answer.status, await answer.json()]).toMatchObject([
      422,
      { error: { code: "key-over" } },
    ]);
  });

  test("asks as often as it may, and only for what it is for", async () => {
    const { key } = await issue({ perMinute: 2, scopes: ["embeddings"] });
    const chat = clientWith(key).chat.completions.create({ model: "x", messages: bridge });
    expect(await statusOf(chat)).toBe("403 key-scope");
    const names = (await clientWith((await issue({ scopes: ["ask"] })).key).models.list()).data;
    expect(names.map(({ id }) => id)).toEqual(["community"]);
    expect([await listed(key), await listed(key), await listed(key)]).toEqual([
      200,
      200,
      "429 key-rate",
    ]);
  });

  test("is issued by stewards alone and never told again", async () => {
    await issue({ name: "Listed" });
    const text = await (await founder.fetch("/api/keys")).text();
    expect(text).toContain('"name":"Listed"');
    expect(text).not.toContain("fm_");
    const unknown = await founder.box.fetch("/api/keys");
    expect(unknown.status).toBe(401);
  });

  test("is seen by every member, who gives none and takes none back", async () => {
    const { id } = await issue({ name: "Seen" });
    const { seed } = await founder.invite();
    const ben = await TestMember.join(founder.box, seed, { name: "Ben" });
    expect(await (await ben.fetch("/api/keys")).text()).toContain('"name":"Seen"');
    expect((await ben.post("/api/keys", everything)).status).toBe(403);
    expect((await ben.fetch(`/api/keys/${id}`, { method: "DELETE" })).status).toBe(403);
  });

  test("names a model that is there, or hears that there is none", async () => {
    const client = clientWith((await issue()).key);
    const chat = (model: string) => client.chat.completions.create({ model, messages: bridge });
    const embed = (model: string) => client.embeddings.create({ model, input: "water" });
    expect(await statusOf(chat("gpt-4o"))).toBe("404 model-not-found");
    expect(await statusOf(chat("lexical-embedding"))).toBe("404 model-not-found");
    expect(await statusOf(embed("scripted-reader"))).toBe("404 model-not-found");
  });

  test("finds a box without a model answering by quotes, and saying so of the rest", async () => {
    const { founder: bare } = await foundedBox(await startBox());
    const client = clientWith((await issue({}, bare)).key, bare.box);
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual(["community"]);
    const chat = client.chat.completions.create({ model: "any", messages: bridge });
    expect(await statusOf(chat)).toBe("503 no-model");
    const embed = client.embeddings.create({ model: "any", input: "water" });
    expect(await statusOf(embed)).toBe("503 no-model");
    const body = "The old bridge is closed to vehicles at 2.8 metres.";
    await bare.speak(kinds.item, { ...plainItem, title: "The old bridge", body });
    const content = "When is the old bridge closed to vehicles?";
    const messages = [{ role: "user" as const, content }];
    const asked = await client.chat.completions.create({ model: "community", messages });
    expect(asked.choices[0]?.message.content).toContain("2.8 metres. [1]");
    await bare.box.close();
  });

  test("opens no group's knowledge that is closed to the steward who gives it", async () => {
    const refused = await founder.post("/api/keys", { ...everything, audience: "group:elders" });
    expect(refused.status).toBe(403);
    expect(await refused.text()).toContain("not-your-group");
  });

  test("reads nothing beyond its audience", async () => {
    const client = clientWith((await issue()).key);
    const body = "The spare key of the granary hangs behind the oven.";
    const secret = { title: "The spare key of the granary", audience: "role:steward", body };
    await founder.speak(kinds.item, { ...plainItem, ...secret });
    const content = "Where does the spare key of the granary hang?";
    const messages = [{ role: "user" as const, content }];
    const answer = await client.chat.completions.create({ model: "community", messages });
    expect(answer.choices[0]?.message.content).not.toMatch(/oven|granary/);
  });

  test("says when to come back, which the client does by itself", async () => {
    const { key } = await issue({ perMinute: 1 });
    await listed(key);
    const refused = await founder.box.fetch("/v1/models", {
      headers: { authorization: `Bearer ${key}` },
    });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get("retry-after"))).toBeGreaterThan(0);
    const { error } = (await refused.json()) as { error: { type: string; code: string } };
    expect(error).toMatchObject({ type: "rate_limit_error", code: "key-rate", param: null });
  });

  test("opens what is malformed no further than to a plain refusal", async () => {
    const { key } = await issue();
    const bodies: unknown[] = [null, 5, {}, { messages: "x" }, { messages: [{ role: "tool" }] }];
    const message = { role: "user", content: "x" };
    bodies.push({ messages: [message], n: 2 }, { messages: [message], tools: [{}] });
    bodies.push({ messages: [message], temperature: "hot" });
    bodies.push({ messages: [message], response_format: { type: "xml" } });
    for (const body of bodies) {
      const headers = { authorization: `Bearer ${key}`, "content-type": "application/json" };
      const init = { method: "POST", headers, body: JSON.stringify(body) };
      const answer = await founder.box.fetch("/v1/chat/completions", init);
      expect([body, answer.status]).toEqual([body, 400]);
    }
  });
});

let lan: LanModel;
beforeAll(async () => {
  lan = createLanModel({
    url: `${founder.box.plainUrl}/v1`,
    model: "scripted-reader",
    key: (await issue()).key,
    slots: 4,
    contextTokens: 16_384,
  });
  await lan.look();
}, 90_000);
afterAll(() => lan.close());

engineConformance("another machine that speaks OpenAI's form", () => generatingEngine(lan));

test("a machine that is switched off is down, and up again when it is back", async () => {
  const server = () =>
    Bun.serve({ port, hostname: "127.0.0.1", fetch: () => Response.json({ data: [] }) });
  let port = 0;
  const first = server();
  port = first.port ?? 0;
  const url = `http://127.0.0.1:${port}/v1`;
  const model = createLanModel({ url, model: "m", key: null, slots: 1, contextTokens: 100 });
  await model.look();
  expect(model.state().is).toBe("ready");
  await first.stop(true);
  const told: string[] = [];
  model.onState(() => void told.push(model.state().is));
  const asked = model.generate({ messages: bridge, maxTokens: 5 }, new AbortController().signal);
  await expect(asked[Symbol.asyncIterator]().next()).rejects.toMatchObject({
    code: "engine-stopped",
  });
  const second = server();
  await model.look();
  expect(told).toEqual(["down", "ready"]);
  model.close();
  await second.stop(true);
});
