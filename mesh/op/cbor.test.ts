import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { anyCborValue, runs } from "../../tests/support/arbitrary.ts";
import { toHex } from "./bytes.ts";
import { decodeCbor, encodeCbor } from "./cbor.ts";
import { FolkmootError } from "./error.ts";
import type { CborValue } from "./types.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("deterministic CBOR", () => {
  test("spells the examples of RFC 8949, appendix A", () => {
    const examples: [CborValue, string][] = [
      [0, "00"],
      [23, "17"],
      [24, "1818"],
      [1_000_000_000_000, "1b000000e8d4a51000"],
      [-1, "20"],
      [-1000, "3903e7"],
      [Uint8Array.of(1, 2, 3, 4), "4401020304"],
      ["\u00fc", "62c3bc"],
      ["\u{10151}", "64f0908591"],
      [[1, [2, 3], [4, 5]], "8301820203820405"],
      [[false, true, null], "83f4f5f6"],
    ];
    for (const [value, hex] of examples) {
      expect(toHex(encodeCbor(value))).toBe(hex);
      expect(decodeCbor(encodeCbor(value))).toEqual(value);
    }
  });

  test("round trips whatever may stand in a body", () => {
    fc.assert(
      fc.property(anyCborValue, (value) => {
        const encoded = encodeCbor(value);
        const decoded = decodeCbor(encoded);
        expect(decoded).toEqual(normal(value));
        expect(encodeCbor(decoded)).toEqual(encoded);
      }),
      runs(200),
    );
  });

  test("accepts one spelling only, and throws nothing but FolkmootError", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (given) => {
        try {
          expect(encodeCbor(decodeCbor(given))).toEqual(Uint8Array.from(given));
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(FolkmootError);
          expect((thrown as FolkmootError).code).toBe("malformed-cbor");
        }
      }),
      runs(2_000),
    );
  });

  test("accepts one spelling only of every short sequence", () => {
    for (let first = 0; first < 256; first++) {
      expectOneSpelling(bytes(first));
      for (let second = 0; second < 256; second++) expectOneSpelling(bytes(first, second));
    }
  });

  test("accepts one spelling only of every number and length around the borders", () => {
    const borders = [0, 23, 24, 255, 256, 65_535, 65_536, 2 ** 32 - 1, 2 ** 32, 2 ** 53 - 1];
    const values = borders.flatMap((value) => [value - 1, value, value + 1]).filter((v) => v >= 0);
    // Major types: numbers, negative numbers, bytes, text, arrays.
    for (const major of [0, 1, 2, 3, 4]) {
      for (const value of values) {
        for (const width of [1, 2, 4, 8]) {
          const head = [(major << 5) | (24 + Math.log2(width)), ...bigEndian(value, width)];
          const rest = major < 2 || value > 70_000 ? 0 : value;
          expectOneSpelling(Uint8Array.from([...head, ...new Uint8Array(rest)]));
        }
      }
    }
  });

  const refused: [string, Uint8Array][] = [
    ["nothing", bytes()],
    ["a number longer than needed", bytes(0x18, 23)],
    ["a length longer than needed", bytes(0x58, 1, 0)],
    ["an array of indefinite length", bytes(0x9f, 1, 0xff)],
    ["text of indefinite length", bytes(0x7f, 0x61, 97, 0xff)],
    ["a map", bytes(0xa1, 1, 2)],
    ["a tag", bytes(0xc1, 0)],
    ["undefined", bytes(0xf7)],
    ["a half-precision float", bytes(0xf9, 0x3c, 0)],
    ["a double", bytes(0xfb, 0x3f, 0xf8, 0, 0, 0, 0, 0, 0)],
    ["an unassigned simple value", bytes(0xf8, 32)],
    ["a number beyond 2^53", bytes(0x1b, 0, 0x20, 0, 0, 0, 0, 0, 0)],
    ["a negative number beyond -2^53", bytes(0x3b, 0, 0x20, 0, 0, 0, 0, 0, 0)],
    ["bytes after the end", bytes(1, 1)],
    ["ill-formed UTF-8", bytes(0x61, 0xff)],
    ["an encoded surrogate", bytes(0x63, 0xed, 0xa0, 0x80)],
    ["a byte order mark, which decoders drop", bytes(0x64, 0xef, 0xbb, 0xbf, 97)],
    ["an array that promises more than there is", bytes(0x9a, 0xff, 0xff, 0xff, 0xff)],
    ["an array that promises 2^53 items", bytes(0x9b, 0, 0x1f, ...Array(6).fill(0xff))],
    ["bytes that promise more than there is", bytes(0x5a, 0xff, 0xff, 0xff, 0xff)],
    ["text that promises more than there is", bytes(0x7a, 0xff, 0xff, 0xff, 0xff)],
    ["an end without an array", bytes(0xff)],
    ["a reserved length", bytes(0x1c)],
  ];
  test.each(refused)("refuses %s", (_, given) => {
    expect(() => decodeCbor(given)).toThrow("These bytes are malformed.");
  });

  test("refuses a quarter of a million nested arrays without climbing them", () => {
    expect(() => decodeCbor(new Uint8Array(262_144).fill(0x81))).toThrow(FolkmootError);
  });

  const unencodable: [string, CborValue][] = [
    ["a fraction", 1.5],
    ["not a number", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["a number beyond 2^53", 2 ** 53],
    ["half a surrogate pair", "\ud800"],
    ["a leading byte order mark", "\ufeffhello"],
  ];
  test.each(unencodable)("does not encode %s", (_, value) => {
    expect(() => encodeCbor([value])).toThrow("This value has no place in an operation.");
  });

  test("hands out bytes of its own, never a Buffer", () => {
    for (const length of [0, 1, 60, 150, 200, 250, 300, 5_000]) {
      expect(encodeCbor([new Uint8Array(length)]).constructor).toBe(Uint8Array);
    }
  });

  test("reads from the middle of a larger buffer", () => {
    const buffer = Buffer.from([9, 9, 0x42, 1, 2, 9]);
    const value = decodeCbor(buffer.subarray(2, 5));
    buffer.fill(0);
    expect(value).toEqual(Uint8Array.of(1, 2));
  });
});

/** Either refused, or what encoding spells the same. */
function expectOneSpelling(given: Uint8Array): void {
  let value: CborValue;
  try {
    value = decodeCbor(given);
  } catch {
    return;
  }
  expect(toHex(encodeCbor(value))).toBe(toHex(given));
}

function bigEndian(value: number, width: number): number[] {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigUint64(0, BigInt(value));
  return [...out.subarray(8 - width)];
}

/** JavaScript has a second zero. */
function normal(value: CborValue): CborValue {
  if (Array.isArray(value)) return value.map(normal);
  return value === 0 ? 0 : value;
}
