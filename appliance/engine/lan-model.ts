/**
 * A model on another machine of the community's network that speaks OpenAI's form: llama.cpp's
 * server, vLLM, another box. The same contract as the engine process, over HTTP.
 */
import { FolkmootError } from "../../mesh/op/index.ts";
import { eventData } from "./event-data.ts";
import { isOnLan } from "./lan-address.ts";
import type {
  Generated,
  GenerateRequest,
  TextModel,
  TextModelInfo,
  TextModelState,
} from "./text-model.ts";

export interface LanModelOptions {
  /** `http://10.0.0.5:8080/v1` */
  readonly url: string;
  /** As the machine calls it. */
  readonly model: string;
  /** Sent as a bearer token; null where none is needed. */
  readonly key: string | null;
  readonly slots: number;
  readonly contextTokens: number;
  /** It may stand outside the local network: what it is asked leaves the house. */
  readonly outside?: boolean;
  readonly fetching?: typeof fetch;
}

export interface LanModel extends TextModel {
  /** Calls back whenever `state()` has become another. */
  onState(listener: () => void): void;
  /** Asks the machine how it is. Never throws. */
  look(): Promise<void>;
  close(): void;
}

const lookEveryMs = 10_000;
const lookWithinMs = 3_000;
/** A wrong answer says why in its first lines. */
const errorTextCharsMax = 2_000;
const notLan = {
  is: "down",
  code: "engine-not-local",
  hint: "Its address is outside the local network. Correct `url`, or set `outside: true`.",
} as const;
const away = {
  is: "down",
  code: "machine-down",
  hint: "The other machine does not answer. Switch it on, or check its address.",
} as const;

export function createLanModel(options: LanModelOptions): LanModel {
  return new OverHttp(options);
}

class OverHttp implements LanModel {
  readonly info: TextModelInfo;
  readonly slots: number;
  readonly #options: LanModelOptions;
  readonly #fetch: typeof fetch;
  readonly #listeners = new Set<() => void>();
  readonly #timer: ReturnType<typeof setInterval>;
  #state: TextModelState = { is: "starting" };

  constructor(options: LanModelOptions) {
    this.#options = options;
    this.#fetch = options.fetching ?? fetch;
    const { model: name, contextTokens, slots } = options;
    this.info = { name, sha256: null, contextTokens };
    this.slots = slots;
    this.#timer = setInterval(() => void this.look(), lookEveryMs);
    void this.look();
  }

  state(): TextModelState {
    return this.#state;
  }

