/** Numbers as GGUF tensors hold them: seeded noise, constants and chosen values. */

/** GGML tensor types that the generator writes, as ggml.h numbers them. */
export type Quantization = "f32" | "f16" | "q8_0" | "q4_0";

interface Layout {
  readonly id: number;
  /** Values in one block. */
  readonly block: number;
  /** Bytes of one block. */
  readonly bytes: number;
}

export const layouts: Readonly<Record<Quantization, Layout>> = {
  f32: { id: 0, block: 1, bytes: 4 },
  f16: { id: 1, block: 1, bytes: 2 },
  q4_0: { id: 2, block: 32, bytes: 18 },
  q8_0: { id: 8, block: 32, bytes: 34 },
};

/** Makes the bytes of a tensor of `count` values. */
export type Fill = (count: number, quantization: Quantization) => Uint8Array;

/** xorshift32: the same seed gives the same file, byte for byte. */
export class Noise {
  #state: number;

  constructor(seed: number) {
    this.#state = seed | 0 || 1;
  }

  word(): number {
    this.#state ^= this.#state << 13;
    this.#state ^= this.#state >>> 17;
    this.#state ^= this.#state << 5;
    return this.#state >>> 0;
  }

  /** From -1 to 1. */
  value(): number {
    return (this.word() / 0xffffffff) * 2 - 1;
  }

  /** Uniform noise up to `amplitude` in any of the encodings. */
  fill(amplitude: number): Fill {
    return (count, quantization) => {
      if (quantization === "f32" || quantization === "f16") {
        const values = Float32Array.from({ length: count }, () => this.value() * amplitude);
        return encoded(values, quantization);
      }
      return this.#blocks(count, quantization, amplitude);
    };
  }

  #blocks(count: number, quantization: "q4_0" | "q8_0", amplitude: number): Uint8Array {
    const { block, bytes } = layouts[quantization];
    const out = new Uint8Array((count / block) * bytes);
    const words = new Uint32Array(out.buffer, 0, out.length >> 2);
    for (let i = 0; i < words.length; i++) words[i] = this.word();
    const scale = halfFloat(amplitude / (quantization === "q4_0" ? 8 : 127));
    for (let at = 0; at < out.length; at += bytes) {
      out[at] = scale & 255;
      out[at + 1] = scale >> 8;
    }
    return out;
  }
}

export function constant(value: number): Fill {
  return (count, quantization) => encoded(new Float32Array(count).fill(value), quantization);
}

export function values(of: Float32Array): Fill {
  return (_, quantization) => encoded(of, quantization);
}

function encoded(of: Float32Array, quantization: Quantization): Uint8Array {
  if (quantization === "f16") return new Uint8Array(Uint16Array.from(of, halfFloat).buffer);
  if (quantization === "f32") return new Uint8Array(of.buffer, of.byteOffset, of.byteLength);
  // Only zeros have the same bytes in every encoding.
  if (of.some((value) => value !== 0)) throw new Error(`${quantization} is for noise only`);
  const { block, bytes } = layouts[quantization];
  return new Uint8Array((of.length / block) * bytes);
}

/** IEEE 754 binary16; what is too small becomes zero. */
export function halfFloat(value: number): number {
  const word = new Uint32Array(new Float32Array([value]).buffer)[0] ?? 0;
  const sign = (word >>> 16) & 0x8000;
  const exponent = ((word >>> 23) & 0xff) - 112;
  const mantissa = word & 0x7fffff;
  if (exponent <= 0) return sign;
  if (exponent >= 31) return sign | 0x7c00;
  return (sign | (exponent << 10) | (mantissa >>> 13)) + ((mantissa >>> 12) & 1);
}
