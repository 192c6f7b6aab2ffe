/**
 * How many threads the model computes on by default, and what that is worth while the other cores
 * are busy: the default beside one thread more, with a process spinning on every other core. A
 * generated model of 100 million parameters.
 */
import { readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { systemClock } from "../../appliance/clock.ts";
import { createEngineHost, type EngineHost, engineThreads } from "../../appliance/engine/index.ts";
import { physicalCores } from "../../appliance/engine/threads.ts";
import { silentLog } from "../../appliance/log.ts";
import { modelFiles } from "../support/gguf/models.ts";
import type { BenchLine } from "./run.ts";

const tokens = 48;
const rounds = 2;
/** Of /proc/<pid>/stat (proc(5)): the kernel's USER_HZ, 100 everywhere. */
const tickMs = 10;

interface Measured {
  readonly tokens: number;
  readonly wallMs: number;
  /** Processor time of the whole process over wall time. */
  readonly cores: number;
}

export default async function bench(): Promise<BenchLine[]> {
  const usual = engineThreads();
  const burners = Array.from({ length: Math.max(1, availableParallelism() - 1) }, () =>
    Bun.spawn([process.execPath, "-e", "for (;;);"], { stdio: ["ignore", "ignore", "ignore"] }),
  );
  const lines: BenchLine[] = [];
  for (const threads of [usual, usual + 1]) {
    const host = await open(threads);
    const all: Measured[] = [];
    for (let round = 0; round < rounds; round++) all.push(await measure(host, round));
    host.close();
    lines.push(lineOf(threads, usual, all));
  }
  for (const burner of burners) burner.kill();
  return lines;
}

function lineOf(threads: number, usual: number, all: readonly Measured[]): BenchLine {
  const sum = (key: keyof Measured) => all.reduce((total, each) => total + each[key], 0);
  const isUsual = threads === usual;
  return {
    bench: "assistant-threads",
    figure: `tokens a second, ${threads} thread(s)${isUsual ? ", the default" : ""}, other cores busy`,
    unit: "tokens/s",
    value: Math.round((sum("tokens") / sum("wallMs")) * 10_000) / 10,
    against: "never more than physical cores minus one by default",
    physical_cores: physicalCores(),
    threads,
    cores_used: Math.round((sum("cores") / all.length) * 100) / 100,
  };
}

async function open(threads: number): Promise<EngineHost> {
  const { path, sha256 } = modelFiles.load();
  const host = createEngineHost({
    load: { role: "answer", path, sha256, adapters: [], slots: 1, contextTokens: 1_024, threads },
    socket: null,
    memoryBytesMax: 8_000_000_000,
    clock: systemClock,
    log: silentLog,
  });
  await host.loaded;
  return host;
}

async function measure(host: EngineHost, round: number): Promise<Measured> {
  const pid = host.pid ?? 0;
  const [before, fromMs] = [processorMs(pid), performance.now()];
  const messages = [{ role: "user", content: `Round ${round}` }] as const;
  let written = 0;
  const asked = host.generate({ messages, maxTokens: tokens }, AbortSignal.timeout(40_000));
  try {
    for await (const said of asked) if (said.type === "text") written += said.tokens;
  } catch {
    // Too slow to end: what it wrote until then is the figure.
  }
  const wallMs = performance.now() - fromMs;
  return { tokens: written, wallMs, cores: (processorMs(pid) - before) / wallMs };
}

function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}
