/** Files of the llama architecture: random weights of a given size, and adapters for them. */
import { constant, type Fill, Noise, type Quantization } from "./values.ts";
import { countOf, type Meta, type Tensor, writeGguf } from "./writer.ts";

export interface LlamaShape {
  readonly name: string;
  readonly width: number;
  readonly layers: number;
  readonly heads: number;
  readonly kvHeads: number;
  readonly feedForward: number;
  readonly contextTokens: number;
  readonly vocabulary: number;
  readonly quantization: Quantization;
}

/** 0.14 million parameters. */
export const tinyShape: LlamaShape = {
  name: "tiny-random",
  width: 64,
  layers: 2,
  heads: 4,
  kvHeads: 2,
  feedForward: 128,
  contextTokens: 2048,
  vocabulary: 512,
  quantization: "f32",
};

/** 100 million parameters in 57 MB: the load of benches. */
export const loadShape: LlamaShape = {
  name: "load-100m",
  width: 768,
  layers: 12,
  heads: 12,
  kvHeads: 4,
  feedForward: 2048,
  contextTokens: 8192,
  vocabulary: 32_000,
  quantization: "q4_0",
};

/** 7 million parameters: reads a long prompt in a second or two, for tests that stop it there. */
export const middleShape: LlamaShape = {
  ...loadShape,
  name: "middle-7m",
  width: 256,
  layers: 8,
  heads: 8,
  feedForward: 768,
  vocabulary: 2_000,
};

export const chatTemplate =
  "{% for m in messages %}{{ '<|' + m['role'] + '|>' + m['content'] + '<|end|>' }}{% endfor %}" +
  "{% if add_generation_prompt %}{{ '<|assistant|>' }}{% endif %}";
const markers = ["<|system|>", "<|user|>", "<|assistant|>", "<|end|>"];

/** SentencePiece kinds of pieces: ordinary, unknown, control, byte. */
const pieceKinds = { ordinary: 1, unknown: 2, control: 3, byte: 6 } as const;

export interface Vocabulary {
  readonly pieces: readonly string[];
  readonly kinds: readonly number[];
  readonly scores: readonly number[];
  id(piece: string): number;
}

/**
 * A SentencePiece vocabulary: markers of the chat, single bytes, then words. `whole` pieces exist
 * only to be written by the model; `words` can be read as well: SentencePiece joins pairs, so each
 * of their beginnings is a piece, too.
 */
export function vocabularyOf(
  words: readonly string[],
  whole: readonly string[] = [],
  size = 0,
): Vocabulary {
  const pieces = ["<unk>", "<s>", "</s>", ...markers];
  const { unknown, control, byte, ordinary } = pieceKinds;
  const kinds: number[] = [unknown, ...pieces.slice(1).map(() => control)];
  const scores = pieces.map(() => 0);
  const known = new Map(pieces.map((piece, id) => [piece, id]));
  const add = (piece: string, kind: number, score: number) => {
    if (known.has(piece)) return;
    known.set(piece, pieces.length);
    pieces.push(piece);
    kinds.push(kind);
    scores.push(score);
  };
  for (let value = 0; value < 256; value++) {
    add(`<0x${value.toString(16).toUpperCase().padStart(2, "0")}>`, byte, 0);
  }
  for (const word of [..."▁etaoinshrdlu", ...words]) {
    const letters = [...word];
    for (const letter of letters) add(letter, ordinary, -1000);
    for (let n = 2; n <= letters.length; n++) {
      add(letters.slice(0, n).join(""), ordinary, n - 1000);
    }
  }
  for (const piece of whole) add(piece, ordinary, -2000);
  while (pieces.length < size) add(`▁x${pieces.length}`, ordinary, -2000);
  return { pieces, kinds, scores, id: (piece) => known.get(piece) ?? 0 };
}

/** What differs from noise in a model that is to say something. */
export interface Chosen {
  readonly embedding: Fill;
  readonly output: Fill;
  readonly attention: Readonly<Record<"attn_q" | "attn_k" | "attn_v" | "attn_output", Fill>>;
}

export interface WrittenModel {
  readonly path: string;
  readonly parameters: number;
  readonly bytes: number;
}

