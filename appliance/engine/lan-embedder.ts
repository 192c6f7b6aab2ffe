/**
 * Models on other machines of the network that turn texts into vectors, in OpenAI's form. Several
 * machines with the same model are one: what one does not finish another does.
 */
import { createHash } from "node:crypto";
import { LanMachine, type LanMachineOptions } from "./lan-machine.ts";
import type { Embedder, TextModelInfo, TextModelState } from "./text-model.ts";

export interface LanEmbedder extends Embedder {
  /**
   * Stands for the model where files have their hash: nobody here can look at the file, so two
   * machines that give their model the same name are believed to have the same one.
   */
  readonly sha256: string;
  onState(listener: () => void): void;
  look(): Promise<void>;
  close(): void;
}

const proof = "one";
const proveWithinMs = 10_000;
/** More numbers than any model has. */
const dimensionsMax = 8_192;

export function createLanEmbedder(options: LanMachineOptions): LanEmbedder {
  return new OverHttp(options);
}

class OverHttp implements LanEmbedder {
  readonly info: TextModelInfo;
  readonly #machine: LanMachine;
  #dimensions = 0;

  constructor(options: LanMachineOptions) {
    this.info = { name: options.model, sha256: null, contextTokens: 0 };
    this.#machine = new LanMachine(options, () => this.#learn());
  }

  /** 0 until the machine was ready once. */
  get dimensions(): number {
    return this.#dimensions;
  }

  get sha256(): string {
    return createHash("sha256").update(`lan\0${this.info.name}\0${this.#dimensions}`).digest("hex");
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

  /** Throws `engine-stopped` when what comes back is not a vector for each text. */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const vectors = await this.#ask(texts, signal);
    if (vectors.every(({ length }) => length === this.#dimensions)) return vectors;
    // Another model than it was: its vectors say nothing beside the others.
    this.#dimensions = 0;
    void this.#machine.look();
    throw this.#machine.failed("other-dimensions");
  }

  async #learn(): Promise<void> {
    if (this.#dimensions > 0 && this.state().is === "ready") return;
    const [vector] = await this.#ask([proof], AbortSignal.timeout(proveWithinMs));
    this.#dimensions = vector?.length ?? 0;
  }

  async #ask(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]> {
    const json = { model: this.info.name, input: texts, encoding_format: "float" };
    const answer = await this.#machine.call("/embeddings", { signal, json });
    if (!answer.ok) {
      await answer.body?.cancel();
      throw this.#machine.failed(`answers ${answer.status}`);
    }
    const said = (await answer.json().catch(() => null)) as Said | null;
    signal.throwIfAborted();
    const vectors = new Map<unknown, Float32Array>();
    for (const { index, embedding } of said?.data ?? []) vectors.set(index, unit(embedding));
    const all = texts.map((_, at) => vectors.get(at) ?? new Float32Array());
    if (all.some(({ length }) => length === 0)) throw this.#machine.failed("no vectors");
    return all;
  }
}

interface Said {
  readonly data?: readonly { readonly index?: unknown; readonly embedding?: unknown }[];
}

/** Empty when it is none. */
function unit(given: unknown): Float32Array {
  if (!Array.isArray(given) || given.length > dimensionsMax) return new Float32Array();
  const length = Math.sqrt(given.reduce((sum, value) => sum + Number(value) ** 2, 0));
  if (!Number.isFinite(length) || length === 0) return new Float32Array();
  return Float32Array.from(given, (value) => Number(value) / length);
}

/** What is ready of those with the first one's model; null while nothing is. */
export function readyOf(
  embedders: readonly LanEmbedder[],
): (Embedder & { readonly sha256: string }) | null {
  const ready = embedders.filter((each) => each.state().is === "ready");
  const [first] = ready;
  if (first === undefined) return null;
  const { info, dimensions, sha256 } = first;
  const same = ready.filter((each) => each.sha256 === sha256);
  return {
    info,
    dimensions,
    sha256,
    state: () => first.state(),
    async embed(texts, signal) {
      let failure: unknown = null;
      for (const each of same) {
        try {
          return await each.embed(texts, signal);
        } catch (error) {
          signal.throwIfAborted();
          failure = error;
        }
      }
      throw failure;
    },
  };
}
