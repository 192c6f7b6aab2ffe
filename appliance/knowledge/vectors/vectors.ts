/** Vectors of what a community knows: made in the background, asked with each question. */
import { existsSync } from "node:fs";
import type { Worker } from "node:worker_threads";
import { FolkmootError } from "../../../mesh/op/index.ts";
import { CalledThread } from "../called-thread.ts";
import { FewAtOnce } from "../search/few-at-once.ts";
import type { Embedder, VectorStatus } from "./embedder.ts";
import { Embedding } from "./embedding.ts";
import type { VectorCallName, VectorCalls } from "./vector-call.ts";
import type { NearPassage } from "./vector-index.ts";
import { removeVectors } from "./vector-table.ts";

/**
 * A question waits this long for its vector. When the model is busy answering others, words alone
 * find the passages: late ones would help nobody.
 */
const questionWaitMs = 400;

export interface VectorsOptions {
  /** The vectors' own file. */
  readonly path: string;
  /** The box's database. */
  readonly boxPath: string;
  /** How long to wait before trying again what did not work; a minute at most unless given. */
  readonly retryMsMax?: number;
  /** For tests: a disk that is full. */
  readonly pagesMax?: number;
  /** Hears of each thread that is started. */
  readonly onThread?: (thread: Worker) => void;
}

/** What is near to a question, the nearest first. */
export interface Near {
  /** How far the order is believed, 0 to 1 (self-test.ts). */
  readonly trust: number;
  readonly passages: readonly NearPassage[];
}
const nothingNear: Near = { trust: 0, passages: [] };

/** How the thread that keeps the vectors is asked. Rejects with `vectors-failed` or `disk-full`. */
export type AskVectors = <Name extends VectorCallName>(
  name: Name,
  ...ask: VectorCalls[Name]["ask"]
) => Promise<VectorCalls[Name]["answer"]>;

export class Vectors {
  readonly #options: VectorsOptions;
  readonly #few = new FewAtOnce();
  readonly #thread: CalledThread;
  #embedding: Embedding | null = null;
  #using: Promise<void> = Promise.resolve();

  constructor(options: VectorsOptions) {
    this.#options = options;
    const { path, boxPath, pagesMax } = options;
    this.#thread = new CalledThread({
      program: new URL("./vector-thread.ts", import.meta.url),
      open: { path, boxPath, ...(pagesMax && { pagesMax }) },
      failure: (failed) => failure(failed === "SQLITE_FULL" ? "disk-full" : "vectors-failed"),
      onStart: options.onThread,
    });
    // Whatever becomes of the model: what was erased while the box was down has to leave the file.
    if (existsSync(path)) this.#thread.open();
  }

  /**
   * Embeds with this from now on. Vectors of another model are thrown away; with null, all are:
   * nobody would tidy up after an erasure.
   */
  use(embedder: Embedder | null): Promise<void> {
    // One after the other: a model that starts says so several times.
    this.#using = this.#using.then(() => this.#use(embedder));
    return this.#using;
  }

  async #use(embedder: Embedder | null): Promise<void> {
    if (embedder !== null && embedder.modelSha === this.#embedding?.embedder.modelSha) return;
    await this.#stop();
    if (embedder === null) {
      removeVectors(this.#options.path);
      return;
    }
    this.#embedding = new Embedding(embedder, this.#ask, this.#options.retryMsMax ?? 60_000);
  }

  /** The nearest first; none without a model, or when it does not answer in time. */
  async nearest(text: string, audiences: readonly string[], limit: number): Promise<Near> {
    const embedding = this.#embedding;
    if (embedding === null || this.status().done === 0) return nothingNear;
    try {
      const signal = AbortSignal.timeout(questionWaitMs);
      const [vector] = await Promise.race([
        embedding.embedder.embed([text], "question", signal),
        rejection(signal),
      ]);
      if (vector === undefined) return nothingNear;
      const passages = await this.#few.run(async () =>
        // Not to wake the thread of a model that has gone meanwhile.
        this.#embedding === embedding ? this.#ask("nearest", vector, audiences, limit) : [],
      );
      return { trust: this.status().trust, passages };
    } catch {
      // Words find without vectors; status() says how the model is.
      return nothingNear;
    }
  }

  /** Something was written. */
  notice(): void {
    this.#embedding?.notice();
    this.#thread.tell({ look: true });
  }

  status(): VectorStatus {
    return this.#embedding?.status() ?? { state: "off", model: null, trust: 0, done: 0, total: 0 };
  }

  close(): Promise<void> {
    return this.#stop();
  }

  async #stop(): Promise<void> {
    const embedding = this.#embedding;
    this.#embedding = null;
    const stopped = embedding?.stop();
    await this.#thread.end("close");
    await stopped;
  }

  readonly #ask: AskVectors = (name, ...ask) => this.#thread.ask(name, ask) as Promise<never>;
}

function failure(code: string): FolkmootError {
  return new FolkmootError(code, "The vectors cannot be kept at this moment.", { status: 503 });
}

function rejection(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}
