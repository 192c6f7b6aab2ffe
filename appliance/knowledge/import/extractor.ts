/**
 * A process of its own that reads one file: it gets the bytes on standard input and the name's
 * extension in EXTENSION, and prints one JSON line about the document, then one per part. It has
 * no path, no database and no keys, and whatever a hostile file does to it ends with it.
 *
 * Exit 0 with the preview, or 3 with `{"failure": code}` as the only line. Anything else is a crash.
 */
import { ImportFailure } from "./document.ts";
import { previewOf } from "./parts.ts";
import { readFile } from "./read-file.ts";

// Libraries warn on the console about what they find in a file; nobody reads that here.
for (const level of ["log", "warn", "error", "info", "debug"] as const) console[level] = () => {};

process.exitCode = await run();

async function run(): Promise<number> {
  try {
    const { EXTENSION: extension = "" } = process.env;
    const bytes = new Uint8Array(await Bun.stdin.arrayBuffer());
    const { parts, ...about } = previewOf(await readFile(bytes, extension));
    const lines = parts.map((part) => JSON.stringify(part));
    const head = parts.map((part, index) => ({
      title: part.title,
      chars: part.text.length,
      sections: part.sections.length,
      reminders: part.reminders.length,
      // So that one part can be read without the others.
      bytes: Buffer.byteLength(lines[index] as string),
    }));
    await Bun.write(
      Bun.stdout,
      `${[JSON.stringify({ ...about, parts: head }), ...lines].join("\n")}\n`,
    );
    return 0;
  } catch (error) {
    await Bun.write(Bun.stdout, `${JSON.stringify({ failure: codeOf(error) })}\n`);
    return 3;
  }
}

function codeOf(error: unknown): string {
  if (error instanceof ImportFailure) return error.code;
  // JavaScriptCore's words for an allocation that the limits refused, and for nesting too deep.
  if (error instanceof RangeError) {
    return /memory/i.test(error.message) ? "import-memory" : "import-too-complex";
  }
  return "import-damaged";
}
