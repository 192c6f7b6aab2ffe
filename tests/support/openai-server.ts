/**
 * A machine of the network that speaks OpenAI's form as llama.cpp's server and vLLM do, byte for
 * byte where they differ (llama.cpp tools/server, vLLM entrypoints/openai), on the real engine.
 */
import type { Embedder, GenerateRequest, TextModel } from "../../appliance/engine/index.ts";
import { FolkmootError } from "../../mesh/op/index.ts";

export type Dialect = "llama.cpp" | "vllm";

export interface OpenAiServer {
  /** With `/v1`. */
  readonly url: string;
  /** How many completions or embeddings it was asked for. */
  readonly asked: number;
  /** The last completion's body. */
  readonly lastBody: string;
  stop(): Promise<void>;
}

export interface OpenAiServerWish {
  readonly dialect: Dialect;
  readonly model: TextModel | Embedder;
  /** Closes the connection after so many texts, without a word. */
  readonly breaksAfter?: number;
}

interface Asked {
  readonly model: string;
  readonly messages: GenerateRequest["messages"];
  readonly max_tokens: number;
  readonly temperature: number;
  readonly seed?: number;
  readonly stop?: string[];
  readonly stream_options?: { readonly include_usage?: boolean };
  readonly response_format?: {
    readonly json_schema: { readonly schema: GenerateRequest["schema"] };
  };
}

export function startOpenAiServer(wish: OpenAiServerWish): OpenAiServer {
  let asked = 0;
  let lastBody = "";
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    idleTimeout: 0,
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname === "/v1/models") return Response.json(modelList(wish.dialect));
      const writes = pathname === "/v1/chat/completions";
      if (!writes && pathname !== "/v1/embeddings") return new Response(null, { status: 404 });
      asked += 1;
      lastBody = await request.text();
      const body = JSON.parse(lastBody);
      const { model } = wish;
      if (writes && "generate" in model) {
        return complete({ ...wish, model }, body as Asked, request.signal);
      }
      if (!writes && "embed" in model) return embed(model, body as { input: string[] });
      return new Response(null, { status: 501 });
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}/v1`,
    get asked() {
      return asked;
    },
    get lastBody() {
      return lastBody;
    },
    stop: () => server.stop(true),
  };
}

function modelList(dialect: Dialect): object {
  const id = dialect === "vllm" ? "reader" : "/models/reader.gguf";
  const owner = dialect === "vllm" ? "vllm" : "llamacpp";
  return {
    object: "list",
    data: [{ id, object: "model", created: 1_763_700_000, owned_by: owner }],
  };
}

/** Longer than 1, and backwards: both are allowed. */
async function embed(model: Embedder, { input }: { input: string[] }): Promise<Response> {
  const vectors = await model.embed(input, new AbortController().signal);
  const data = vectors.map((vector, index) => ({
    object: "embedding",
    index,
    embedding: [...vector].map((value) => value * 3),
  }));
  const usage = { prompt_tokens: 1, total_tokens: 1 };
  return Response.json({ object: "list", model: "finder", data: data.reverse(), usage });
}

async function complete(
  { dialect, model, breaksAfter }: OpenAiServerWish & { readonly model: TextModel },
  { messages, max_tokens, temperature, seed, stop, stream_options, response_format }: Asked,
  signal: AbortSignal,
): Promise<Response> {
  const schema = response_format?.json_schema.schema;
  const request: GenerateRequest = {
    messages,
    maxTokens: max_tokens,
    temperature,
    ...(seed === undefined ? {} : { seed }),
    ...(stop === undefined ? {} : { stop }),
    ...(schema === undefined ? {} : { schema }),
  };
  const said = model.generate(request, signal)[Symbol.asyncIterator]();
  // Both read the whole prompt before they answer anything.
  let next: Awaited<ReturnType<typeof said.next>>;
  try {
    next = await said.next();
  } catch (error) {
    return refusal(dialect, error);
  }
  const form = formOf(dialect);
  const events = async function* () {
    yield form.event([{ index: 0, delta: form.first, finish_reason: null }]);
    for (let texts = 0; next.done !== true; next = await said.next()) {
      const { value } = next;
      if (value.type === "text") {
        texts += 1;
        if (texts > (breaksAfter ?? Number.POSITIVE_INFINITY)) return;
        yield form.event([{ index: 0, delta: { content: value.text }, finish_reason: null }]);
        continue;
      }
      yield form.event([{ index: 0, delta: form.last, finish_reason: value.reason }]);
      const { promptTokens: prompt, tokens } = value;
      const usage = { completion_tokens: tokens, prompt_tokens: prompt };
      const total = { ...usage, total_tokens: prompt + tokens };
      if (stream_options?.include_usage === true) yield form.event([], { usage: total });
    }
    yield "data: [DONE]\n\n";
  };
  return new Response(events() as never, { headers: { "content-type": "text/event-stream" } });
}

/** What each puts around a piece of text. */
function formOf(dialect: Dialect) {
  const head = {
    created: 1_763_700_000,
    id: dialect === "vllm" ? "chatcmpl-0c3f" : "chatcmpl-Yl0aGx3",
    model: "reader",
    object: "chat.completion.chunk",
    ...(dialect === "vllm" ? {} : { system_fingerprint: "b6900-9d7c518d" }),
  };
  const extra = dialect === "vllm" ? { logprobs: null, stop_reason: null } : {};
  return {
    first:
      dialect === "vllm"
        ? { role: "assistant", content: "" }
        : { role: "assistant", content: null },
    last: dialect === "vllm" ? { content: "" } : {},
    event(choices: readonly object[], more: object = {}): string {
      const all = choices.map((choice) => ({ ...choice, ...extra }));
      const timings = dialect === "vllm" || choices.length > 0 ? {} : { timings: { prompt_n: 1 } };
      return `data: ${JSON.stringify({ choices: all, ...head, ...more, ...timings })}\n\n`;
    },
  };
}

function refusal(dialect: Dialect, error: unknown): Response {
  const isLong = error instanceof FolkmootError && error.code === "prompt-too-long";
  const status = isLong ? 400 : 500;
  if (dialect === "vllm") {
    const message = isLong
      ? "This model's maximum context length is 4096 tokens. However, your request has 9000 input tokens."
      : "Internal server error";
    const type = isLong ? "BadRequestError" : "InternalServerError";
    return Response.json({ error: { message, type, param: null, code: status } }, { status });
  }
  const message = isLong
    ? "the request exceeds the available context size, try increasing it"
    : "failed to process the request";
  const type = isLong ? "exceed_context_size_error" : "server_error";
  return Response.json({ error: { code: status, message, type } }, { status });
}
