/**
 * The engine as the box knows it: a process that holds one model, started again when it ends.
 * It may crash; the box notices a pause.
 */
import { FolkmootError } from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import { type ChildEnd, type EngineChild, errorOf } from "./engine-child.ts";
import { joinEngine } from "./joined-engine.ts";
import {
  type FromEngine,
  type LoadedInfo,
  type LoadRequest,
  type ToEngine,
  textsPerEmbedMax,
} from "./protocol.ts";
import { loadsTriedMax, recoveredAfterMs, restartWaitMs } from "./restart-wait.ts";
import { type Confinement, expectedConfinement } from "./sandbox.ts";
import { spawnEngine } from "./spawned-engine.ts";
import type {
  Embedder,
  Generated,
  GenerateRequest,
  TextModel,
  TextModelInfo,
  TextModelState,
} from "./text-model.ts";

export interface EngineHostOptions {
  readonly load: LoadRequest;
  /** What people call it; the file's own name unless given. */
  readonly name?: () => string | null;
  /** Where the system starts the process for whoever connects; null: the box starts it. */
  readonly socket: string | null;
  /** The process is ended when it takes more of its own. */
  readonly memoryBytesMax: number;
  readonly clock: Clock;
  readonly log: Log;
}

export interface EngineHost extends TextModel, Embedder {
  /**
   * Resolves once the model is loaded. Rejects when it cannot be, with why; where only the system
   * did not start the process it is tried further, and `state` tells.
   */
  readonly loaded: Promise<LoadedInfo>;
  /** The running process, for measurements and tests; null between two runs. */
  readonly pid: number | null;
  /** How the last run is confined, or what to expect where there was none. */
  readonly confinement: Confinement;
  /** Calls back whenever `state()` has become another. */
  onState(listener: () => void): void;
  close(): void;
}

export function createEngineHost(options: EngineHostOptions): EngineHost {
  return new Host(options);
}

