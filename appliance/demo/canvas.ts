/** A few shapes as a PNG (W3C PNG, third edition), without a graphics library. */
import { crc32, deflateSync } from "node:zlib";

export type Colour = readonly [red: number, green: number, blue: number];
type Point = readonly [x: number, y: number];

export class Canvas {
  readonly #width: number;
  readonly #height: number;
  readonly #dots: Uint8Array;

  constructor(width: number, height: number, ground: Colour) {
    this.#width = width;
    this.#height = height;
    this.#dots = new Uint8Array(width * height * 3);
    for (let at = 0; at < this.#dots.length; at += 3) this.#dots.set(ground, at);
  }

  disc([x, y]: Point, radius: number, colour: Colour): void {
    for (let dy = -radius; dy <= radius; dy++) {
      for (let dx = -radius; dx <= radius; dx++) {
        if (dx * dx + dy * dy <= radius * radius) this.#dot(x + dx, y + dy, colour);
      }
    }
  }

  box([x, y]: Point, width: number, height: number, colour: Colour): void {
    for (let dy = 0; dy < height; dy++) {
      for (let dx = 0; dx < width; dx++) this.#dot(x + dx, y + dy, colour);
    }
  }

  line([x, y]: Point, [toX, toY]: Point, thick: number, colour: Colour): void {
    const steps = Math.ceil(Math.max(Math.abs(toX - x), Math.abs(toY - y), 1));
    for (let step = 0; step <= steps; step++) {
      const part = step / steps;
      this.disc([x + (toX - x) * part, y + (toY - y) * part], (thick - 1) / 2, colour);
    }
  }

  png(): Uint8Array<ArrayBuffer> {
    const header = new DataView(new ArrayBuffer(13));
    header.setUint32(0, this.#width);
    header.setUint32(4, this.#height);
    // 8 bits a channel, true colour, no interlace (PNG, 11.2.2).
    header.setUint8(8, 8);
    header.setUint8(9, 2);
    return new Uint8Array(
      Buffer.concat([
        Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
        chunk("IHDR", new Uint8Array(header.buffer)),
        chunk("IDAT", deflateSync(this.#rows(), { level: 9 })),
        chunk("IEND", new Uint8Array()),
      ]),
    );
  }

  #rows(): Uint8Array {
    const bytes = this.#width * 3;
    const rows = new Uint8Array(this.#height * (bytes + 1));
    for (let y = 0; y < this.#height; y++) {
      // Each begins with its filter: none.
      rows.set(this.#dots.subarray(y * bytes, (y + 1) * bytes), y * (bytes + 1) + 1);
    }
    return rows;
  }

  #dot(x: number, y: number, colour: Colour): void {
    const [column, row] = [Math.round(x), Math.round(y)];
    if (column < 0 || row < 0 || column >= this.#width || row >= this.#height) return;
    this.#dots.set(colour, (row * this.#width + column) * 3);
  }
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(data.length + 8, crc32(bytes.subarray(4, data.length + 8)));
  return bytes;
}
