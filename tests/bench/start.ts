/** How soon a box answers after its command, and how much memory it takes: new, and lived in. */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchLine } from "./run.ts";

const root = join(import.meta.dir, "..", "..");
const runs = 5;
const readyMsMax = 2_000;
const residentMbMax = 150;

const cases = [
  { name: "new box", flags: [] },
  { name: "sample community", flags: ["--demo"] },
];

export default async function bench(): Promise<BenchLine[]> {
  const lines: BenchLine[] = [];
  for (const { name, flags } of cases) {
    const data = mkdtempSync(join(tmpdir(), "folkmoot-start-"));
    try {
      // The first start of all makes keys and certificates, or the whole sample.
      const first = await startOnce(data, flags);
      const again: Started[] = [];
      for (let run = 0; run < runs; run++) again.push(await startOnce(data, flags));
      lines.push(lineOf(name, first, again));
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  }
  return lines;
}

interface Started {
  readonly readyMs: number;
  readonly residentMb: number;
  readonly stopMs: number;
}

function lineOf(name: string, first: Started, again: readonly Started[]): BenchLine {
  const sorted = again.map(({ readyMs }) => readyMs).sort((a, b) => a - b);
  const readyMs = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const residentMb = Math.max(...again.map((started) => started.residentMb));
  return {
    bench: "start",
    case: name,
    figure: Math.round(readyMs),
    unit: "ms to the first answer of /health",
    against: `${readyMsMax} ms, ${residentMbMax} MB`,
    ratio: Number((readyMs / readyMsMax).toFixed(3)),
    slowest_ms: Math.round(sorted.at(-1) ?? 0),
    first_ms: Math.round(first.readyMs),
    resident_mb: residentMb,
    resident_ratio: Number((residentMb / residentMbMax).toFixed(3)),
    stop_ms: Math.round(Math.max(...again.map(({ stopMs }) => stopMs))),
    runs,
  };
}

/** From the command to the first answer over http, as a person would wait for it. */
async function startOnce(data: string, flags: readonly string[]): Promise<Started> {
  const startedMs = performance.now();
  const box = Bun.spawn(
    [
      process.execPath,
      join(root, "appliance", "main.ts"),
      "start",
      "--json",
      ...["--data", data, "--host", "127.0.0.1", "--port", "0", "--http-port", "0"],
      ...flags,
    ],
    { stdout: "pipe", stderr: "ignore", cwd: root },
  );
  try {
    const { urls } = JSON.parse(await firstLine(box.stdout)) as { urls: { local: string } };
    const answered = await fetch(`${urls.local}/health`);
    if (!answered.ok) throw new Error(`the box is not well: ${await answered.text()}`);
    await answered.text();
    const readyMs = performance.now() - startedMs;
    const residentMb = residentMbOf(box.pid);
    const stoppedMs = performance.now();
    box.kill("SIGTERM");
    await box.exited;
    return { readyMs, residentMb, stopMs: performance.now() - stoppedMs };
  } finally {
    box.kill("SIGKILL");
    await box.exited;
  }
}

async function firstLine(stream: ReadableStream<Uint8Array>): Promise<string> {
  let text = "";
  const decoder = new TextDecoder();
  for await (const piece of stream as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(piece, { stream: true });
    if (text.includes("\n")) return text.slice(0, text.indexOf("\n"));
  }
  throw new Error("the box ended before it was ready");
}

/** VmRSS of /proc/<pid>/status (proc(5)), in megabytes. */
function residentMbOf(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  const kilobytes = Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? Number.NaN);
  return Math.round(kilobytes / 1024);
}
