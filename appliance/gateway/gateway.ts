/** What other programs may have done by the box's models. */
import { FolkmootError, toHex } from "../../mesh/op/index.ts";
import type { AnswerRecord, AskedQuestion } from "../assistant/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import {
  type Embedder,
  type Generated,
  type ModelPool,
  type PoolMember,
  type TextModel,
  takingOver,
} from "../engine/index.ts";
import type { Viewer } from "../knowledge/index.ts";
import type { Random } from "../random.ts";
import type { ChatRequest } from "./chat-request.ts";
import { bad } from "./chat-request.ts";
import { communityModel, questionOf, textOf, viewerOf } from "./community-answer.ts";
import type { ProgramKey } from "./key-table.ts";
import { Keys, type KeysOptions, keyNeeded } from "./keys.ts";

export interface GatewayOptions extends KeysOptions {
  readonly pool: ModelPool;
  readonly embedder: () => Embedder | null;
  /** Answers from what the community knows. */
  readonly ask: (
    question: AskedQuestion,
    viewer: Viewer,
    signal: AbortSignal,
  ) => Promise<AnswerRecord>;
}

/** What identifies one answer in OpenAI's form. */
export interface ChatHead {
  readonly id: string;
  readonly created: number;
  readonly model: string;
}

export interface EmbeddingRequest {
  readonly model?: unknown;
  readonly input?: unknown;
  readonly dimensions?: unknown;
  readonly encoding_format?: unknown;
}

/** A program waits as long as a member does. */
const deadlineMs = 10 * 60_000;
/** More at once from one program is a loop, not work. */
export const requestsAtOnceMax = 64;
const programSecrecy = "private" as const;
const textsMax = 2_048;
const textsAtOnce = 16;

export class Gateway {
  readonly keys: Keys;
  readonly #pool: ModelPool;
  readonly #embedder: () => Embedder | null;
  readonly #ask: GatewayOptions["ask"];
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #running = new Map<string, Set<AbortController>>();

  constructor(options: GatewayOptions) {
    this.keys = new Keys(options);
    this.#pool = options.pool;
    this.#embedder = options.embedder;
    this.#ask = options.ask;
    this.#clock = options.clock;
    this.#random = options.random;
  }

  /** Names of what this key may ask now. */
  models({ scopes }: ProgramKey): string[] {
    const ready = this.#writers().filter(({ model }) => model.state().is === "ready");
    const embedder = scopes.includes("embeddings") ? this.#embedder() : null;
    return [
      ...(scopes.includes("ask") ? [communityModel] : []),
      ...(scopes.includes("chat") ? new Set(ready.map(({ model }) => model.info.name)) : []),
      ...(embedder === null ? [] : [embedder.info.name]),
    ];
  }

