/**
 * Tokens for each second of processor time, over our HTTP stream against the same engine driven
 * directly in one process: what queue, pipe, JSON and HTTP cost. A generated model of 100 million
 * parameters, one thread; processor time of the box and of its engine together.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { linesOf } from "../../appliance/engine/protocol.ts";
import { engineEnvironment } from "../../appliance/engine/sandbox.ts";
import { modelFiles } from "../support/gguf/models.ts";
import type { BenchLine } from "./run.ts";

/** What is read counts nothing: a prompt is short, so that writing is what is measured. */
const promptChars = 12;
/** Streams, tokens each of them writes, and pairs of rounds with one pair of processes. */
const wishes = [
  { streams: 1, tokens: 96, pairs: 6 },
  { streams: 8, tokens: 48, pairs: 2 },
  { streams: 32, tokens: 48, pairs: 1 },
] as const;
/** Where its memory happens to lie makes a process faster or slower for life, by some percent. */
const processPairs = 3;
const wanted = 0.95;
/** Of /proc/<pid>/stat (proc(5)): the kernel's USER_HZ, 100 everywhere. */
const tickMs = 10;

const program = join(import.meta.dir, "assistant.process.ts");

interface Measured {
  readonly tokens: number;
  /** Of the engine, and of the box beside it; the direct one has no box. */
  readonly cpuMs: number;
  readonly boxCpuMs?: number;
  readonly wallMs: number;
}

interface Driver {
  run(prompts: readonly string[], tokens: number): Promise<Measured>;
  close(): Promise<void>;
}

export default async function bench(): Promise<BenchLine[]> {
  const { path } = modelFiles.load();
  const sequences = Math.max(...wishes.map(({ streams }) => streams));
  const measured = wishes.map(() => ({ ours: [] as Measured[], direct: [] as Measured[] }));
  for (let process = 0; process < processPairs; process++) {
    const drivers = {
      ours: await startBox(path, sequences),
      direct: await startDirect(path, sequences),
    };
    for (const [at, { streams, tokens, pairs }] of wishes.entries()) {
      for (let pair = 0; pair < pairs; pair++) {
        const round = process * pairs + pair;
        // By turns, and each first as often as the other: both meet the same machine.
        const order =
          round % 2 === 0 ? (["ours", "direct"] as const) : (["direct", "ours"] as const);
        for (const side of order) {
          measured[at]?.[side].push(await drivers[side].run(promptsOf(streams, round), tokens));
        }
      }
    }
    await Promise.all([drivers.ours.close(), drivers.direct.close()]);
  }
  return wishes.map(({ streams }, at) =>
    lineOf(streams, measured[at]?.ours ?? [], measured[at]?.direct ?? []),
  );
}

function lineOf(streams: number, ours: Measured[], direct: Measured[]): BenchLine {
  const rate = (all: readonly Measured[]) =>
    sum(all, ({ tokens }) => tokens) / (sum(all, cpuMsOf) / 1_000);
  const speed = (all: readonly Measured[]) =>
    sum(all, ({ tokens }) => tokens) / (sum(all, ({ wallMs }) => wallMs) / 1_000);
  const ratios = ours.map((each, at) => rate([each]) / rate([direct[at] as Measured]));
  const rounded = (value: number) => Math.round(value * 1_000) / 1_000;
  return {
    bench: "assistant-tokens",
    figure: `tokens per CPU-second, ${streams} streams`,
    unit: "tokens/CPU-s",
    value: Math.round(rate(ours)),
    against: `the engine driven directly in process (wanted: ${wanted})`,
    direct: Math.round(rate(direct)),
    // The machine is others', too: a pair that they fell into counts as one of many.
    ratio: rounded(medianOf(ratios)),
    ratio_of_all: rounded(rate(ours) / rate(direct)),
    ratio_of_pairs: [Math.min(...ratios), Math.max(...ratios)].map(rounded),
    box_share: rounded(sum(ours, ({ boxCpuMs = 0 }) => boxCpuMs) / sum(ours, cpuMsOf)),
    tokens_per_s: Math.round(speed(ours)),
    direct_tokens_per_s: Math.round(speed(direct)),
    tokens: sum(ours, ({ tokens }) => tokens),
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const [before = 0, behind = 0] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (before + behind) / 2;
}

function cpuMsOf({ cpuMs, boxCpuMs = 0 }: Measured): number {
  return cpuMs + boxCpuMs;
}

function sum(all: readonly Measured[], of: (each: Measured) => number): number {
  return all.reduce((total, each) => total + of(each), 0);
}

/** No two alike from the first letter on: what was read before would not be read again. */
function promptsOf(streams: number, round: number): string[] {
  return Array.from({ length: streams }, (_, n) =>
    `${String.fromCharCode(97 + ((n + round * 7) % 26))}${n}-${round} `
      .repeat(promptChars)
      .slice(0, promptChars),
  );
}

async function startDirect(path: string, sequences: number): Promise<Driver> {
  const wish = JSON.stringify({ path, sequences });
  const child = Bun.spawn([process.execPath, program, "direct", wish], {
    stdio: ["pipe", "pipe", "inherit"],
    // As the box starts its engine: what differs is what is measured.
    env: engineEnvironment(),
  });
  const next = linesFrom(child.stdout);
  await next();
  return {
    async run(prompts, tokens) {
      child.stdin.write(`${JSON.stringify({ prompts, tokens })}\n`);
      child.stdin.flush();
      return JSON.parse(await next()) as Measured;
    },
    close: () => endOf(child),
  };
}

function linesFrom(stream: AsyncIterable<Uint8Array>): () => Promise<string> {
  const lines = linesOf(stream);
  return async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("the other process ended");
    return value;
  };
}

async function startBox(path: string, slots: number): Promise<Driver> {
  const child = Bun.spawn([process.execPath, program, "box", JSON.stringify({ path, slots })], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const started = JSON.parse(await linesFrom(child.stdout)()) as BoxUnderTest & { engine: number };
  await streamed(started, "warm", 4);
  return {
    async run(prompts, tokens) {
      const from = [processorMs(started.engine), processorMs(child.pid)] as const;
      const fromMs = performance.now();
      const counts = await Promise.all(prompts.map((each) => streamed(started, each, tokens)));
      return {
        tokens: counts.reduce((total, each) => total + each, 0),
        cpuMs: processorMs(started.engine) - from[0],
        boxCpuMs: processorMs(child.pid) - from[1],
        wallMs: performance.now() - fromMs,
      };
    },
    close: () => endOf(child),
  };
}

async function endOf(child: Bun.Subprocess): Promise<void> {
  child.kill();
  await child.exited;
}

interface BoxUnderTest {
  readonly url: string;
  readonly key: string;
}

/** Reads a whole stream; returns how many tokens the box says it was. */
async function streamed(box: BoxUnderTest, content: string, tokens: number): Promise<number> {
  const answer = await fetch(`${box.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${box.key}`, "content-type": "application/json" },
    body: JSON.stringify({
      model: "load-100m",
      messages: [{ role: "user", content }],
      max_tokens: tokens,
      temperature: 0,
      stream: true,
      stream_options: { include_usage: true },
    }),
  });
  const text = await answer.text();
  const said = /"completion_tokens":(\d+)/.exec(text)?.[1];
  if (said === undefined) throw new Error(`no answer: ${answer.status} ${text.slice(0, 200)}`);
  return Number(said);
}

function processorMs(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}
