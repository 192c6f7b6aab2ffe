/** A small embedding model of the bert architecture, with mean pooling. */
import { constant, Noise, type Quantization } from "./values.ts";
import { type Meta, type Tensor, writeGguf } from "./writer.ts";

export interface BertShape {
  readonly name: string;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly feedForward: number;
  readonly contextTokens: number;
  readonly vocabulary: number;
  readonly quantization: Quantization;
}

/**
 * Similarity is how many pieces two texts share: its layers do nothing, so a vector is the mean of
 * random ones. It proves the pipe, and says nothing about what a trained model would find.
 */
export const lexicalShape: BertShape = {
  name: "lexical-embedding",
  width: 384,
  layers: 1,
  heads: 6,
  feedForward: 64,
  contextTokens: 512,
  vocabulary: 0,
  quantization: "f32",
};

/** Returns the bytes written. `words`: lower case, to be pieces of their own. */
export function writeBert(path: string, shape: BertShape, words: readonly string[] = []): number {
  const pieces = piecesOf(words, shape.vocabulary);
  const { width, layers, feedForward } = shape;
  const noise = new Noise(0xbe27);
  const weight = (name: string, from: number, to: number, amplitude = 0): Tensor => ({
    name: `${name}.weight`,
    shape: [from, to],
    quantization: shape.quantization,
    fill: amplitude === 0 ? constant(0) : noise.fill(amplitude),
  });
  const vector = (name: string, length: number, value: number): Tensor => ({
    name,
    shape: [length],
    quantization: "f32",
    fill: constant(value),
  });
  const tensors: Tensor[] = [
    weight("token_embd", width, pieces.names.length, 1),
    weight("position_embd", width, shape.contextTokens),
    weight("token_types", width, 2),
    vector("token_embd_norm.weight", width, 1),
    vector("token_embd_norm.bias", width, 0),
  ];
  for (let layer = 0; layer < layers; layer++) {
    const linear = (name: string, from: number, to: number) => [
      weight(`blk.${layer}.${name}`, from, to),
      vector(`blk.${layer}.${name}.bias`, to, 0),
    ];
    for (const name of ["attn_q", "attn_k", "attn_v", "attn_output"]) {
      tensors.push(...linear(name, width, width));
    }
    tensors.push(
      ...linear("ffn_up", width, feedForward),
      ...linear("ffn_down", feedForward, width),
    );
    for (const name of ["attn_output_norm", "layer_output_norm"]) {
      tensors.push(vector(`blk.${layer}.${name}.weight`, width, 1));
      tensors.push(vector(`blk.${layer}.${name}.bias`, width, 0));
    }
  }
  return writeGguf(path, metadataOf(shape, pieces), tensors);
}

interface Pieces {
  readonly names: readonly string[];
  readonly kinds: readonly number[];
}

const special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"];
const letters = "abcdefghijklmnopqrstuvwxyz0123456789.,;:!?'\"()-/";

function piecesOf(words: readonly string[], size: number): Pieces {
  const names = [
    ...new Set([
      ...special,
      ...words.map((word) => `▁${word}`),
      ...[...letters].flatMap((letter) => [`▁${letter}`, letter]),
    ]),
  ];
  while (names.length < size) names.push(`▁q${names.length}`);
  const control = 3;
  const kinds = names.map((name, at) =>
    at < special.length ? (name === "[UNK]" ? 2 : control) : 1,
  );
  return { names, kinds };
}

function metadataOf(shape: BertShape, pieces: Pieces): Record<string, Meta> {
  const id = (name: string): Meta => ["u32", special.indexOf(name)];
  return {
    "general.architecture": ["string", "bert"],
    "general.name": ["string", shape.name],
    "general.license": ["string", "CC0-1.0"],
    "general.file_type": ["u32", { f32: 0, f16: 1, q4_0: 2, q8_0: 7 }[shape.quantization]],
    "bert.block_count": ["u32", shape.layers],
    "bert.context_length": ["u32", shape.contextTokens],
    "bert.embedding_length": ["u32", shape.width],
    "bert.feed_forward_length": ["u32", shape.feedForward],
    "bert.attention.head_count": ["u32", shape.heads],
    "bert.attention.layer_norm_epsilon": ["f32", 1e-12],
    "bert.attention.causal": ["bool", false],
    "bert.pooling_type": ["u32", 1],
    "tokenizer.ggml.model": ["string", "bert"],
    "tokenizer.ggml.pre": ["string", "default"],
    "tokenizer.ggml.token_type_count": ["u32", 2],
    "tokenizer.ggml.tokens": ["strings", pieces.names],
    "tokenizer.ggml.token_type": ["i32s", pieces.kinds],
    "tokenizer.ggml.scores": ["f32s", pieces.names.map(() => 0)],
    "tokenizer.ggml.padding_token_id": id("[PAD]"),
    "tokenizer.ggml.unknown_token_id": id("[UNK]"),
    "tokenizer.ggml.cls_token_id": id("[CLS]"),
    "tokenizer.ggml.bos_token_id": id("[CLS]"),
    "tokenizer.ggml.eos_token_id": id("[SEP]"),
    "tokenizer.ggml.seperator_token_id": id("[SEP]"),
    "tokenizer.ggml.mask_token_id": id("[MASK]"),
  };
}
