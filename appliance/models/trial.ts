/** Trying a model before anybody decides about it. */
import { FolkmootError } from "../../mesh/op/index.ts";
import { type Confinement, createEngineHost, type EngineHostOptions } from "../engine/index.ts";

export interface Trial {
  /** What it wrote; of a model that finds, how alike it holds the halves of the text. */
  readonly text: string;
  readonly writes: boolean;
  readonly loadMs: number;
  readonly firstTokenMs: number;
  /** From the prompt to the last token. */
  readonly tokensPerSecond: number;
  /** How the process was confined, as it found itself. */
  readonly sandbox: Confinement;
}

const tokensTried = 64;
const triedWithinMs = 120_000;
let isTrying = false;

/** One at a time: each takes the memory of a model. */
export async function tryModel(prompt: string, options: EngineHostOptions): Promise<Trial> {
  if (isTrying) {
    throw new FolkmootError("trial-running", "Another model is being tried just now.", {
      hint: "Wait a moment.",
      status: 409,
    });
  }
  isTrying = true;
  const { clock, load } = options;
  const startedMs = clock.monotonicMs();
  const host = createEngineHost(options);
  const signal = AbortSignal.timeout(triedWithinMs);
  try {
    await Promise.race([host.loaded, rejectedBy(signal)]);
    const loadedMs = clock.monotonicMs();
    let text = "";
    let tokens = 0;
    let firstMs = loadedMs;
    if (load.role === "embed") {
      text = await likeness(prompt, (texts) => host.embed(texts, signal));
      firstMs = clock.monotonicMs();
    } else {
      const messages = [{ role: "user", content: prompt }] as const;
      for await (const said of host.generate({ messages, maxTokens: tokensTried }, signal)) {
        if (said.type === "end") break;
        if (tokens === 0) firstMs = clock.monotonicMs();
        tokens += said.tokens;
        text += said.text;
      }
    }
    const tookMs = clock.monotonicMs() - loadedMs;
    return {
      text,
      writes: load.role === "answer",
      loadMs: Math.round(loadedMs - startedMs),
      firstTokenMs: Math.round(firstMs - loadedMs),
      tokensPerSecond: tookMs <= 0 ? 0 : Math.round((tokens * 10_000) / tookMs) / 10,
      sandbox: host.confinement,
    };
  } finally {
    host.close();
    isTrying = false;
  }
}

/** "0.83": the cosine between the two halves of a text. */
async function likeness(
  text: string,
  embed: (texts: string[]) => Promise<Float32Array[]>,
): Promise<string> {
  const middle = Math.floor(text.length / 2);
  const [one, other] = await embed([text.slice(0, middle), text.slice(middle)]);
  const dot = one?.reduce((sum, value, at) => sum + value * (other?.[at] ?? 0), 0) ?? 0;
  return dot.toFixed(2);
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
