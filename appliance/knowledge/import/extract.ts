/** Runs the extractor on one file, within limits of time, memory and output. */
import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { readFile, stat } from "node:fs/promises";
import { setPriority } from "node:os";
import { resolve } from "node:path";
import { type Subprocess, which } from "bun";
import type { Format, ImportFailureCode, WarningCode } from "./document.ts";
import { extraction } from "./limits.ts";

export interface PreviewPartHead {
  readonly title: string | null;
  readonly chars: number;
  readonly sections: number;
  readonly reminders: number;
  readonly bytes: number;
}

/** The first line of a preview file: everything but the parts' text. */
export interface PreviewHead {
  readonly format: Format;
  readonly title: string | null;
  readonly lang: string | null;
  readonly warnings: readonly WarningCode[];
  readonly parts: readonly PreviewPartHead[];
}

export type Extraction =
  | { readonly ok: true; readonly head: PreviewHead }
  | { readonly ok: false; readonly code: ImportFailureCode };

export type ExtractionLimits = { readonly [name in keyof typeof extraction]: number };

/**
 * Reads the file at `source` and writes its preview to `target` (0600), one JSON line about the
 * document and one per part. On failure nothing is left at `target`.
 */
export async function extract(
  source: string,
  target: string,
  extension: string,
  limits: ExtractionLimits = extraction,
): Promise<Extraction> {
  const child = Bun.spawn({
    cmd: [...kernelLimits(limits), process.execPath, "run", extractorPath],
    cwd: "/",
    // Nothing of the box's environment; no caches written either.
    env: { EXTENSION: extension, BUN_RUNTIME_TRANSPILER_CACHE_PATH: "0" },
    stdin: Bun.file(resolve(source)),
    stdout: "pipe",
    stderr: "ignore",
  });
  lowerPriority(child.pid);
  const watch = watchOver(child, limits);
  const complete = await copyOutput(child, target, limits.outputBytesMax);
  const exit = await child.exited;
  watch.stop();
  const outcome = await readOutcome(
    target,
    exit,
    watch.killedFor() ?? (complete ? null : "import-too-long"),
  );
  if (!outcome.ok) rmSync(target, { force: true });
  return outcome;
}

const extractorPath = new URL("./extractor.ts", import.meta.url).pathname;

/**
 * prlimit (util-linux, on every Debian) makes the kernel enforce what the watcher might miss
 * between two looks: data, processor time, no files written, no core dumps. RLIMIT_AS is useless
 * here: JavaScriptCore reserves tens of gigabytes of addresses that it never touches.
 */
function kernelLimits(limits: ExtractionLimits): string[] {
  const prlimit = which("prlimit");
  if (prlimit === null) return [];
  return [
    prlimit,
    `--data=${limits.dataBytesMax}`,
    `--cpu=${limits.cpuSecondsMax}`,
    "--fsize=0",
    "--core=0",
    "--",
  ];
}

function lowerPriority(pid: number): void {
  try {
    setPriority(pid, 10);
  } catch {
    // It may be over already.
  }
}

function watchOver(child: Subprocess, limits: ExtractionLimits) {
  let reason: ImportFailureCode | null = null;
  const kill = (code: ImportFailureCode) => {
    reason ??= code;
    child.kill("SIGKILL");
  };
  const deadline = setTimeout(() => kill("import-timeout"), limits.timeMsMax);
  const look = setInterval(async () => {
    if ((await residentBytes(child.pid)) > limits.residentBytesMax) kill("import-memory");
  }, 50);
  return {
    killedFor: () => reason,
    stop() {
      clearTimeout(deadline);
      clearInterval(look);
    },
  };
}

/** proc(5): the second number of statm is resident pages. 0 where there is no /proc. */
async function residentBytes(pid: number): Promise<number> {
  try {
    const [, pages] = (await readFile(`/proc/${pid}/statm`, "utf8")).split(" ");
    return Number(pages) * 4096;
  } catch {
    return 0;
  }
}

/** False when there was more than the limit; the child is killed then. */
async function copyOutput(
  child: Subprocess<"ignore" | Bun.BunFile, "pipe", "ignore">,
  target: string,
  bytesMax: number,
): Promise<boolean> {
  const file = openSync(target, "w", 0o600);
  let bytes = 0;
  try {
    for await (const piece of child.stdout) {
      bytes += piece.length;
      if (bytes > bytesMax) {
        child.kill("SIGKILL");
        return false;
      }
      writeSync(file, piece);
    }
    return true;
  } finally {
    closeSync(file);
  }
}

async function readOutcome(
  target: string,
  exit: number,
  killedFor: ImportFailureCode | null,
): Promise<Extraction> {
  if (killedFor !== null) return { ok: false, code: killedFor };
  if (exit === 0) return { ok: true, head: await readHead(target) };
  if (exit === 3) {
    const failure: { failure: ImportFailureCode } = JSON.parse(await readFile(target, "utf8"));
    return { ok: false, code: failure.failure };
  }
  // SIGXCPU is 24, SIGKILL 9 (the hard limit, or the kernel's out-of-memory killer), SIGABRT 6 is
  // how JavaScriptCore ends when memory is refused to it in the wrong moment.
  if (exit === 128 + 24) return { ok: false, code: "import-timeout" };
  return { ok: false, code: exit > 128 ? "import-memory" : "import-damaged" };
}

/** The first line of a preview file. */
export async function readHead(target: string): Promise<PreviewHead> {
  const file = Bun.file(target);
  const { size } = await stat(target);
  for (let length = 65_536; ; length *= 4) {
    const start = await file.slice(0, Math.min(length, size)).text();
    const end = start.indexOf("\n");
    if (end >= 0) return JSON.parse(start.slice(0, end)) as PreviewHead;
    if (length >= size) throw new Error("The preview file has no first line.");
  }
}
