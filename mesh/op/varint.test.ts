import { expect, test } from "bun:test";
import fc from "fast-check";
import { runs } from "../../tests/support/arbitrary.ts";
import { decodeVarint, encodeVarint } from "./varint.ts";

const uint32 = fc.integer({ min: 0, max: 0xffff_ffff });

test("round trips every 32-bit number, wherever it stands", () => {
  fc.assert(
    fc.property(uint32, fc.nat({ max: 3 }), (value, at) => {
      const bytes = Uint8Array.of(...Array<number>(at).fill(9), ...encodeVarint(value));
      expect(decodeVarint(bytes, at)).toEqual({ value, next: bytes.length });
      expect(decodeVarint(bytes.subarray(0, -1), at)).toBeNull();
    }),
    runs(300),
  );
});

test("has one spelling per number", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 7 }), (bytes) => {
      const read = decodeVarint(bytes, 0);
      if (read === null) return;
      expect(Uint8Array.from(encodeVarint(read.value))).toEqual(
        Uint8Array.from(bytes.subarray(0, read.next)),
      );
    }),
    runs(500),
  );
});

test("takes as many bytes as the number needs", () => {
  const lengths = [0, 127, 128, 2 ** 14 - 1, 2 ** 14, 2 ** 28 - 1, 2 ** 28, 2 ** 32 - 1];
  expect(lengths.map((value) => encodeVarint(value).length)).toEqual([1, 1, 2, 2, 3, 4, 5, 5]);
  expect(decodeVarint(Uint8Array.of(0xff, 0xff, 0xff, 0xff, 0x1f), 0)).toBeNull();
});
