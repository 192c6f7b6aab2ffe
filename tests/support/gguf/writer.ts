/** Writes GGUF version 3 files (ggml/docs/gguf.md), so that tests need no downloaded weights. */
import { closeSync, openSync, writeSync } from "node:fs";
import { type Fill, layouts, type Quantization } from "./values.ts";

/** Metadata value types by their number in the format. */
const types = { u32: 4, i32: 5, f32: 6, bool: 7, string: 8, array: 9, u64: 10 } as const;

export type Meta =
  | readonly [type: "u32" | "i32" | "f32" | "u64", value: number]
  | readonly [type: "bool", value: boolean]
  | readonly [type: "string", value: string]
  | readonly [type: "strings", value: readonly string[]]
  | readonly [type: "f32s" | "i32s", value: readonly number[]];

export interface Tensor {
  readonly name: string;
  /** The first is the fastest running. */
  readonly shape: readonly number[];
  readonly quantization: Quantization;
  readonly fill: Fill;
}

const alignment = 32;

/** Returns the number of bytes written. */
export function writeGguf(
  path: string,
  metadata: Readonly<Record<string, Meta>>,
  tensors: readonly Tensor[],
): number {
  const entries = Object.entries(metadata);
  const head: Uint8Array[] = [
    new TextEncoder().encode("GGUF"),
    unsigned32(3),
    unsigned64(tensors.length),
    unsigned64(entries.length),
  ];
  for (const [key, meta] of entries) head.push(text(key), ...encodeMeta(meta));
  let offset = 0;
  for (const { name, shape, quantization, fill: _, ...rest } of tensors) {
    head.push(text(name), unsigned32(shape.length), ...shape.map(unsigned64));
    head.push(unsigned32(layouts[quantization].id), unsigned64(offset));
    offset += padded(bytesOf({ shape, quantization, ...rest }));
  }
  const file = openSync(path, "w");
  try {
    let position = writeSync(file, Buffer.concat(head));
    position += writeSync(file, new Uint8Array(padded(position) - position));
    for (const tensor of tensors) position += writeTensor(file, tensor);
    return position;
  } finally {
    closeSync(file);
  }
}

export function countOf({ shape }: Pick<Tensor, "shape">): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

function writeTensor(file: number, tensor: Tensor): number {
  const data = tensor.fill(countOf(tensor), tensor.quantization);
  const wanted = bytesOf(tensor);
  if (data.length !== wanted) {
    throw new Error(`${tensor.name}: ${data.length} bytes instead of ${wanted}`);
  }
  for (let at = 0; at < data.length; ) at += writeSync(file, data, at, data.length - at);
  return data.length + writeSync(file, new Uint8Array(padded(data.length) - data.length));
}

function bytesOf(tensor: Pick<Tensor, "shape" | "quantization">): number {
  const { block, bytes } = layouts[tensor.quantization];
  return (countOf(tensor) / block) * bytes;
}

function padded(length: number): number {
  return Math.ceil(length / alignment) * alignment;
}

function encodeMeta(meta: Meta): Uint8Array[] {
  switch (meta[0]) {
    case "string":
      return [unsigned32(types.string), text(meta[1])];
    case "bool":
      return [unsigned32(types.bool), new Uint8Array([meta[1] ? 1 : 0])];
    case "strings":
      return [...arrayHead(types.string, meta[1].length), ...meta[1].map(text)];
    case "f32s":
      return [...arrayHead(types.f32, meta[1].length), bytesIn(Float32Array.from(meta[1]))];
    case "i32s":
      return [...arrayHead(types.i32, meta[1].length), bytesIn(Int32Array.from(meta[1]))];
    case "f32":
      return [unsigned32(types.f32), bytesIn(Float32Array.of(meta[1]))];
    case "i32":
      return [unsigned32(types.i32), bytesIn(Int32Array.of(meta[1]))];
    case "u32":
      return [unsigned32(types.u32), unsigned32(meta[1])];
    case "u64":
      return [unsigned32(types.u64), unsigned64(meta[1])];
  }
}

function arrayHead(type: number, length: number): Uint8Array[] {
  return [unsigned32(types.array), unsigned32(type), unsigned64(length)];
}

function text(value: string): Uint8Array {
  const bytes = new TextEncoder().encode(value);
  return Buffer.concat([unsigned64(bytes.length), bytes]);
}

function unsigned32(value: number): Uint8Array {
  return bytesIn(Uint32Array.of(value));
}

function unsigned64(value: number): Uint8Array {
  return bytesIn(BigUint64Array.of(BigInt(value)));
}

/** Machines that run this are little-endian, as the format is. */
function bytesIn(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}
