import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { toHex } from "../../mesh/op/index.ts";
import {
  booleanTrue,
  element,
  integer,
  namedBits,
  objectIdentifier,
  pem,
  readPem,
  sequence,
  time,
} from "./der.ts";

const bytes = (length: number) => new Uint8Array(length).fill(7);

describe("DER", () => {
  test.each([
    [0, "0400"],
    [127, "047f"],
    [128, "048180"],
    [255, "0481ff"],
    [256, "04820100"],
    [65_536, "0483010000"],
  ])("writes the length %p in its shortest form", (length, head) => {
    expect(toHex(element(0x04, bytes(length)).slice(0, head.length / 2))).toBe(head);
  });

  test.each([
    [[0], "020100"],
    [[0, 0], "020100"],
    [[2], "020102"],
    [[127], "02017f"],
    [[128], "02020080"],
    [[0, 0, 255], "020200ff"],
    [[1, 0], "02020100"],
  ])("writes the number of octets %p", (octets, der) => {
    expect(toHex(integer(Uint8Array.from(octets)))).toBe(der);
  });

  // The examples of X.690 and RFC 5280's own object identifiers.
  test.each([
    ["2.999.3", "0603883703"],
    ["1.2.840.10045.4.3.2", "06082a8648ce3d040302"],
    ["2.5.29.30", "0603551d1e"],
    ["1.3.6.1.5.5.7.3.1", "06082b06010505070301"],
  ])("writes %p", (dotted, der) => {
    expect(toHex(objectIdentifier(dotted))).toBe(der);
  });

  test("cuts a bit list's trailing zeros", () => {
    expect(toHex(namedBits(0))).toBe("03020780");
    expect(toHex(namedBits(5, 6))).toBe("03020106");
  });

  test("changes the time's form in 2050", () => {
    const text = (der: Uint8Array) => new TextDecoder().decode(der.slice(2));
    expect(text(time(Date.UTC(2049, 11, 31, 23, 59, 59)))).toBe("491231235959Z");
    expect(text(time(Date.UTC(2050, 0, 1)))).toBe("20500101000000Z");
  });

  test("nests", () => {
    expect(toHex(sequence(booleanTrue(), sequence()))).toBe("30050101ff3000");
  });

  test("PEM is read as it was written", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ minLength: 1 }), { maxLength: 3 }), (blocks) => {
        const text = blocks.map((block) => pem("CERTIFICATE", block)).join("");
        expect(readPem("CERTIFICATE", text).map(toHex)).toEqual(blocks.map(toHex));
        expect(readPem("PRIVATE KEY", text)).toEqual([]);
      }),
    );
  });
});
