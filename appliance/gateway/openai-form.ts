/** Answers in the form that clients of OpenAI's API read. Pure. */
import { FolkmootError } from "../../mesh/op/index.ts";
import type { Generated } from "../engine/index.ts";
import type { ChatHead } from "./gateway.ts";
import { TooOften } from "./keys.ts";

type End = Extract<Generated, { type: "end" }>;

export function usageOf({ promptTokens, reusedTokens, tokens }: End) {
  return {
    prompt_tokens: promptTokens,
    completion_tokens: tokens,
    total_tokens: promptTokens + tokens,
    prompt_tokens_details: { cached_tokens: reusedTokens },
  };
}

export function completion(head: ChatHead, text: string, end: End): object {
  return {
    ...head,
    object: "chat.completion",
    choices: [
      {
        index: 0,
        message: { role: "assistant", content: text, refusal: null },
        logprobs: null,
        finish_reason: end.reason,
      },
    ],
    usage: usageOf(end),
  };
}

/** One piece of a streamed answer. */
export function chunk(head: ChatHead, delta: object, finish: string | null = null): object {
  return {
    ...head,
    object: "chat.completion.chunk",
    choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
  };
}

export function usageChunk(head: ChatHead, end: End): object {
  return { ...head, object: "chat.completion.chunk", choices: [], usage: usageOf(end) };
}

/** `format`: base64 is what OpenAI's own client asks for. */
export function embeddingList(
  model: string,
  vectors: readonly Float32Array[],
  format: unknown,
): object {
  const encode = (vector: Float32Array) =>
    format === "base64"
      ? Buffer.from(vector.buffer, vector.byteOffset, vector.byteLength).toString("base64")
      : [...vector];
  return {
    object: "list",
    model,
    data: vectors.map((vector, index) => ({
      object: "embedding",
      index,
      embedding: encode(vector),
    })),
    usage: { prompt_tokens: 0, total_tokens: 0 },
  };
}

export interface ErrorAnswer {
  readonly status: number;
  readonly body: object;
  /** When to try again, which OpenAI's own client does by itself; null: it would not help. */
  readonly waitSeconds: number | null;
}

/** While a model starts or others are served. */
const busySeconds = 5;

/** An error as such clients expect it. */
export function errorOf(error: unknown): ErrorAnswer {
  const known = error instanceof FolkmootError ? error : null;
  const status = known?.status ?? 500;
  const type = status === 401 ? "authentication_error" : status === 429 ? "rate_limit_error" : null;
  const message =
    known === null
      ? "The box could not do this."
      : [known.message, known.hint].filter((text) => text !== null).join(" ");
  const fallback = status < 500 ? "invalid_request_error" : "server_error";
  const code = known?.code ?? "fault";
  const isBusy = status === 429 || (status === 503 && code !== "no-model");
  const waitSeconds = error instanceof TooOften ? error.waitSeconds : isBusy ? busySeconds : null;
  const body = { error: { message, type: type ?? fallback, param: null, code } };
  return { status, body, waitSeconds };
}
