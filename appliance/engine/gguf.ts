/**
 * Reads the head of a GGUF file (ggml/docs/gguf.md, version 2 and 3) without believing it.
 *
 * Loaders of this format have had memory bugs: a count that overflows, a tensor that ends behind
 * the file. What does not add up is refused here, before the engine maps the file.
 */
import { type FileHandle, open } from "node:fs/promises";
import { inParts, malformed, notAModel, otherKind, truncated } from "./gguf-errors.ts";

export interface GgufHead {
  readonly kind: "model" | "adapter";
  readonly architecture: string;
  readonly name: string | null;
  readonly licence: string | null;
  readonly languages: readonly string[];
  readonly parameters: number;
  /** Tokens it was made for; null in adapters. */
  readonly contextTokens: number | null;
  /** Length of its vectors inside; of an adapter, of the model's that it is for. */
  readonly width: number | null;
  /** How many layers it has; of an adapter, as far up as it reaches. */
  readonly layers: number | null;
  /** Turns texts into one vector instead of writing. */
  readonly embeds: boolean;
  /** Bytes of the file. */
  readonly bytes: number;
}

/** Bounds of what is believed: the largest models in use stay far below. */
export const ggufLimits = {
  headBytesMax: 64 * 1_048_576,
  tensorsMax: 16_384,
  metadataMax: 8_192,
  keyBytesMax: 512,
  /** A vocabulary. */
  arrayLengthMax: 1_048_576,
  /** The longest are chat templates. */
  stringBytesMax: 1_048_576,
  dimensionsMax: 4,
} as const;

/**
 * Throws FolkmootError `not-a-model`, `model-truncated`, `model-malformed`, `model-in-parts`,
 * `not-a-language-model`.
 */
export async function readGguf(path: string): Promise<GgufHead> {
  const file = await open(path, "r");
  try {
    const { size } = await file.stat();
    const head = new Head(await beginning(file, Math.min(size, ggufLimits.headBytesMax)), size);
    return headOf(head, size);
  } finally {
    await file.close();
  }
}

