/** The work in the background: passages without a vector, a few at a time, until there are none. */
import { FolkmootError } from "../../../mesh/op/index.ts";
import type { Embedder, VectorStatus } from "./embedder.ts";
import { trustFrom } from "./self-test.ts";
import type { Progress, Unembedded } from "./vector-index.ts";
import type { AskVectors } from "./vectors.ts";

/** Few enough that a question does not wait long for its own vector (50 ms a passage at most). */
const passagesPerBatch = 8;
/** A passage that the model fails at by itself this often goes without a vector. */
const triesMax = 3;
const retryMsMin = 250;

export class Embedding {
  readonly embedder: Embedder;
  readonly #ask: AskVectors;
  readonly #retryMsMax: number;
  readonly #stopping = new AbortController();
  readonly #running: Promise<void>;
  #state: VectorStatus["state"] = "embedding";
  #progress: Progress = { done: 0, total: 0, trust: null };
  /** Nothing is believed before the first test; a later one leaves the former result in force. */
  #trust = 0;
  #wake: () => void = () => {};
  #hasNews = true;
  #retryMs = retryMsMin;

  constructor(embedder: Embedder, ask: AskVectors, retryMsMax: number) {
    this.embedder = embedder;
    this.#ask = async (...call) => {
      // Or it would open the thread again that is being closed.
      this.#stopping.signal.throwIfAborted();
      return ask(...call);
    };
    this.#retryMsMax = retryMsMax;
    this.#running = this.#run();
  }

  notice(): void {
    this.#hasNews = true;
    this.#wake();
  }

  status(): VectorStatus {
    const { done, total } = this.#progress;
    const model = this.embedder.modelSha;
    return { state: this.#state, model, trust: this.#trust, done, total };
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error("no longer wanted"));
    this.notice();
    await this.#running;
  }

  async #run(): Promise<void> {
    while (!this.#stopping.signal.aborted) {
      try {
        await this.#ask("begin", this.embedder.modelSha, this.embedder.dims);
        await this.#embedAll();
      } catch (error) {
        // From the start again: what has a vector is passed over.
        await this.#rest(stateAfter(error));
      }
    }
  }

  /** Returns only when it is stopped. */
  async #embedAll(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      this.#hasNews = false;
      this.#progress = await this.#ask("progress");
      if (this.#progress.trust === null) {
        await this.#test();
        continue;
      }
      this.#trust = this.#progress.trust;
      const batch = await this.#ask("next", passagesPerBatch);
      if (batch.length > 0) {
        this.#state = "embedding";
        await this.#embed(batch);
        this.#retryMs = retryMsMin;
      } else if (!this.#hasNews) {
        this.#state = "ready";
        await new Promise<void>((go) => {
          this.#wake = go;
        });
      }
    }
  }

  /** Before anything else: it says whether the vectors will order anything. */
  async #test(): Promise<void> {
    const pairs = await this.#ask("titles");
    const titles = await this.#inBatches(
      pairs.map(({ title }) => title),
      "question",
    );
    const texts = await this.#inBatches(
      pairs.map(({ text }) => text),
      "passage",
    );
    await this.#ask("trust", trustFrom(titles, texts));
  }

  async #inBatches(texts: readonly string[], as: "question" | "passage") {
    const vectors: Float32Array[] = [];
    for (let from = 0; from < texts.length; from += passagesPerBatch) {
      const batch = texts.slice(from, from + passagesPerBatch);
      vectors.push(...(await this.embedder.embed(batch, as, this.#stopping.signal)));
    }
    return vectors;
  }

  async #embed(batch: readonly Unembedded[]): Promise<void> {
    const vectors = await this.#vectorsOf(batch);
    const rows = batch.flatMap(({ version, part, audience }, at) => {
      const vector = vectors[at];
      return vector === undefined || vector === null ? [] : [{ version, part, audience, vector }];
    });
    await this.#ask("add", rows);
  }

  /** One text that breaks the model must not keep the others from being found. */
  async #vectorsOf(batch: readonly Unembedded[]): Promise<readonly (Float32Array | null)[]> {
    const { signal } = this.#stopping;
    const texts = batch.map(({ text }) => text);
    try {
      return await this.embedder.embed(texts, "passage", signal);
    } catch {
      const vectors: (Float32Array | null)[] = [];
      for (const text of texts) vectors.push(await this.#vectorOf(text));
      if (vectors.every((vector) => vector === null)) throw new FolkmootError("no-model", "");
      return vectors;
    }
  }

  async #vectorOf(text: string): Promise<Float32Array | null> {
    const { signal } = this.#stopping;
    for (let tries = 0; tries < triesMax && !signal.aborted; tries++) {
      try {
        const [vector] = await this.embedder.embed([text], "passage", signal);
        return vector ?? null;
      } catch {
        await Bun.sleep(retryMsMin);
      }
    }
    return null;
  }

  async #rest(state: VectorStatus["state"]): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#state = state;
    const waitMs = this.#retryMs;
    this.#retryMs = Math.min(waitMs * 2, this.#retryMsMax);
    let timer: ReturnType<typeof setTimeout> | undefined;
    await new Promise<void>((go) => {
      timer = setTimeout(go, waitMs);
      timer.unref();
      this.#stopping.signal.addEventListener("abort", () => go(), { once: true });
    });
    clearTimeout(timer);
  }
}

function stateAfter(error: unknown): VectorStatus["state"] {
  const code = error instanceof FolkmootError ? error.code : "";
  if (code === "disk-full") return "disk-full";
  return code === "vectors-failed" ? "failed" : "waiting";
}
