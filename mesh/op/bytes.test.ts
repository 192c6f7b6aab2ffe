import { expect, test } from "bun:test";
import fc from "fast-check";
import { runs } from "../../tests/support/arbitrary.ts";
import {
  concatBytes,
  equalBytes,
  fromBase64Url,
  fromHex,
  toBase64Url,
  toHex,
  toHexByHand,
} from "./bytes.ts";

test("hex and base64url round trip, and have one spelling", () => {
  fc.assert(
    fc.property(fc.uint8Array(), (given) => {
      const bytes = Uint8Array.from(given);
      expect(toHexByHand(bytes)).toBe(toHex(bytes));
      expect(toHex(bytes)).toBe(Buffer.from(bytes).toString("hex"));
      expect(fromHex(toHex(bytes))).toEqual(bytes);
      expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
      expect(equalBytes(concatBytes(bytes.subarray(0, 3), bytes.subarray(3)), bytes)).toBe(true);
    }),
    runs(100),
  );
});

test("other spellings are none", () => {
  for (const text of ["0", "0G", "AB", "0x00", " 00", "00 "]) expect(fromHex(text)).toBeNull();
  for (const text of ["A", "AB", "AA==", "+A", "/w", "A A", "__-"]) {
    expect(fromBase64Url(text)).toBeNull();
  }
  expect(equalBytes(Uint8Array.of(1), Uint8Array.of(1, 2))).toBe(false);
  expect(equalBytes(Uint8Array.of(1), Uint8Array.of(2))).toBe(false);
});