  /** What a program sends is its users': it goes where private things may go. */
  #writers(): PoolMember[] {
    return this.#pool.members.filter(({ mayRead }) => mayRead === programSecrecy);
  }

  head({ model }: ChatRequest): ChatHead {
    const id = `chatcmpl-${toHex(this.#random.bytes(12))}`;
    return { id, created: nowSeconds(this.#clock), model };
  }

  /** Waits for its turn among everybody's questions, then writes. */
  async *chat(
    key: ProgramKey,
    request: ChatRequest,
    signal: AbortSignal,
  ): AsyncGenerator<Generated> {
    const isCommunity = request.model === communityModel;
    if (!isCommunity) this.#checkModel(request.model);
    if (isCommunity && request.schema !== undefined) throw textOnly();
    const { until, leave } = this.#enter(key, signal);
    try {
      if (isCommunity) {
        const asked = questionOf(key, request, nowSeconds(this.#clock));
        const text = textOf(await this.#ask(asked, viewerOf(key), until));
        yield { type: "text", text, tokens: 0 };
        yield { type: "end", reason: "stop", promptTokens: 0, reusedTokens: 0, tokens: 0 };
        return;
      }
      const owner = `key:${key.id}`;
      const accepts = ({ info }: TextModel) => info.name === request.model;
      const wish = { owner, secrecy: programSecrecy, accepts, onPlace: () => {} };
      yield* takingOver(this.#pool, wish, until, (model) => model.generate(request, until));
    } finally {
      leave();
    }
  }

  /** Vectors of the texts, in order. */
  async embed(
    key: ProgramKey,
    { model, input, dimensions, encoding_format: format }: EmbeddingRequest,
    signal: AbortSignal,
  ): Promise<{ readonly name: string; readonly vectors: Float32Array[] }> {
    const embedder = this.#embedder();
    if (embedder === null) throw noModel();
    if (model !== embedder.info.name) throw unknownModel();
    if (dimensions != null && dimensions !== embedder.dimensions) {
      throw bad("dimensions", `${embedder.dimensions}, as many as this model has`);
    }
    if (format != null && format !== "float" && format !== "base64") {
      throw bad("encoding_format", "float or base64");
    }
    const texts = typeof input === "string" ? [input] : input;
    if (!Array.isArray(texts) || texts.length === 0 || texts.length > textsMax) {
      throw bad("input", `a text, or up to ${textsMax} of them`);
    }
    if (!texts.every((text) => typeof text === "string")) {
      throw bad("input", "texts, no numbers of tokens");
    }
    const { until, leave } = this.#enter(key, signal);
    try {
      const vectors: Float32Array[] = [];
      for (let at = 0; at < texts.length; at += textsAtOnce) {
        vectors.push(...(await embedder.embed(texts.slice(at, at + textsAtOnce), until)));
      }
      return { name: embedder.info.name, vectors };
    } finally {
      leave();
    }
  }

  /** A program that asks for one model is not answered by another. One that starts is waited for. */
  #checkModel(name: string): void {
    const writers = this.#writers();
    if (writers.length === 0) throw noModel();
    const named = writers.filter(({ model }) => model.info.name === name);
    if (named.length === 0) throw unknownModel();
    const states = named.map(({ model }) => model.state());
    const [down] = states;
    if (down?.is === "down" && states.every(({ is }) => is === "down")) {
      throw new FolkmootError(down.code, "This model cannot be asked just now.", {
        hint: down.hint,
        status: 503,
      });
    }
  }

  /** Takes a key back, at once: what it has under way ends, too. False when it is not in force. */
  async revoke(id: string): Promise<boolean> {
    const isRevoked = await this.keys.revoke(id);
    if (isRevoked) for (const running of this.#running.get(id) ?? []) running.abort(keyNeeded());
    return isRevoked;
  }

  /** A request under way ends with its sender, with its key and with the deadline. */
  #enter(
    { id, expires }: ProgramKey,
    signal: AbortSignal,
  ): { readonly until: AbortSignal; readonly leave: () => void } {
    const all = this.#running.get(id) ?? new Set();
    if (all.size >= requestsAtOnceMax) {
      throw new FolkmootError("key-busy", "This key has very many requests under way.", {
        hint: `Wait until one of them is done; ${requestsAtOnceMax} at once are allowed.`,
        status: 429,
      });
    }
    const own = new AbortController();
    all.add(own);
    this.#running.set(id, all);
    const validMs = expires === null ? deadlineMs : expires * 1_000 - this.#clock.nowMs();
    const end = () => own.abort(validMs < deadlineMs ? keyNeeded() : tookTooLong());
    const timer = setTimeout(end, Math.max(0, Math.min(deadlineMs, validMs)));
    const leave = () => {
      clearTimeout(timer);
      all.delete(own);
      if (all.size === 0 && this.#running.get(id) === all) this.#running.delete(id);
    };
    return { until: AbortSignal.any([signal, own.signal]), leave };
  }
}

function textOnly(): FolkmootError {
  return bad("response_format", "text: the community answers in sentences with their sources");
}

function tookTooLong(): FolkmootError {
  return new FolkmootError("took-too-long", "This was not done in time.", {
    hint: "Ask for less, or when fewer are waiting.",
    status: 503,
  });
}

function noModel(): FolkmootError {
  return new FolkmootError("no-model", "No model that can do this runs on this box.", {
    hint: "GET /v1/models lists what does; a community deploys models by decision.",
    status: 503,
  });
}

export function unknownModel(): FolkmootError {
  return new FolkmootError("model-not-found", "There is no model of this name here.", {
    hint: "GET /v1/models lists what can be asked.",
    status: 404,
  });
}
