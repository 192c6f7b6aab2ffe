import { parseHex } from "./colour.ts";
import { type LogoDot, logoColours, logoDots } from "./logo.ts";

/** Samples a pixel in each direction: smooth edges without a graphics library. */
const samples = 4;

/**
 * The logo as a PNG of `size` pixels square, for phones that take no SVG icon. `deflate` is zlib's
 * (with header), `crc32` the checksum of PNG; both are given, so that this file stays pure.
 */
export function logoPng(
  size: number,
  zlib: { deflate(bytes: Uint8Array): Uint8Array; crc32(bytes: Uint8Array): number },
): Uint8Array {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, size);
  header.setUint32(4, size);
  // 8 bits a channel, true colour, no interlace (PNG, 11.2.2).
  header.setUint8(8, 8);
  header.setUint8(9, 2);
  const chunk = (type: string, data: Uint8Array) => {
    const bytes = new Uint8Array(data.length + 12);
    const view = new DataView(bytes.buffer);
    view.setUint32(0, data.length);
    bytes.set(new TextEncoder().encode(type), 4);
    bytes.set(data, 8);
    view.setUint32(data.length + 8, zlib.crc32(bytes.subarray(4, data.length + 8)));
    return bytes;
  };
  const parts = [
    Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
    chunk("IHDR", new Uint8Array(header.buffer)),
    chunk("IDAT", zlib.deflate(scanlines(size))),
    chunk("IEND", new Uint8Array()),
  ];
  const png = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    png.set(part, at);
    at += part.length;
  }
  return png;
}

function scanlines(size: number): Uint8Array {
  const rows = new Uint8Array(size * (1 + 3 * size));
  let at = 0;
  for (let y = 0; y < size; y++) {
    // Filter type 0: none.
    at += 1;
    for (let x = 0; x < size; x++) {
      for (const channel of pixel(x, y, 512 / size)) rows[at++] = Math.round(channel);
    }
  }
  return rows;
}

function pixel(x: number, y: number, scale: number): number[] {
  const sum = [0, 0, 0];
  for (let i = 0; i < samples * samples; i++) {
    const at = {
      x: (x + ((i % samples) + 0.5) / samples) * scale,
      y: (y + (Math.floor(i / samples) + 0.5) / samples) * scale,
    };
    const dot = logoDots.find((candidate) => isInside(candidate, at));
    const colour = parseHex(dot?.fill ?? logoColours.ground);
    for (const channel of [0, 1, 2] as const) sum[channel] = (sum[channel] ?? 0) + colour[channel];
  }
  return sum.map((total) => total / samples ** 2);
}

function isInside(dot: LogoDot, at: { x: number; y: number }): boolean {
  return (at.x - dot.x) ** 2 + (at.y - dot.y) ** 2 <= dot.r ** 2;
}
