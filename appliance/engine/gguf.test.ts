import { afterAll, describe, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FolkmootError } from "../../mesh/op/index.ts";
import { modelFiles } from "../../tests/support/gguf/models.ts";
import { ggufLimits, readGguf } from "./gguf.ts";

const dir = mkdtempSync(join(tmpdir(), "folkmoot-gguf-"));
afterAll(() => rmSync(dir, { recursive: true }));

let files = 0;
function refusalOf(bytes: Uint8Array): Promise<string> {
  files += 1;
  const path = join(dir, `${files}.gguf`);
  writeFileSync(path, bytes);
  return readGguf(path).then(
    () => "accepted",
    (error) => (error instanceof FolkmootError ? error.code : `fault: ${error}`),
  );
}

/** A head of nothing but what is given, as 64-bit and 32-bit numbers and text. */
function head(...parts: (bigint | number | string)[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part === "string") return Buffer.from(part);
      return Buffer.from(
        typeof part === "bigint" ? BigUint64Array.of(part).buffer : Uint32Array.of(part).buffer,
      );
    }),
  );
}

describe("the head of a model file", () => {
  test("says what the model is", async () => {
    const { path } = modelFiles.tiny();
    expect(await readGguf(path)).toEqual({
      kind: "model",
      architecture: "llama",
      name: "tiny-random",
      licence: "CC0-1.0",
      languages: ["en"],
      parameters: 106_816,
      contextTokens: 2048,
      width: 64,
      layers: 2,
      embeds: false,
      bytes: readFileSync(path).length,
    });
  });

  test("tells adapters and embedding models apart", async () => {
    const adapter = { kind: "adapter", width: 64, layers: 2 };
    expect(await readGguf(modelFiles.tinyAdapter().path)).toMatchObject(adapter);
    expect((await readGguf(modelFiles.embedding(["well"]).path)).embeds).toBe(true);
  });

  test("cut off anywhere is refused, never believed", async () => {
    const whole = readFileSync(modelFiles.tinyAdapter().path);
    const cuts = Array.from({ length: 160 }, (_, at) => Math.floor((at * whole.length) / 160));
    for (const cut of [...cuts, whole.length - 1]) {
      const code = await refusalOf(whole.subarray(0, cut));
      expect([cut, code]).toEqual([cut, cut < 24 ? "not-a-model" : "model-truncated"]);
    }
  });

  test("of another kind of file is refused", async () => {
    expect(await refusalOf(Buffer.from(`%PDF-1.7 ${"x".repeat(100)}`))).toBe("not-a-model");
    expect(await refusalOf(new Uint8Array())).toBe("not-a-model");
  });

  test("that is one part of a model, or only goes with one, is refused by that name", async () => {
    const parts = head("GGUF", 3, 0n, 1n, 11n, "split.count", 4, 3);
    expect(await refusalOf(parts)).toBe("model-in-parts");
    const tensor = [1n, "t", 1, 1n, 0, 0n, "\0".repeat(64)] as const;
    const eyes = head("GGUF", 3, 1n, 1n, 20n, "general.architecture", 8, 4n, "clip", ...tensor);
    expect(await refusalOf(eyes)).toBe("not-a-language-model");
  });

  const most = 2n ** 64n - 1n;
  const hostile: Record<string, Uint8Array> = {
    "an old version": head("GGUF", 1, 0n, 0n),
    "more tensors than there can be": head("GGUF", 3, most, 0n),
    "more metadata than there can be": head("GGUF", 3, 0n, most),
    "a key longer than the file": head("GGUF", 3, 0n, 1n, most, "x"),
    "a string longer than the file": head("GGUF", 3, 0n, 1n, 1n, "k", 8, most),
    "an array longer than the file": head("GGUF", 3, 0n, 1n, 1n, "k", 9, 4, most),
    "arrays in arrays": head("GGUF", 3, 0n, 1n, 1n, "k", 9, 9, 1n, 9, 1n),
    "a type nobody knows": head("GGUF", 3, 0n, 1n, 1n, "k", 77, 0n),
    "a tensor of too many dimensions": head("GGUF", 3, 1n, 0n, 1n, "t", 9),
    "a product that overflows": head(
      ...(["GGUF", 3, 1n, 0n, 1n, "t", 4] as const),
      ...([2n ** 40n, 2n ** 40n, 2n ** 40n, 2n ** 40n, 0, 0n] as const),
    ),
    "an offset behind everything": head("GGUF", 3, 1n, 0n, 1n, "t", 1, 1n, 0, most),
    "an odd offset": head("GGUF", 3, 1n, 0n, 1n, "t", 1, 1n, 0, 7n),
    "no tensors": head("GGUF", 3, 0n, 1n, 20n, "general.architecture", 8, 1n, "x"),
  };
  for (const [label, bytes] of Object.entries(hostile)) {
    test(`with ${label} is refused`, async () => {
      expect(await refusalOf(bytes)).toMatch(/^model-(malformed|truncated)$/);
    });
  }

  test("longer than the bound is refused", async () => {
    const key = (n: number) => [12n, `k${n}`.padEnd(12), 8, BigInt(ggufLimits.stringBytesMax)];
    const parts: (bigint | number | string)[] = ["GGUF", 3, 0n, 80n];
    for (let n = 0; n < 80; n++) {
      parts.push(
        ...(key(n) as (bigint | number | string)[]),
        "x".repeat(ggufLimits.stringBytesMax),
      );
    }
    expect(await refusalOf(head(...parts))).toBe("model-malformed");
  });
});
