/**
 * An embedding without a model: pieces of three letters, hashed into a vector. Texts that share
 * pieces of words are near to each other; of meaning it knows nothing. Deterministic.
 */
import type { Embedder } from "../../appliance/knowledge/index.ts";

export interface HashingEmbedder extends Embedder {
  /** What was asked of it, in order. */
  readonly embedded: string[];
  /** While true it answers nothing. */
  isDown: boolean;
  embed: Embedder["embed"];
}

export function hashingEmbedder(dims = 384, modelSha = "ab".repeat(32)): HashingEmbedder {
  const embedded: string[] = [];
  const embedder: HashingEmbedder = {
    dims,
    modelSha,
    embedded,
    isDown: false,
    async embed(texts) {
      if (embedder.isDown) throw new Error("the model is down");
      embedded.push(...texts);
      return texts.map((text) => hashedVector(text, dims));
    },
  };
  return embedder;
}

function hashedVector(text: string, dims: number): Float32Array {
  const vector = new Float32Array(dims);
  const folded = text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const [word] of folded.matchAll(/[\p{L}\p{N}]+/gu)) {
    const padded = ` ${word} `;
    for (let at = 0; at + 3 <= padded.length; at++) {
      const hash = Number(Bun.hash(padded.slice(at, at + 3)) & 0xffff_ffffn);
      const slot = hash % dims;
      vector[slot] = (vector[slot] ?? 0) + (hash & 0x8000_0000 ? 1 : -1);
    }
  }
  const length = Math.hypot(...vector) || 1;
  return vector.map((value) => value / length);
}
