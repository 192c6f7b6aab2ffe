import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { makeSecretFolder, readSecret, removeSecret, writeSecret } from "./secret-file.ts";

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "folkmoot-secret-"));
  path = join(dir, "key");
});
afterEach(() => rmSync(dir, { recursive: true }));

const modeOf = (file: string) => statSync(file).mode & 0o777;

describe("a secret file", () => {
  test("is read as it was written, and only by its owner", () => {
    expect(readSecret(path)).toBeNull();
    writeSecret(path, "first\n");
    writeSecret(path, "señal\n");
    expect(readSecret(path)).toBe("señal\n");
    expect(modeOf(path)).toBe(0o600);
    expect(readdirSync(dir)).toEqual(["key"]);
  });

  test("never inherits the mode of what a crash left behind", () => {
    writeFileSync(`${path}.new`, "half");
    chmodSync(`${path}.new`, 0o666);
    writeSecret(path, "whole");
    expect([readSecret(path), modeOf(path)]).toEqual(["whole", 0o600]);
  });

  test("opened to others is closed again when it is read", () => {
    writeSecret(path, "x");
    chmodSync(path, 0o644);
    expect(readSecret(path)).toBe("x");
    expect(modeOf(path)).toBe(0o600);
    chmodSync(dir, 0o755);
    makeSecretFolder(dir);
    expect(modeOf(dir)).toBe(0o700);
  });

  test("goes once and for all", () => {
    writeSecret(path, "x");
    removeSecret(path);
    removeSecret(path);
    expect(existsSync(path)).toBe(false);
  });

  test("that cannot be read says so, instead of seeming absent", () => {
    expect(() => readSecret(join(dir, "key\0"))).toThrow();
    expect(() => readSecret(dir)).toThrow(expect.objectContaining({ code: "unreadable-secret" }));
  });

  // What makes it last through a power cut: file and folder are flushed, in this order.
  test("is on disk before it counts as written", () => {
    const script = join(dir, "write.ts");
    const source = join(import.meta.dir, "secret-file.ts");
    writeFileSync(
      script,
      `import { writeSecret } from ${JSON.stringify(source)};\nwriteSecret(${JSON.stringify(path)}, "x");\n`,
    );
    const trace = join(dir, "trace");
    const calls = "trace=openat,write,pwrite64,fsync,rename,renameat,renameat2";
    // A file for each thread: in one file, calls of two threads cut each other's lines in half.
    const command = ["strace", "-ff", "-o", trace, "-e", calls, process.execPath, script];
    const run = Bun.spawnSync(command);
    expect([run.exitCode, run.stderr.toString()]).toEqual([0, ""]);
    const steps = [];
    const open = new Map<string, string>();
    for (const line of threadThatRenames(dir).split("\n")) {
      const opened = /openat\(.*?"([^"]+)".*= (\d+)$/.exec(line);
      if (opened !== null) open.set(opened[2] as string, opened[1] as string);
      const flushed = /fsync\((\d+)\)/.exec(line);
      if (flushed !== null) steps.push(`fsync ${open.get(flushed[1] as string)}`);
      if (/rename/.test(line) && line.includes(`"${path}"`)) steps.push("rename");
    }
    expect(steps).toEqual([`fsync ${path}.new`, "rename", `fsync ${dir}`]);
  });
});

function threadThatRenames(folder: string): string {
  const traces = readdirSync(folder).filter((name) => name.startsWith("trace."));
  const texts = traces.map((name) => readFileSync(join(folder, name), "utf8"));
  return texts.find((text) => text.includes("rename")) ?? "";
}
