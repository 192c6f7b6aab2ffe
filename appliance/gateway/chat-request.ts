/** What a program asks for in OpenAI's form, as what a model is asked. Pure. */
import { FolkmootError } from "../../mesh/op/index.ts";
import type { ChatMessage, GenerateRequest, JsonSchema } from "../engine/index.ts";
import { answerSchema } from "./answer-schema.ts";

export interface ChatRequest extends GenerateRequest {
  readonly model: string;
  readonly stream: boolean;
  readonly includeUsage: boolean;
}

export const chatLimits = { messages: 200, chars: 400_000, tokens: 8_192, stops: 8 } as const;
const tokensDefault = 1_024;

type Json = Readonly<Record<string, unknown>>;

/** Throws `bad-request` naming the field. What it does not know it leaves alone. */
export function readChatRequest(value: unknown): ChatRequest {
  const body = object(value, "body");
  if (list(body["tools"]).length > 0 || list(body["functions"]).length > 0) {
    throw bad("tools", "this box's assistant has no tools and writes nothing");
  }
  if (body["logprobs"] === true) throw bad("logprobs", "false: the engine does not tell them");
  if (Object.keys(body["logit_bias"] ?? {}).length > 0) throw bad("logit_bias", "none");
  if (list(body["modalities"]).includes("audio")) throw bad("modalities", "text");
  if (body["n"] !== undefined && body["n"] !== null && body["n"] !== 1) throw bad("n", "only 1");
  const schema = schemaIn(body["response_format"]);
  const stop = stopsIn(body["stop"]);
  const temperature = number(body, "temperature", 0, 2);
  const topP = number(body, "top_p", 0, 1);
  const seed = number(body, "seed", Number.MIN_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);
  const most = tokensIn(body, "max_completion_tokens") ?? tokensIn(body, "max_tokens");
  const { stream = false, stream_options: options } = body;
  return {
    model: typeof body["model"] === "string" ? body["model"] : "",
    messages: messagesIn(body["messages"]),
    maxTokens: most ?? tokensDefault,
    stream: stream === true,
    includeUsage: (options as Json | null | undefined)?.["include_usage"] === true,
    temperature: temperature ?? 0.7,
    ...(topP === null ? {} : { topP }),
    ...(seed === null ? {} : { seed: seedOf(seed) }),
    ...(stop.length === 0 ? {} : { stop }),
    ...(schema === null ? {} : { schema }),
  };
}

function messagesIn(value: unknown): ChatMessage[] {
  const given = list(value);
  if (given.length === 0) throw bad("messages", "at least one");
  if (given.length > chatLimits.messages) throw bad("messages", `at most ${chatLimits.messages}`);
  const messages = given.map((each): ChatMessage => {
    const message = object(each, "messages");
    const role = message["role"] === "developer" ? "system" : message["role"];
    if (role !== "system" && role !== "user" && role !== "assistant") {
      throw bad("messages", "roles are system, developer, user and assistant");
    }
    // An assistant that only called tools said nothing.
    const content = role === "assistant" ? (message["content"] ?? "") : message["content"];
    return { role, content: textIn(content) };
  });
  const chars = messages.reduce((sum, { content }) => sum + content.length, 0);
  if (chars > chatLimits.chars) throw bad("messages", `at most ${chatLimits.chars} characters`);
  return messages;
}

function textIn(content: unknown): string {
  if (typeof content === "string") return content;
  if (!Array.isArray(content)) throw bad("messages", "a text as the content of each");
  return content
    .map((part) => {
      const { type, text } = object(part, "messages") as { type?: unknown; text?: unknown };
      if (type !== "text" || typeof text !== "string") {
        throw bad("messages", "only text, no images, sound or files");
      }
      return text;
    })
    .join("");
}

function schemaIn(format: unknown): JsonSchema | null {
  if (format === undefined || format === null) return null;
  const given = object(format, "response_format");
  if (given["type"] === "text") return null;
  if (given["type"] === "json_object") return { type: "object", additionalProperties: true };
  if (given["type"] !== "json_schema") {
    throw bad("response_format.type", "text, json_object, json_schema");
  }
  const named = object(given["json_schema"], "response_format.json_schema");
  return answerSchema(object(named["schema"], "response_format.json_schema.schema"));
}

function stopsIn(value: unknown): string[] {
  if (value === undefined || value === null) return [];
  const stops = typeof value === "string" ? [value] : value;
  if (!Array.isArray(stops)) throw bad("stop", "a text, or a list of them");
  if (stops.length > chatLimits.stops) throw bad("stop", `at most ${chatLimits.stops}`);
  return stops.map((stop) => {
    if (typeof stop !== "string" || stop.length > 200) throw bad("stop", "short texts");
    return stop;
  });
}

function number(body: Json, name: string, min: number, max: number): number | null {
  const value = body[name];
  if (value === undefined || value === null) return null;
  if (typeof value !== "number" || !(value >= min) || value > max) {
    throw bad(name, `from ${min} to ${max}`);
  }
  return value;
}

/** More than the engine ever writes at once is not wrong: the answer says that it was cut. */
function tokensIn(body: Json, name: string): number | null {
  const wanted = number(body, name, 1, Number.MAX_SAFE_INTEGER);
  return wanted === null ? null : Math.min(Math.floor(wanted), chatLimits.tokens);
}

/** Any whole number stands for one that the engine takes. */
function seedOf(seed: number): number {
  return Number(BigInt.asUintN(32, BigInt(Math.floor(seed))));
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function object(value: unknown, name: string): Json {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Json;
  throw bad(name, "an object");
}

export function bad(name: string, allowed: string): FolkmootError {
  return new FolkmootError("bad-request", `${name} is not allowed here; allowed: ${allowed}.`, {
    hint: "See /docs.",
    status: 400,
  });
}
