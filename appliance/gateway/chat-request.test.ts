import { describe, expect, test } from "bun:test";
import { readChatRequest } from "./chat-request.ts";

const messages = [{ role: "user", content: "x" }];
const read = (given: object) => readChatRequest({ messages, ...given });
const refusal = (given: object): string => {
  try {
    read(given);
    return "taken";
  } catch (error) {
    return (error as Error).message;
  }
};

describe("what clients send", () => {
  test("takes any seed, and cuts what is more than the engine ever writes", () => {
    const seeds = [-1, 0, 2 ** 32, 2 ** 32 + 7, 9_007_199_254_740_991];
    expect(seeds.map((seed) => read({ seed }).seed)).toEqual([4_294_967_295, 0, 0, 7, 2 ** 32 - 1]);
    expect(read({ max_tokens: 128_000 }).maxTokens).toBe(8_192);
    expect(read({ max_tokens: 9, max_completion_tokens: 5 }).maxTokens).toBe(5);
  });

  test("takes what many send without meaning it", () => {
    const idle = {
      n: 1,
      tools: [],
      logprobs: false,
      logit_bias: {},
      presence_penalty: 0,
      stop: [],
    };
    expect(refusal({ ...idle, user: "u", store: false, response_format: { type: "text" } })).toBe(
      "taken",
    );
    const called = [...messages, { role: "assistant", content: null, tool_calls: [] }, ...messages];
    expect(read({ messages: called }).messages[1]).toEqual({ role: "assistant", content: "" });
    expect(read({ messages: [{ role: "developer", content: "d" }] }).messages[0]?.role).toBe(
      "system",
    );
  });

  test("refuses what would be answered as if it had not been asked", () => {
    const image = [{ type: "image_url", image_url: { url: "data:" } }];
    const cases: [object, string][] = [
      [{ logprobs: true }, "logprobs"],
      [{ logit_bias: { 5: 100 } }, "logit_bias"],
      [{ modalities: ["text", "audio"] }, "modalities"],
      [{ stop: 5 }, "stop"],
      [{ max_tokens: 0 }, "max_tokens"],
      [{ messages: [{ role: "user" }] }, "a text as the content"],
      [{ messages: [{ role: "user", content: {} }] }, "a text as the content"],
      [{ messages: [{ role: "user", content: image }] }, "no images"],
      [{ response_format: { type: "json_schema" } }, "response_format.json_schema"],
      [{ response_format: { type: "json_schema", json_schema: {} } }, "json_schema.schema"],
    ];
    for (const [given, named] of cases)
      expect([given, refusal(given)]).toEqual([given, expect.stringContaining(named)]);
  });
});
