/** A model that turns texts into vectors. */
import type { LlamaEmbeddingContext, LlamaModel } from "node-llama-cpp";
import type { LoadRequest } from "../protocol.ts";
import { type LoadedModel, unusable } from "./load.ts";

/** Places for the marks around a text, and the one that must stay free. */
const marksMax = 3;

export class EmbedModel {
  readonly #model: LlamaModel;
  readonly #context: LlamaEmbeddingContext;
  readonly #contextTokens: number;

  constructor({ model, contextTokens }: LoadedModel, context: LlamaEmbeddingContext) {
    this.#model = model;
    this.#context = context;
    this.#contextTokens = contextTokens;
  }

  get contextTokens(): number {
    return this.#contextTokens;
  }

  get dimensions(): number {
    return this.#model.embeddingVectorSize;
  }

  /** One after the other: between two texts, whoever stops is heard. */
  async embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array> {
    const all = new Float32Array(texts.length * this.dimensions);
    for (const [at, text] of texts.entries()) {
      signal.throwIfAborted();
      const tokens = this.#model.tokenize(text).slice(0, this.#contextTokens - marksMax);
      const { vector } = await this.#context.getEmbeddingFor(tokens);
      all.set(unit(vector), at * this.dimensions);
    }
    return all;
  }
}

export async function openEmbedModel(
  loaded: LoadedModel,
  { threads }: LoadRequest,
): Promise<EmbedModel> {
  const context = await loaded.model
    .createEmbeddingContext({
      contextSize: loaded.contextTokens,
      batchSize: loaded.contextTokens,
      threads,
    })
    .catch((cause: unknown): LlamaEmbeddingContext => {
      throw unusable(loaded.name, cause);
    });
  return new EmbedModel(loaded, context);
}

function unit(vector: readonly number[]): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return Float32Array.from(vector, (value) => (length === 0 ? 0 : value / length));
}