async function beginning(file: FileHandle, length: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(length);
  let at = 0;
  while (at < length) {
    const { bytesRead } = await file.read(bytes, at, Math.min(length - at, 1_048_576), at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return bytes.subarray(0, at);
}

type MetaValue = string | number | boolean | readonly (string | number | boolean)[];

function headOf(head: Head, size: number): GgufHead {
  if (size < 24 || head.text(4) !== "GGUF") throw notAModel();
  const version = head.u32();
  if (version !== 2 && version !== 3) throw malformed(`version ${version}`);
  const tensors = head.count(ggufLimits.tensorsMax, "tensors");
  const entries = head.count(ggufLimits.metadataMax, "metadata");
  const meta = new Map<string, MetaValue>();
  for (let i = 0; i < entries; i++) {
    const key = head.string(ggufLimits.keyBytesMax);
    if (meta.has(key)) throw malformed(`${key} twice`);
    meta.set(key, head.value(head.u32()));
  }
  // Before its tensors: some are in the other parts.
  const parts = numberIn(meta, "split.count") ?? 1;
  if (parts > 1) throw inParts(parts);
  const { parameters, reach } = checkTensors(head, tensors, alignmentOf(meta), size);
  const architecture = textIn(meta, "general.architecture");
  if (architecture === null || !/^[a-z0-9_.-]{1,64}$/.test(architecture)) {
    throw malformed("general.architecture");
  }
  const type = textIn(meta, "general.type") ?? "model";
  if (architecture === "clip" || !["model", "adapter"].includes(type)) throw otherKind(type);
  const isAdapter = type === "adapter" || meta.has("adapter.type");
  const number = (key: string) => numberIn(meta, `${architecture}.${key}`);
  const languages = meta.get("general.languages");
  return {
    kind: isAdapter ? "adapter" : "model",
    architecture,
    name: textIn(meta, "general.name"),
    licence: textIn(meta, "general.license"),
    languages: Array.isArray(languages) ? languages.map(String).slice(0, 200) : [],
    parameters,
    contextTokens: number("context_length"),
    width: isAdapter ? reach.width : number("embedding_length"),
    layers: isAdapter ? reach.layers : number("block_count"),
    embeds:
      (number("pooling_type") ?? 0) > 0 || meta.get(`${architecture}.attention.causal`) === false,
    bytes: size,
  };
}

/** Bytes of one block and values in it, by ggml type (ggml.h); only what files are made of. */
const blocks = new Map<number, readonly [bytes: number, values: number]>([
  [0, [4, 1]],
  [1, [2, 1]],
  [2, [18, 32]],
  [3, [20, 32]],
  [6, [22, 32]],
  [7, [24, 32]],
  [8, [34, 32]],
  [9, [36, 32]],
  [10, [84, 256]],
  [11, [110, 256]],
  [12, [144, 256]],
  [13, [176, 256]],
  [14, [210, 256]],
  [15, [292, 256]],
  [16, [66, 256]],
  [17, [74, 256]],
  [18, [98, 256]],
  [19, [50, 256]],
  [20, [18, 32]],
  [21, [110, 256]],
  [22, [82, 256]],
  [23, [136, 256]],
  [24, [1, 1]],
  [25, [2, 1]],
  [26, [4, 1]],
  [27, [8, 1]],
  [28, [8, 1]],
  [29, [56, 256]],
  [30, [2, 1]],
  [34, [54, 256]],
  [35, [66, 256]],
  [39, [17, 32]],
]);

/** What an adapter's tensors say of the model that it changes. */
interface Reach {
  readonly width: number | null;
  readonly layers: number | null;
}

/** Tensors of an adapter whose input is as wide as the model. */
const adapterInput = /^blk\.(\d{1,4})\.(?:attn_[qkv]|attn_qkv|ffn_(?:up|gate))\.weight\.lora_a$/;

/** Every tensor must lie inside the file. */
function checkTensors(
  head: Head,
  count: number,
  alignment: number,
  size: number,
): { readonly parameters: number; readonly reach: Reach } {
  let parameters = 0;
  let reach: Reach = { width: null, layers: null };
  let end = 0;
  const names = new Set<string>();
  for (let i = 0; i < count; i++) {
    const name = head.string(ggufLimits.keyBytesMax);
    if (names.has(name)) throw malformed("a tensor twice");
    names.add(name);
    const dimensions = head.u32();
    if (dimensions < 1 || dimensions > ggufLimits.dimensionsMax) throw malformed("dimensions");
    let values = 1;
    for (let d = 0; d < dimensions; d++) {
      const extent = head.count(2 ** 40, "an extent");
      if (d === 0) reach = reachedBy(name, extent, reach);
      values *= extent;
    }
    const block = blocks.get(head.u32());
    if (block === undefined) throw malformed("a tensor of an unknown type");
    const offset = head.count(2 ** 48, "an offset");
    if (offset % alignment !== 0 || values % block[1] !== 0) throw malformed("a tensor's place");
    parameters += values;
    end = Math.max(end, offset + (values / block[1]) * block[0]);
  }
  const start = Math.ceil(head.at / alignment) * alignment;
  if (!Number.isSafeInteger(parameters) || parameters === 0) throw malformed("no tensors");
  if (start + end > size) throw truncated(start + end, size);
  return { parameters, reach };
}

function reachedBy(name: string, extent: number, { width, layers }: Reach): Reach {
  const layer = adapterInput.exec(name)?.[1];
  if (layer === undefined) return { width, layers };
  return { width: extent, layers: Math.max(layers ?? 0, Number(layer) + 1) };
}

function alignmentOf(meta: ReadonlyMap<string, MetaValue>): number {
  const given = meta.get("general.alignment") ?? 32;
  if (typeof given !== "number" || given < 8 || given > 65_536 || given % 8 !== 0) {
    throw malformed("general.alignment");
  }
  return given;
}

function textIn(meta: ReadonlyMap<string, MetaValue>, key: string): string | null {
  const value = meta.get(key);
  return typeof value === "string" ? value.slice(0, 200) : null;
}

function numberIn(meta: ReadonlyMap<string, MetaValue>, key: string): number | null {
  const value = meta.get(key);
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** A cursor that never leaves its bytes. */
class Head {
  at = 0;
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  readonly #size: number;

  constructor(bytes: Uint8Array<ArrayBuffer>, size: number) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    this.#size = size;
  }

  text(length: number): string {
    return new TextDecoder().decode(this.#bytes.subarray(this.#take(length), this.at));
  }

  u32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** An unsigned 64-bit number of at most `max`. */
  count(max: number, what: string): number {
    const value = this.#view.getBigUint64(this.#take(8), true);
    if (value > BigInt(max)) throw malformed(`too many: ${what}`);
    return Number(value);
  }

  string(bytesMax: number): string {
    return this.text(this.count(bytesMax, "characters"));
  }

  /** A value of the format's numbered types. */
  value(type: number): MetaValue {
    if (type !== 9) return this.#scalar(type);
    const of = this.u32();
    if (of === 9) throw malformed("an array of arrays");
    const length = this.count(ggufLimits.arrayLengthMax, "values");
    return Array.from({ length }, () => this.#scalar(of));
  }

  #scalar(type: number): string | number | boolean {
    switch (type) {
      case 0:
        return this.#view.getUint8(this.#take(1));
      case 1:
        return this.#view.getInt8(this.#take(1));
      case 2:
        return this.#view.getUint16(this.#take(2), true);
      case 3:
        return this.#view.getInt16(this.#take(2), true);
      case 4:
        return this.u32();
      case 5:
        return this.#view.getInt32(this.#take(4), true);
      case 6:
        return this.#view.getFloat32(this.#take(4), true);
      case 7:
        return this.#view.getUint8(this.#take(1)) !== 0;
      case 8:
        return this.string(ggufLimits.stringBytesMax);
      case 10:
        return Number(this.#view.getBigUint64(this.#take(8), true));
      case 11:
        return Number(this.#view.getBigInt64(this.#take(8), true));
      case 12:
        return this.#view.getFloat64(this.#take(8), true);
      default:
        throw malformed("a value of an unknown type");
    }
  }

  /** Where the next `length` bytes begin. */
  #take(length: number): number {
    const from = this.at;
    if (from + length > this.#bytes.length) {
      throw this.#bytes.length < this.#size
        ? malformed("its head is too long")
        : truncated(from + length, this.#size);
    }
    this.at = from + length;
    return from;
  }
}
