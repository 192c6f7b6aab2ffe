import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { crc32, deflateSync, inflateSync } from "node:zlib";
import { initials } from "./avatar.tsx";
import { logoSvg } from "./logo.ts";
import { logoPng } from "./png.ts";
import { reasonText } from "./reason.ts";
import en from "./strings.en.ts";

test("faces are made from the first and the last name", () => {
  expect(initials("Ana María Ruiz")).toBe("AR");
  expect(initials("  moisés ")).toBe("M");
  expect(initials("李 小龙")).toBe("李小");
  expect(initials("")).toBe("?");
});

describe("the logo", () => {
  test("is a PNG of the size asked for", () => {
    const zlib = {
      deflate: (bytes: Uint8Array) => new Uint8Array(deflateSync(bytes)),
      crc32: (bytes: Uint8Array) => crc32(bytes),
    };
    const png = logoPng(32, zlib);
    const view = new DataView(png.buffer);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([32, 32]);
    const length = view.getUint32(33);
    expect(inflateSync(png.subarray(41, 41 + length))).toHaveLength(32 * (1 + 3 * 32));
  });

  test("as SVG holds nothing but shapes", () => {
    expect(logoSvg()).toStartWith("<svg ");
    expect(logoSvg()).not.toMatch(/script|href|style/);
  });
});

describe("reasons", () => {
  test("that the rules of membership give all have words", () => {
    const source = readFileSync(join(import.meta.dir, "../../mesh/rules/standing.ts"), "utf8");
    const union = /export type Refusal =([^;]+);/.exec(source)?.[1] ?? "";
    const codes = [...union.matchAll(/"([^"]+)"/g)].map((match) => match[1]);
    expect(codes.length).toBeGreaterThan(10);
    expect(codes.filter((code) => !(`reason.${code}` in en))).toEqual([]);
  });

  test("from a newer box get an honest answer", () => {
    expect(reasonText("something-new")).toBe(en["reason.unknown"]);
    expect(reasonText(null)).toBe(en["reason.unknown"]);
    expect(reasonText("role")).toBe(en["reason.role"]);
  });
});