class Host implements EngineHost {
  readonly loaded: Promise<LoadedInfo>;
  readonly #options: EngineHostOptions;
  readonly #listeners = new Set<() => void>();
  readonly #settle = Promise.withResolvers<LoadedInfo>();
  #child: EngineChild | null = null;
  #confinement: Confinement;
  #state: TextModelState = { is: "starting" };
  #info: LoadedInfo | null = null;
  #lastId = 0;
  #endsInRow = 0;
  #missedInRow = 0;
  #isClosed = false;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: EngineHostOptions) {
    this.#options = options;
    this.#confinement = expectedConfinement(options.socket);
    this.loaded = this.#settle.promise;
    // Whoever only asks for answers hears of it by `state`.
    this.loaded.catch(() => {});
    this.#start();
  }

  get info(): TextModelInfo {
    const { load, name } = this.#options;
    const { sha256, contextTokens } = load;
    return {
      name: name?.() ?? this.#info?.name ?? "",
      sha256,
      contextTokens: this.#info?.contextTokens ?? contextTokens,
    };
  }

  get slots(): number {
    return this.#options.load.slots;
  }

  get dimensions(): number {
    return this.#info?.dimensions ?? 0;
  }

  get pid(): number | null {
    return this.#child?.pid ?? null;
  }

  get confinement(): Confinement {
    this.#confinement = this.#child?.confinement ?? this.#confinement;
    return this.#confinement;
  }

  state(): TextModelState {
    return this.#state;
  }

  onState(listener: () => void): void {
    this.#listeners.add(listener);
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<Generated> {
    const heard = this.#ask({ type: "generate", id: this.#nextId(), ...request }, signal);
    for await (const message of heard) {
      if (message.type === "text") {
        const { text, tokens } = message;
        yield { type: "text", text, tokens };
      } else if (message.type === "end" && message.reason !== "aborted") {
        const { reason, promptTokens, reusedTokens, tokens } = message;
        yield { type: "end", reason, promptTokens, reusedTokens, tokens };
      }
    }
  }

  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const vectors: Float32Array[] = [];
    for (let at = 0; at < texts.length; at += textsPerEmbedMax) {
      vectors.push(...(await this.#embedSome(texts.slice(at, at + textsPerEmbedMax), signal)));
    }
    return vectors;
  }

  async #embedSome(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    for await (const message of this.#ask({ type: "embed", id: this.#nextId(), texts }, signal)) {
      if (message.type !== "vectors") continue;
      const bytes = Buffer.from(message.data, "base64");
      const all = new Float32Array(new Uint8Array(bytes).buffer);
      const { dimensions } = this;
      return texts.map((_, at) => all.slice(at * dimensions, (at + 1) * dimensions));
    }
    throw new FolkmootError("engine-failed", "The engine gave no vectors.", { status: 503 });
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#become({ is: "down", code: "engine-closed", hint: "The model was put away." });
    this.#child?.close();
  }

  #nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  /** Everything said to one request, to its end; `failed` is thrown. */
  async *#ask(
    message: Exclude<ToEngine, { type: "load" | "abort" }>,
    signal: AbortSignal,
  ): AsyncGenerator<FromEngine> {
    signal.throwIfAborted();
    const child = this.#child;
    if (child === null || this.#state.is !== "ready") throw notReady(this.#state);
    const heard: FromEngine[] = [];
    let wake = Promise.withResolvers<void>();
    const stop = () => {
      child.forget(message.id);
      child.send({ type: "abort", id: message.id }, null);
      wake.resolve();
    };
    signal.addEventListener("abort", stop, { once: true });
    child.send(message, (said) => {
      heard.push(said);
      wake.resolve();
      return said.type !== "text";
    });
    let isOver = false;
    try {
      while (!isOver) {
        await wake.promise;
        wake = Promise.withResolvers();
        for (const said of heard.splice(0)) {
          signal.throwIfAborted();
          if (said.type === "failed") {
            isOver = true;
            throw errorOf(said);
          }
          isOver = said.type !== "text";
          yield said;
        }
        signal.throwIfAborted();
      }
    } finally {
      signal.removeEventListener("abort", stop);
      // Whoever listens no more stops it as well.
      if (!isOver && !signal.aborted) stop();
    }
  }

  #start(): void {
    const { load, socket, memoryBytesMax, clock, log } = this.#options;
    const startedMs = clock.monotonicMs();
    const child =
      socket === null ? spawnEngine(memoryBytesMax) : joinEngine(socket, memoryBytesMax);
    this.#child = child;
    this.#become({ is: "starting" });
    let refusal: FolkmootError | null = null;
    child.send({ type: "load", id: this.#nextId(), ...load }, (said) => {
      if (said.type === "loaded") {
        this.#info = said.info;
        this.#missedInRow = 0;
        this.#settle.resolve(said.info);
        this.#become({ is: "ready" });
        const tookMs = Math.round(clock.monotonicMs() - startedMs);
        log.info("engine.ready", { role: load.role, took_ms: tookMs });
      } else if (said.type === "failed" && said.code !== "engine-stopped") {
        refusal = errorOf(said);
        child.close();
      }
      return true;
    });
    void child.ended.then((end) => {
      if (this.#child === child) this.#child = null;
      if (this.#isClosed) return;
      if (refusal !== null) this.#giveUp(refusal);
      else if (end === "unreachable") this.#missed();
      else this.#again(end, clock.monotonicMs() - startedMs);
    });
  }

  /** What a file is refused for does not change by trying again. */
  #giveUp(refusal: FolkmootError): void {
    this.#options.log.error("engine.load-refused", { code: refusal.code });
    this.#become({ is: "down", code: refusal.code, hint: refusal.hint ?? refusal.message });
    this.#settle.reject(refusal);
  }

  /** The system did not start it: nothing is wrong with the model, so it is tried for ever. */
  #missed(): void {
    const { log, socket } = this.#options;
    this.#missedInRow += 1;
    log.error("engine.unreachable", { in_row: this.#missedInRow });
    const unreachable = engineUnreachable(socket ?? "");
    const { code, message, hint } = unreachable;
    this.#become({ is: "down", code, hint: hint ?? message });
    this.#settle.reject(unreachable);
    this.#timer = setTimeout(() => this.#start(), restartWaitMs(this.#missedInRow));
  }

  #again(end: ChildEnd, lastedMs: number): void {
    const { log } = this.#options;
    this.#endsInRow = lastedMs >= recoveredAfterMs ? 1 : this.#endsInRow + 1;
    log.error("engine.ended", { end, in_row: this.#endsInRow, lasted_ms: Math.round(lastedMs) });
    const wasLoading = this.#state.is === "starting";
    const hint =
      end === "memory"
        ? "It needed more memory than it may have. Deploy a smaller model."
        : "It is started again by itself.";
    if (wasLoading && this.#endsInRow >= loadsTriedMax) {
      const last = new FolkmootError("model-crashes", "The engine crashes on this model.", {
        hint: end === "memory" ? hint : "Deploy another model, or add this one again.",
        status: 422,
      });
      this.#giveUp(last);
      return;
    }
    this.#become(wasLoading ? { is: "starting" } : { is: "down", code: "engine-stopped", hint });
    this.#timer = setTimeout(() => this.#start(), restartWaitMs(this.#endsInRow));
  }

  #become(state: TextModelState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener();
  }
}

function engineUnreachable(socket: string): FolkmootError {
  return new FolkmootError("engine-unreachable", `The system starts no engine at ${socket}.`, {
    hint:
      "Look at `systemctl status folkmoot-engine.socket` and `journalctl -u 'folkmoot-engine@*'`. " +
      "It is tried again by itself.",
    status: 503,
  });
}

function notReady(state: TextModelState): FolkmootError {
  const hint = state.is === "down" ? state.hint : "The model is being loaded. Ask again soon.";
  return new FolkmootError("engine-down", "The engine is not ready.", { hint, status: 503 });
}