  onState(listener: () => void): void {
    this.#listeners.add(listener);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async look(): Promise<void> {
    const { url, outside = false } = this.#options;
    // Before each look: a name may lead elsewhere than it did.
    const isNear = outside || (await isOnLan(url).catch(() => null));
    if (isNear === false) return this.#become(notLan);
    // A name that nobody knows is not followed: it may be known, elsewhere, a moment later.
    if (isNear === null) return this.#become(away);
    const signal = AbortSignal.timeout(lookWithinMs);
    const answer = await this.#call("/models", { signal }).catch(() => null);
    await answer?.body?.cancel();
    if (answer?.ok === true) this.#become({ is: "ready" });
    else this.#become(away);
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<Generated> {
    signal.throwIfAborted();
    if (this.#state.is === "down" && this.#state.code === notLan.code) {
      throw new FolkmootError(notLan.code, "The machine is not in the local network.", {
        hint: notLan.hint,
        status: 503,
      });
    }
    const answer = await this.#ask(request, signal);
    let reason: "stop" | "length" | null = null;
    let end: Generated | null = null;
    try {
      for await (const data of eventData(answer)) {
        if (data === "[DONE]") break;
        const said = JSON.parse(data) as Chunk;
        if (said.error !== undefined) throw this.#failed(said.error.code);
        const choice = said.choices?.[0];
        const text = choice?.delta?.content ?? "";
        if (text !== "") yield { type: "text", text, tokens: 1 };
        signal.throwIfAborted();
        const finish = choice?.finish_reason ?? null;
        if (finish !== null) reason = finish === "length" ? "length" : "stop";
        if (said.usage != null) end = endOf(said.usage, reason ?? "stop");
      }
      // A connection that ends early ends like any other: half an answer is not a whole one.
      if (reason === null) throw new Error("no end");
    } catch (cause) {
      signal.throwIfAborted();
      if (cause instanceof FolkmootError) throw cause;
      void this.look();
      throw this.#failed("broken-off", cause);
    }
    yield end ?? endOf({}, reason ?? "stop");
  }

  async #ask(request: GenerateRequest, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const { maxTokens, topP, topK: _, schema, messages, temperature = 0, seed, stop } = request;
    const body = {
      model: this.#options.model,
      messages,
      temperature,
      max_tokens: maxTokens,
      stream: true,
      stream_options: { include_usage: true },
      ...(topP === undefined ? {} : { top_p: topP }),
      ...(seed === undefined ? {} : { seed }),
      ...(stop === undefined ? {} : { stop }),
      ...(schema === undefined
        ? {}
        : {
            response_format: {
              type: "json_schema",
              json_schema: { name: "answer", strict: true, schema },
            },
          }),
    };
    const answer = await this.#call("/chat/completions", { signal, json: body }).catch((cause) => {
      signal.throwIfAborted();
      this.#become(away);
      throw this.#failed("no-connection", cause);
    });
    if (answer.ok && answer.body !== null) return answer.body as AsyncIterable<Uint8Array>;
    const text = await beginningOf(answer);
    if (
      /prompt-too-long|context[ _-]?(?:length|size|window)|too (?:long|many tokens)/i.test(text)
    ) {
      throw new FolkmootError("prompt-too-long", "This is too long for the model.", {
        status: 413,
      });
    }
    throw this.#failed(`answers ${answer.status}`);
  }

  #call(path: string, init: { signal: AbortSignal; json?: object }): Promise<Response> {
    const { url, key } = this.#options;
    const headers: Record<string, string> = { "content-type": "application/json" };
    if (key !== null) headers["authorization"] = `Bearer ${key}`;
    return this.#fetch(`${url.replace(/\/$/, "")}${path}`, {
      method: init.json === undefined ? "GET" : "POST",
      headers,
      signal: init.signal,
      // Another address than the one that was checked.
      redirect: "error",
      ...(init.json === undefined ? {} : { body: JSON.stringify(init.json) }),
    });
  }

  #failed(why: string, cause?: unknown): FolkmootError {
    return new FolkmootError("engine-stopped", `The other machine did not finish (${why}).`, {
      hint: "Ask again; the box takes another machine, or its own model.",
      cause,
      status: 503,
    });
  }

  #become(state: TextModelState): void {
    if (this.#state.is === state.is) return;
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

/** No more of it than is read. */
async function beginningOf({ body }: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  if (body === null) return text;
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    text += decoder.decode(piece, { stream: true });
    if (text.length >= errorTextCharsMax) break;
  }
  return text.slice(0, errorTextCharsMax);
}

interface Usage {
  readonly prompt_tokens?: number;
  readonly completion_tokens?: number;
  readonly prompt_tokens_details?: { readonly cached_tokens?: number } | null;
}

interface Chunk {
  readonly choices?: readonly {
    readonly delta?: { readonly content?: string | null };
    readonly finish_reason?: string | null;
  }[];
  readonly usage?: Usage | null;
  readonly error?: { readonly code: string };
}

function endOf(usage: Usage, reason: "stop" | "length"): Generated {
  return {
    type: "end",
    reason,
    promptTokens: usage.prompt_tokens ?? 0,
    reusedTokens: usage.prompt_tokens_details?.cached_tokens ?? 0,
    tokens: usage.completion_tokens ?? 0,
  };
}
