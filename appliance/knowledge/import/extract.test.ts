import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeCjkPdf, makeDocx, makePdf, zipFiles } from "../../../tests/support/sample-files.ts";
import { type ExtractionLimits, extract } from "./extract.ts";
import { extraction } from "./limits.ts";
import { readPart } from "./upload-files.ts";

let dir = "";
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), "folkmoot-extract-"));
});
afterAll(() => rmSync(dir, { recursive: true }));

async function run(
  bytes: Uint8Array | string,
  extension: string,
  limits?: Partial<ExtractionLimits>,
) {
  const source = join(dir, "file");
  const target = join(dir, "preview.ndjson");
  await Bun.write(source, bytes);
  const outcome = await extract(source, target, extension, { ...extraction, ...limits });
  return { outcome, target };
}

describe("the extractor's process", () => {
  // Code units and Shift JIS by the character maps that each name stands for (Adobe's CMaps).
  test.each([
    ["UniGB-UCS2-H", "GB1", "793e533a6c346cf5", "社区水泵"],
    ["UniJIS-UTF16-H", "Japan1", "65e5672c8a9e", "日本語"],
    ["90ms-RKSJ-H", "Japan1", "93fa967b8cea", "日本語"],
    ["KSCms-UHC-H", "Korea1", "b9b0", "물"],
  ])("reads a PDF that names the character map %s", async (encoding, ordering, hex, text) => {
    const { outcome, target } = await run(makeCjkPdf(encoding, ordering, hex), "pdf");
    if (!outcome.ok) throw new Error(outcome.code);
    expect((await readPart(target, outcome.head, 0))?.text).toBe(text);
  });

  test("goes without a character map that nobody knows, and opens no file for it", async () => {
    const { outcome } = await run(makeCjkPdf("../../../../package", "GB1", "793e"), "pdf");
    expect(outcome).toEqual({ ok: false, code: "import-no-text" });
  });

  test("writes a preview that only its owner may read", async () => {
    const text = "Ring Rosa on +34 612 345 678.";
    const { outcome, target } = await run(makeDocx([{ heading: "Care", paragraphs: [text] }]), "x");
    if (!outcome.ok) throw new Error(outcome.code);
    expect(outcome.head.parts).toMatchObject([{ title: "Care", reminders: 1 }]);
    expect(statSync(target).mode & 0o777).toBe(0o600);
    const part = await readPart(target, outcome.head, 0);
    expect(part?.text).toBe(`## Care\n\n${text}`);
    expect(part?.text.slice(part.reminders[0]?.start, part.reminders[0]?.end)).toBe(
      "+34 612 345 678",
    );
    expect(await readPart(target, outcome.head, 1)).toBeNull();
  });

  test("finds every part of a long text by its place", async () => {
    const text = Array.from({ length: 3000 }, (_, n) => `Párrafo ${n} über 水 ${"x".repeat(40)}`);
    const { outcome, target } = await run(text.join("\n\n"), "txt");
    if (!outcome.ok) throw new Error(outcome.code);
    const parts = await Promise.all(
      outcome.head.parts.map((_, number) => readPart(target, outcome.head, number)),
    );
    expect(parts.length).toBeGreaterThan(3);
    expect(parts.map((part) => part?.text).join("\n\n")).toBe(text.join("\n\n"));
  });

  test.each([
    ["a failure of its own", zipFiles({ "a.txt": "x" }), {}, "import-unsupported"],
    ["taking too long", makePdf([[{ text: "Hi there" }]]), { timeMsMax: 1 }, "import-timeout"],
    ["too much memory", "word ".repeat(700_000), { residentBytesMax: 1e6 }, "import-memory"],
    ["too much output", "word ".repeat(100_000), { outputBytesMax: 1000 }, "import-too-long"],
  ] as const)("leaves nothing after %s", async (_, bytes, limits, code) => {
    const { outcome, target } = await run(bytes, "txt", limits);
    expect(outcome).toEqual({ ok: false, code });
    expect(existsSync(target)).toBe(false);
  });

  test("is stopped by the kernel when it asks for more memory than it may have", async () => {
    // Less than the runtime itself reserves: it cannot even start.
    const { outcome } = await run("text", "txt", { dataBytesMax: 64 * 1024 * 1024 });
    expect(outcome).toEqual({ ok: false, code: "import-memory" });
  });
});
