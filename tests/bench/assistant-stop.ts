/**
 * A member stops an answer while the model still reads its prompt, which takes it seconds: how soon
 * the next in the queue has the slot, and the stopped one its end. Over HTTP, on a whole box with
 * one slot and a generated model of 100 million parameters; then on the engine alone, how soon it
 * says the first token to who comes next.
 */
import type { EngineHost } from "../../appliance/engine/index.ts";
import { plainItem } from "../../appliance/knowledge/fixtures/moot.ts";
import { kinds } from "../../mesh/kinds/index.ts";

import { startBox } from "../support/box.ts";
import { deployModel } from "../support/decide.ts";
import { startEngine } from "../support/engines.ts";
import { modelFiles } from "../support/gguf/models.ts";
import { foundedBox, type TestMember } from "../support/member.ts";
import { figuresOf } from "../support/timing.ts";
import type { BenchLine } from "./run.ts";

const rounds = 20;
/** Compiled code is not what is measured. */
const warmRounds = 2;
const freeMsMax = 50;
/** Into the reading of a prompt that takes seconds. */
const readingMs = 400;

export default async function bench(): Promise<BenchLine[]> {
  return [await overHttp(), await onEngine()];
}

async function overHttp(): Promise<BenchLine> {
  const config = "assistant:\n  slots: 1\n  contextTokens: 8192\n  threads: 1\n";
  const box = await startBox({ config });
  const { founder } = await foundedBox(box);
  const { models } = box.box;
  const { sha256 } = await models.library.add(modelFiles.load().path, {});
  await deployModel(founder, sha256, { name: "Load" });
  while (models.status().answer?.state.is !== "ready") await Bun.sleep(20);
  const body = "The old bridge carries one car at a time, and is closed above 2.8 metres. ".repeat(
    15,
  );
  await founder.speak(kinds.item, { ...plainItem, title: "The old bridge", body });
  const [freed, ended]: [number[], number[]] = [[], []];
  let first = ask(founder);
  await first.heard("writing");
  for (let round = 0; round < warmRounds + rounds; round++) {
    const next = ask(founder);
    await next.heard("queued");
    await Bun.sleep(readingMs);
    const fromMs = performance.now();
    const [, freeMs, endMs] = await Promise.all([
      founder.post(`/api/ask/${first.id}/stop`, {}),
      next.heard("writing"),
      first.heard("done"),
    ]);
    first = next;
    if (round < warmRounds) continue;
    freed.push(freeMs - fromMs);
    ended.push(endMs - fromMs);
  }
  await founder.post(`/api/ask/${first.id}/stop`, {});
  await box.close();
  const { p50, p99 } = figuresOf(freed);
  return {
    bench: "assistant-stop",
    figure: "from Stop during reading to the next one having the slot, over HTTP",
    unit: "ms",
    p50_ms: p50,
    p99_ms: p99,
    against: `${freeMsMax} ms`,
    ratio: Math.round((p99 / freeMsMax) * 100) / 100,
    stopped_ended_p50_ms: figuresOf(ended).p50,
    stopped_ended_p99_ms: figuresOf(ended).p99,
    rounds,
  };
}

async function onEngine(): Promise<BenchLine> {
  const host = await startEngine(modelFiles.load(), { slots: 1, contextTokens: 4_096 });
  const idle: number[] = [];
  const behind: number[] = [];
  for (let round = 0; round < rounds; round++) {
    idle.push(await firstTokenMs(host, `idle ${round}`));
    const stop = new AbortController();
    const long = drain(host, `${round} ${"a ".repeat(1_500)}`, stop.signal);
    await Bun.sleep(readingMs);
    stop.abort(new Error("enough"));
    behind.push(await firstTokenMs(host, `next ${round}`));
    await long;
  }
  host.close();
  const { p50, p99 } = figuresOf(behind);
  return {
    bench: "assistant-stop",
    figure: "first token of a short question behind one that was stopped while it was read",
    unit: "ms",
    p50_ms: p50,
    p99_ms: p99,
    against: "the same with nothing before it, plus the step that cannot be interrupted",
    idle_p50_ms: figuresOf(idle).p50,
    rounds,
  };
}

async function firstTokenMs(host: EngineHost, content: string): Promise<number> {
  const fromMs = performance.now();
  const messages = [{ role: "user", content }] as const;
  for await (const _ of host.generate({ messages, maxTokens: 1 }, new AbortController().signal)) {
    return performance.now() - fromMs;
  }
  throw new Error("no token");
}

async function drain(host: EngineHost, content: string, signal: AbortSignal): Promise<void> {
  const messages = [{ role: "user", content }] as const;
  try {
    for await (const _ of host.generate({ messages, maxTokens: 1 }, signal));
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Asks, and notes when each kind of event was heard first. */
function ask(member: TestMember) {
  const id = crypto.randomUUID().replaceAll("-", "");
  const times = new Map<string, PromiseWithResolvers<number>>();
  const timeOf = (type: string) => {
    const known = times.get(type) ?? Promise.withResolvers<number>();
    times.set(type, known);
    return known;
  };
  void (async () => {
    const question = "When is the old bridge closed?";
    const { body } = await member.post("/api/ask", { id, question });
    let text = "";
    for await (const bytes of body ?? []) {
      text += new TextDecoder().decode(bytes);
      for (const [, type] of text.matchAll(/^data: \{"type":"(\w+)"/gm)) {
        timeOf(type as string).resolve(performance.now());
      }
    }
  })();
  return { id, heard: (type: string) => timeOf(type).promise };
}
