/** ZIP containers, opened with every promise of their headers distrusted. */
import { Inflate } from "fflate";
import { ImportFailure } from "../document.ts";
import { zip } from "../limits.ts";

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly encrypted: boolean;
  readonly compressedBytes: number;
  readonly headerAt: number;
}

/**
 * The files inside, by name; each is inflated when asked for, and all of them together are held
 * to the limits by what really comes out, not by what the headers say.
 *
 * @throws ImportFailure "import-damaged", "import-encrypted" or "import-too-complex"
 */
export class ZipFiles {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #entries = new Map<string, Entry>();
  #inflatedBytes = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    for (const entry of this.#readDirectory()) {
      if (entry.encrypted) throw new ImportFailure("import-encrypted");
      this.#entries.set(entry.name, entry);
    }
  }

  get names(): readonly string[] {
    return [...this.#entries.keys()];
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /** Null when there is no such file. */
  read(name: string): Uint8Array | null {
    const entry = this.#entries.get(name);
    return entry === undefined ? null : this.#inflate(entry);
  }

  /** As UTF-8 text. Refuses documents that define entities of their own: nobody needs them. */
  readXml(name: string): string | null {
    const bytes = this.read(name);
    if (bytes === null) return null;
    const utf16 =
      (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    const label = utf16 ? (bytes[0] === 0xff ? "utf-16le" : "utf-16be") : "utf-8";
    const text = new TextDecoder(label).decode(bytes);
    if (/<!ENTITY/i.test(text)) throw new ImportFailure("import-too-complex");
    return text;
  }

  /** APPNOTE.TXT 4.3.12: the central directory, found from the end. */
  #readDirectory(): Entry[] {
    const view = this.#view;
    const end = this.#endOfDirectory();
    const count = view.getUint16(end + 10, true);
    if (count > zip.entriesMax) throw new ImportFailure("import-too-complex");
    const entries: Entry[] = [];
    let at = view.getUint32(end + 16, true);
    for (let index = 0; index < count; index++) {
      if (at + 46 > end || view.getUint32(at, true) !== 0x02014b50) throw damaged();
      const nameBytes = view.getUint16(at + 28, true);
      const name = this.#bytes.subarray(at + 46, at + 46 + nameBytes);
      entries.push({
        name: new TextDecoder().decode(name),
        encrypted: (view.getUint16(at + 8, true) & 1) === 1,
        method: view.getUint16(at + 10, true),
        compressedBytes: view.getUint32(at + 20, true),
        headerAt: view.getUint32(at + 42, true),
      });
      at += 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    }
    return entries;
  }

  #endOfDirectory(): number {
    const last = this.#bytes.length - 22;
    for (let at = last; at >= Math.max(0, last - 65_535); at--) {
      if (this.#view.getUint32(at, true) === 0x06054b50) return at;
    }
    throw damaged();
  }

  #inflate(entry: Entry): Uint8Array {
    const at = entry.headerAt;
    if (at + 30 > this.#bytes.length || this.#view.getUint32(at, true) !== 0x04034b50) {
      throw damaged();
    }
    const start =
      at + 30 + this.#view.getUint16(at + 26, true) + this.#view.getUint16(at + 28, true);
    const packed = this.#bytes.subarray(start, start + entry.compressedBytes);
    if (packed.length !== entry.compressedBytes) throw damaged();
    if (entry.method === 0) return this.#count(packed, packed.length);
    if (entry.method !== 8) throw damaged();
    return this.#inflateBounded(packed);
  }

  #inflateBounded(packed: Uint8Array): Uint8Array {
    const pieces: Uint8Array[] = [];
    let length = 0;
    const inflate = new Inflate((piece) => {
      length += piece.length;
      const bomb = length > zip.ratioFromBytes && length > packed.length * zip.ratioMax;
      if (bomb || length > zip.entryBytesMax) throw new ImportFailure("import-too-complex");
      pieces.push(piece);
    });
    try {
      // Small slices in, so that at most one slice is inflated before the limits are looked at.
      for (let start = 0; start < packed.length; start += 4096) {
        const end = Math.min(start + 4096, packed.length);
        inflate.push(packed.slice(start, end), end === packed.length);
      }
    } catch (cause) {
      throw cause instanceof ImportFailure ? cause : damaged(cause);
    }
    return this.#count(Buffer.concat(pieces), packed.length);
  }

  #count(bytes: Uint8Array, packedBytes: number): Uint8Array {
    this.#inflatedBytes += Math.max(bytes.length, packedBytes);
    if (this.#inflatedBytes > zip.totalBytesMax) throw new ImportFailure("import-too-complex");
    return bytes;
  }
}

function damaged(cause?: unknown): ImportFailure {
  return new ImportFailure("import-damaged", cause);
}
