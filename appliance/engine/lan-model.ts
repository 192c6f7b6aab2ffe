/**
 * A model on another machine of the community's network that speaks OpenAI's form: llama.cpp's
 * server, vLLM, another box. The same contract as the engine process, over HTTP.
 */
import { FolkmootError } from "../../mesh/op/index.ts";
import { eventData } from "./event-data.ts";
import { beginningOf, LanMachine, type LanMachineOptions } from "./lan-machine.ts";
import type {
  Generated,
  GenerateRequest,
  TextModel,
  TextModelInfo,
  TextModelState,
} from "./text-model.ts";

export interface LanModelOptions extends LanMachineOptions {
  readonly slots: number;
  readonly contextTokens: number;
}

export interface LanModel extends TextModel {
  /** Calls back whenever `state()` has become another. */
  onState(listener: () => void): void;
  /** Asks the machine how it is. Never throws. */
  look(): Promise<void>;
  close(): void;
}

/** A wrong answer says why in its first lines. */
const errorTextCharsMax = 2_000;

export function createLanModel(options: LanModelOptions): LanModel {
  return new OverHttp(options);
}

class OverHttp implements LanModel {
  readonly info: TextModelInfo;
  readonly slots: number;
  readonly #machine: LanMachine;

  constructor(options: LanModelOptions) {
    const { model: name, contextTokens, slots } = options;
    this.info = { name, sha256: null, contextTokens };
    this.slots = slots;
    this.#machine = new LanMachine(options);
  }

  state(): TextModelState {
    return this.#machine.state();
  }

  onState(listener: () => void): void {
    this.#machine.onState(listener);
  }

  look(): Promise<void> {
    return this.#machine.look();
  }

  close(): void {
    this.#machine.close();
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<Generated> {
    const answer = await this.#ask(request, signal);
    let reason: "stop" | "length" | null = null;
    let end: Generated | null = null;
    try {
      for await (const data of eventData(answer)) {
        if (data === "[DONE]") break;
        const said = JSON.parse(data) as Chunk;
        if (said.error !== undefined) throw this.#machine.failed(said.error.code);
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
      void this.#machine.look();
      throw this.#machine.failed("broken-off", cause);
    }
    yield end ?? endOf({}, reason ?? "stop");
  }

  async #ask(request: GenerateRequest, signal: AbortSignal): Promise<AsyncIterable<Uint8Array>> {
    const { maxTokens, topP, topK: _, schema, messages, temperature = 0, seed, stop } = request;
    const body = {
      model: this.info.name,
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
    const answer = await this.#machine.call("/chat/completions", { signal, json: body });
    if (answer.ok && answer.body !== null) return answer.body as AsyncIterable<Uint8Array>;
    const text = await beginningOf(answer, errorTextCharsMax);
    if (
      /prompt-too-long|context[ _-]?(?:length|size|window)|too (?:long|many tokens)/i.test(text)
    ) {
      throw new FolkmootError("prompt-too-long", "This is too long for the model.", {
        status: 413,
      });
    }
    throw this.#machine.failed(`answers ${answer.status}`);
  }
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
