/** What programs do to a box besides asking nicely, with OpenAI's own client. */
import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import OpenAI from "openai";
import { startBox } from "../../tests/support/box.ts";
import { deployModel } from "../../tests/support/decide.ts";
import { modelFiles } from "../../tests/support/gguf/models.ts";
import { foundedBox, type TestMember } from "../../tests/support/member.ts";
import { systemClock } from "../clock.ts";

// Each engine is a process that loads native code: seconds, on a machine that is busy.
setDefaultTimeout(90_000);

const model = "The valley's model";
let founder: TestMember;

beforeAll(async () => {
  founder = (await foundedBox(await startBox())).founder;
  const { models } = founder.box.box;
  const { sha256 } = await models.library.add(modelFiles.middle().path, { name: model });
  await deployModel(founder, sha256);
  while (models.status().answer?.state.is !== "ready") await Bun.sleep(20);
}, 90_000);
afterAll(() => founder.box.close());

async function issue(expires: number | null = null): Promise<{ key: string; id: string }> {
  const wish = { name: "A program", scopes: ["chat", "ask"], audience: "members", perMinute: 99 };
  const answer = await founder.post("/api/keys", { ...wish, expires });
  const { key, info } = (await answer.json()) as { key: string; info: { id: string } };
  return { key, id: info.id };
}

function clientWith(apiKey: string): OpenAI {
  const { box } = founder;
  const viaBox = (input: string | URL | Request, init?: RequestInit) =>
    box.fetch(String(input).slice(box.url.length), init);
  return new OpenAI({ apiKey, baseURL: `${box.url}/v1`, fetch: viaBox, maxRetries: 0 });
}

const messages = [{ role: "user" as const, content: "hello" }];
const long = { model, messages, max_tokens: 8_000, temperature: 1, stream: true as const };

/** Reads a stream to its end; `onPiece` is called once, when it has begun. */
async function endOf(key: string, onPiece: () => unknown): Promise<string> {
  let pieces = 0;
  try {
    for await (const { choices } of await clientWith(key).chat.completions.create(long)) {
      pieces += choices[0]?.delta.content ? 1 : 0;
      if (pieces === 1) await onPiece();
    }
    return "whole";
  } catch (error) {
    return (error as { code: string }).code;
  }
}

test("a model has the name that the community gave it, wherever it is asked for", async () => {
  const client = clientWith((await issue()).key);
  expect((await client.models.list()).data.map(({ id }) => id)).toEqual(["community", model]);
  expect((await client.models.retrieve(model)).id).toBe(model);
  const unknown = client.models.retrieve("gpt-4o");
  await expect(unknown.then()).rejects.toMatchObject({ status: 404, code: "model-not-found" });
});

test("a key that is taken back ends what it has under way", async () => {
  const { key, id } = await issue();
  const revoke = () => founder.fetch(`/api/keys/${id}`, { method: "DELETE" });
  expect(await endOf(key, revoke)).toBe("key-needed");
  expect(founder.box.box.models.pool.running).toBe(0);
});

test("a key that runs out ends what it has under way", async () => {
  const { key } = await issue(Math.floor(systemClock.nowMs() / 1_000) + 2);
  expect(await endOf(key, () => {})).toBe("key-needed");
});

test("a stranger learns nothing of what would be right", async () => {
  for (const path of ["/v1/chat/completions", "/v1/embeddings"]) {
    const headers = { "content-type": "application/json" };
    const answer = await founder.box.fetch(path, { method: "POST", headers, body: "{" });
    expect([answer.status, answer.headers.get("www-authenticate")]).toEqual([401, "Bearer"]);
  }
  const { key } = await issue();
  const headers = { authorization: `bearer ${key}` };
  expect((await founder.box.fetch("/v1/models", { headers })).status).toBe(200);
});

test("a schema as pydantic writes it is held to, and not answered with nothing", async () => {
  const colour = { enum: ["red", "blue"], type: "string" };
  const schema = {
    $defs: { Bread: { type: "object", properties: { colour }, required: ["colour"] } },
    type: "object",
    properties: {
      bread: { $ref: "#/$defs/Bread" },
      also: { anyOf: [{ const: "salt" }, { const: "water" }] },
    },
    required: ["bread", "also"],
  };
  const client = clientWith((await issue()).key);
  const { choices } = await client.chat.completions.create({
    ...{ model, messages, temperature: 0, max_tokens: 200 },
    response_format: { type: "json_schema", json_schema: { name: "order", schema } },
  });
  expect(JSON.parse(choices[0]?.message.content ?? "")).toEqual({
    bread: { colour: expect.stringMatching(/^(red|blue)$/) },
    also: expect.stringMatching(/^(salt|water)$/),
  });
  const asked = client.chat.completions.create({
    ...{ model: "community", messages },
    response_format: { type: "json_object" },
  });
  await expect(asked.then()).rejects.toMatchObject({ status: 400, code: "bad-request" });
});