export function writeLlama(
  path: string,
  shape: LlamaShape,
  vocabulary: Vocabulary = vocabularyOf([], [], shape.vocabulary),
  chosen: Chosen | null = null,
): WrittenModel {
  const { width, quantization } = shape;
  const noise = new Noise(0x9e3779b9);
  const weak = noise.fill(1.7 / Math.sqrt(width));
  const vocabularySize = vocabulary.pieces.length;
  const weight = (name: string, from: number, to: number, fill: Fill = weak): Tensor => ({
    name: `${name}.weight`,
    shape: [from, to],
    quantization,
    fill,
  });
  const ones = (name: string): Tensor => ({
    name: `${name}.weight`,
    shape: [width],
    quantization: "f32",
    fill: constant(1),
  });
  const tensors: Tensor[] = [
    weight("token_embd", width, vocabularySize, chosen?.embedding ?? noise.fill(1)),
    ones("output_norm"),
    // Without one the embedding serves for both, as in most small models.
    ...(chosen === null ? [] : [weight("output", width, vocabularySize, chosen.output)]),
  ];
  const kvWidth = (width / shape.heads) * shape.kvHeads;
  const silent = chosen === null ? weak : constant(0);
  for (let layer = 0; layer < shape.layers; layer++) {
    const at = (name: string) => `blk.${layer}.${name}`;
    tensors.push(
      ones(at("attn_norm")),
      weight(at("attn_q"), width, width, chosen?.attention.attn_q),
      weight(at("attn_k"), width, kvWidth, chosen?.attention.attn_k),
      weight(at("attn_v"), width, kvWidth, chosen?.attention.attn_v),
      weight(at("attn_output"), width, width, chosen?.attention.attn_output),
      ones(at("ffn_norm")),
      weight(at("ffn_gate"), width, shape.feedForward),
      weight(at("ffn_up"), width, shape.feedForward),
      weight(at("ffn_down"), shape.feedForward, width, silent),
    );
  }
  const bytes = writeGguf(path, metadataOf(shape, vocabulary), tensors);
  return { path, bytes, parameters: tensors.reduce((sum, tensor) => sum + countOf(tensor), 0) };
}

function metadataOf(shape: LlamaShape, vocabulary: Vocabulary): Record<string, Meta> {
  const { width, heads, quantization } = shape;
  return {
    "general.architecture": ["string", "llama"],
    "general.name": ["string", shape.name],
    "general.license": ["string", "CC0-1.0"],
    "general.languages": ["strings", ["en"]],
    "general.file_type": ["u32", { f32: 0, f16: 1, q4_0: 2, q8_0: 7 }[quantization]],
    "general.alignment": ["u32", 32],
    "llama.context_length": ["u32", shape.contextTokens],
    "llama.embedding_length": ["u32", width],
    "llama.block_count": ["u32", shape.layers],
    "llama.feed_forward_length": ["u32", shape.feedForward],
    "llama.attention.head_count": ["u32", heads],
    "llama.attention.head_count_kv": ["u32", shape.kvHeads],
    "llama.attention.layer_norm_rms_epsilon": ["f32", 1e-5],
    "llama.rope.freq_base": ["f32", 10_000],
    "llama.rope.dimension_count": ["u32", width / heads],
    "llama.vocab_size": ["u32", vocabulary.pieces.length],
    "tokenizer.ggml.model": ["string", "llama"],
    "tokenizer.ggml.pre": ["string", "default"],
    "tokenizer.ggml.tokens": ["strings", vocabulary.pieces],
    "tokenizer.ggml.scores": ["f32s", vocabulary.scores],
    "tokenizer.ggml.token_type": ["i32s", vocabulary.kinds],
    "tokenizer.ggml.bos_token_id": ["u32", 1],
    "tokenizer.ggml.eos_token_id": ["u32", vocabulary.id("<|end|>")],
    "tokenizer.ggml.unknown_token_id": ["u32", 0],
    "tokenizer.ggml.add_bos_token": ["bool", true],
    "tokenizer.ggml.add_space_prefix": ["bool", false],
    "tokenizer.chat_template": ["string", chatTemplate],
  };
}

/** A LoRA adapter of rank 8 on queries and values of every layer. Returns its bytes. */
export function writeAdapter(path: string, shape: LlamaShape, amplitude = 1): number {
  const rank = 8;
  const noise = new Noise(0x10ad);
  const kvWidth = (shape.width / shape.heads) * shape.kvHeads;
  const tensors: Tensor[] = [];
  for (let layer = 0; layer < shape.layers; layer++) {
    for (const [name, to] of [
      ["attn_q", shape.width],
      ["attn_v", kvWidth],
    ] as const) {
      const part = (side: string, from: number, rows: number): Tensor => ({
        name: `blk.${layer}.${name}.weight.lora_${side}`,
        shape: [from, rows],
        quantization: "f32",
        fill: noise.fill(amplitude),
      });
      tensors.push(part("a", shape.width, rank), part("b", rank, to));
    }
  }
  const metadata: Record<string, Meta> = {
    "general.architecture": ["string", "llama"],
    "general.type": ["string", "adapter"],
    "general.name": ["string", `${shape.name}-adapter`],
    "general.license": ["string", "CC0-1.0"],
    "adapter.type": ["string", "lora"],
    "adapter.lora.alpha": ["f32", rank * 2],
  };
  return writeGguf(path, metadata, tensors);
}
