/**
 * Tokens for each second of processor time, over our HTTP stream against the same engine driven
 * directly in one process: what queue, pipe, JSON and HTTP cost. A generated model of 100 million
 * parameters, one thread; processor time of the box and of its engine together.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { modelFiles } from "../support/gguf/models.ts";
import type { BenchLine } from "./run.ts";

const promptChars = 56;
const answerTokens = 48;
const rounds = 2;
const streamCounts = [1, 8, 32];
const wanted = 0.95;
/** Of /proc/<pid>/stat (proc(5)): the kernel's USER_HZ, 100 everywhere. */
const tickMs = 10;

const program = join(import.meta.dir, "assistant.process.ts");

interface Measured {
  readonly tokens: number;
  readonly cpuMs: number;
  readonly wallMs: number;
}

export default async function bench(): Promise<BenchLine[]> {
  const { path } = modelFiles.load();
  const box = await startBox(path);
  const lines: BenchLine[] = [];
  for (const streams of streamCounts) {
    const ours: Measured[] = [];
    const direct: Measured[] = [];
    // By turns, so that both meet the same machine.
    for (let round = 0; round < rounds; round++) {
      const wishes = promptsOf(streams, round);
      direct.push(await driveDirectly(path, wishes));
      ours.push(await driveByHttp(box, wishes));
    }
    lines.push(lineOf(streams, ours, direct));
  }
  box.close();
  return lines;
}

function lineOf(streams: number, ours: Measured[], direct: Measured[]): BenchLine {
  const rate = (all: readonly Measured[]) => sum(all, "tokens") / (sum(all, "cpuMs") / 1_000);
  const speed = (all: readonly Measured[]) => sum(all, "tokens") / (sum(all, "wallMs") / 1_000);
  return {
    bench: "assistant-tokens",
    figure: `tokens per CPU-second, ${streams} streams`,
    unit: "tokens/CPU-s",
    value: Math.round(rate(ours)),
    against: `the engine driven directly in process (wanted: ${wanted})`,
    direct: Math.round(rate(direct)),
    ratio: Math.round((rate(ours) / rate(direct)) * 1_000) / 1_000,
    tokens_per_s: Math.round(speed(ours)),
    direct_tokens_per_s: Math.round(speed(direct)),
    tokens: sum(ours, "tokens"),
  };
}

function sum(all: readonly Measured[], key: keyof Measured): number {
  return all.reduce((total, each) => total + each[key], 0);
}

/** No two alike from the first letter on: what was read before would not be read again. */
function promptsOf(streams: number, round: number): string[] {
  return Array.from({ length: streams }, (_, n) =>
    `${String.fromCharCode(97 + ((n + round * 7) % 26))}${n}-${round} `
      .repeat(promptChars)
      .slice(0, promptChars),
  );
}

async function driveDirectly(path: string, prompts: readonly string[]): Promise<Measured> {
  const wish = JSON.stringify({ path, prompts, tokens: answerTokens });
  const child = Bun.spawn([process.execPath, program, "direct", wish], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return JSON.parse(await new Response(child.stdout).text()) as Measured;
}

interface BoxUnderTest {
  readonly url: string;
  readonly key: string;
  readonly pids: readonly number[];
  close(): void;
}

async function startBox(path: string): Promise<BoxUnderTest> {
  const slots = Math.max(...streamCounts);
  const child = Bun.spawn([process.execPath, program, "box", JSON.stringify({ path, slots })], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  for await (const chunk of child.stdout) {
    const line = new TextDecoder().decode(chunk);
    const { url, key, engine } = JSON.parse(line) as { url: string; key: string; engine: number };
    return { url, key, pids: [child.pid, engine], close: () => child.kill() };
  }
  throw new Error("the box did not start");
}

async function driveByHttp(box: BoxUnderTest, prompts: readonly string[]): Promise<Measured> {
  await streamed(box, "warm", 4);
  const [fromCpu, fromMs] = [cpuMsOf(box.pids), performance.now()];
  const tokens = await Promise.all(prompts.map((prompt) => streamed(box, prompt, answerTokens)));
  return {
    tokens: tokens.reduce((total, each) => total + each, 0),
    cpuMs: cpuMsOf(box.pids) - fromCpu,
    wallMs: performance.now() - fromMs,
  };
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

function cpuMsOf(pids: readonly number[]): number {
  return pids.reduce((total, pid) => {
    const fields = readFileSync(`/proc/${pid}/stat`, "utf8").split(") ")[1]?.split(" ") ?? [];
    return total + (Number(fields[11]) + Number(fields[12])) * tickMs;
  }, 0);
}
