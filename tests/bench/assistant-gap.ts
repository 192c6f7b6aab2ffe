/**
 * A prompt of 1,500 tokens arrives while four answers are being written: how long the others' text
 * stands still. On a generated model of 100 million parameters, one thread.
 */
import type { EngineHost, GenerateRequest } from "../../appliance/engine/index.ts";
import { startEngine } from "../support/engines.ts";
import { modelFiles } from "../support/gguf/models.ts";
import { figuresOf } from "../support/timing.ts";
import type { BenchLine } from "./run.ts";

const streams = 4;
const promptTokens = 1_500;
const gapMsMax = 300;

export default async function bench(): Promise<BenchLine[]> {
  const host = await startEngine(modelFiles.load(), { slots: streams + 1, contextTokens: 4_096 });
  const stop = new AbortController();
  const heard: number[][] = Array.from({ length: streams }, () => []);
  const running = heard.map((times, n) => listen(host, `Question ${n}`, times, stop.signal));
  while (heard.some((times) => times.length < 20)) await Bun.sleep(20);
  const fromMs = performance.now();
  const first = await firstOf(host, "a ".repeat(promptTokens / 2));
  const untilMs = performance.now();
  // As long again without the long prompt, for comparison.
  await Bun.sleep(untilMs - fromMs);
  const endMs = performance.now();
  stop.abort(new Error("measured"));
  await Promise.all(running);
  host.close();
  const during = gapsOf(heard, fromMs, untilMs);
  const after = gapsOf(heard, untilMs, endMs);
  const { p50, p99 } = figuresOf(during);
  return [
    {
      bench: "assistant-gap",
      figure: `token gap of ${streams} streams beside a prompt of ${first.promptTokens} tokens`,
      unit: "ms",
      p50_ms: p50,
      p99_ms: p99,
      against: `${gapMsMax} ms`,
      ratio: Math.round((p50 / gapMsMax) * 100) / 100,
      max_ms: Math.round(Math.max(...during)),
      p50_without_ms: figuresOf(after).p50,
      prompt_ms: Math.round(untilMs - fromMs),
      tokens_during: during.length,
    },
  ];
}

function request(content: string, maxTokens: number): GenerateRequest {
  return { messages: [{ role: "user", content }], maxTokens };
}

/** Notes when each token was heard: those that came together share the time between two texts. */
async function listen(
  host: EngineHost,
  content: string,
  times: number[],
  signal: AbortSignal,
): Promise<void> {
  try {
    let lastMs = performance.now();
    for await (const said of host.generate(request(content, 3_500), signal)) {
      if (said.type === "end") return;
      const nowMs = performance.now();
      for (let n = 1; n <= said.tokens; n++) {
        times.push(lastMs + ((nowMs - lastMs) * n) / said.tokens);
      }
      lastMs = nowMs;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

async function firstOf(host: EngineHost, content: string): Promise<{ promptTokens: number }> {
  for await (const said of host.generate(request(content, 1), new AbortController().signal)) {
    if (said.type === "end") return said;
  }
  return { promptTokens: 0 };
}

function gapsOf(heard: readonly (readonly number[])[], fromMs: number, untilMs: number): number[] {
  return heard.flatMap((times) =>
    times.flatMap((time, at) => {
      const before = times[at - 1];
      return before !== undefined && time > fromMs && time <= untilMs ? [time - before] : [];
    }),
  );
}
