/** Where search runs: beside the server while the index is small, in a thread once it is not. */
import type { Database } from "bun:sqlite";
import { Worker } from "node:worker_threads";
import { FolkmootError, type OpId } from "../../../mesh/op/index.ts";
import type { Clock } from "../../clock.ts";
import { FewAtOnce } from "./few-at-once.ts";
import type { FoundPassage } from "./hit.ts";
import { IndexReader } from "./index-reader.ts";
import { answerCall, type Call, type CallName, type Calls, type Reply } from "./search-call.ts";

/**
 * A question to this many passages takes a few milliseconds, and so does reading their vocabulary
 * after each write. Beyond, a thread is worth the memory it takes (some 30 MB).
 */
const besidePassagesMax = 2_000;
/** More than this many calls waiting: say so, rather than answer after a minute. */
const waitingMax = 1_500;

export interface SearcherOptions {
  /** A connection for reads. */
  readonly db: Database;
  /** The database's file, for the thread's own connection. */
  readonly path: string;
  readonly clock: Clock;
  readonly besidePassagesMax?: number;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: FolkmootError): void;
}

export class Searcher {
  readonly #options: SearcherOptions;
  readonly #beside: IndexReader;
  readonly #few = new FewAtOnce();
  readonly #waiting = new Map<number, Waiting>();
  #thread: Promise<Worker> | null = null;
  #forgetting: NodeJS.Immediate | null = null;
  /** Looked up once in a turn of the event loop: a question asks it several times. */
  #isLargeNow: boolean | null = null;
  #calls = 0;
  #closed = false;

  constructor(options: SearcherOptions) {
    this.#options = options;
    this.#beside = new IndexReader(options.db, () => options.clock.monotonicMs());
    // A large index is opened before the first question asks for it.
    if (this.#isLarge()) this.#open();
  }

  /** For questions by id, which cost next to nothing. */
  get reader(): IndexReader {
    return this.#beside;
  }

  /** @throws FolkmootError "search-busy" or "search-failed" (503) */
  async ask<Name extends CallName>(
    name: Name,
    ...ask: Calls[Name]["ask"]
  ): Promise<Calls[Name]["answer"]> {
    this.#calls += 1;
    const call = { id: this.#calls, name, ask } as unknown as Call;
    if (!this.#isLarge()) return this.#askBeside(call) as Calls[Name]["answer"];
    if (this.#few.waiting >= waitingMax) throw unavailable("search-busy");
    return this.#few.run(() => this.#askThread(call)) as Promise<Calls[Name]["answer"]>;
  }

  async #askThread(call: Call): Promise<unknown> {
    const thread = await this.#open();
    return new Promise((resolve, reject) => {
      this.#waiting.set(call.id, { resolve, reject });
      thread.postMessage(call);
    });
  }

  /** Every passage for these audiences, where there are so few; null otherwise. */
  everyPassage(audiences: readonly string[]): readonly FoundPassage[] | null {
    return this.#isLarge() ? null : this.#beside.everyPassage(audiences);
  }

  /** A passage as it stands; of small indexes without what has replaced it. */
  passage(audiences: readonly string[], version: OpId, part: number): FoundPassage | null {
    return this.#isLarge()
      ? this.#beside.passage(audiences, version, part)
      : this.#beside.keptPassage(audiences, version, part);
  }

  /** Something was written: what was erased is forgotten, and vocabularies are read again. */
  notice(): void {
    this.#forgetting ??= setImmediate(() => {
      this.#forgetting = null;
      if (!this.#closed) this.#beside.forgetErased();
    });
    this.#thread?.then((thread) => thread.postMessage({ look: true })).catch(() => {});
  }

  async close(): Promise<void> {
    this.#closed = true;
    const thread = await this.#thread?.catch(() => null);
    await thread?.terminate();
    this.#failAll();
  }

  #askBeside(call: Call): unknown {
    if (this.#beside.isStale()) {
      for (const _ of this.#beside.refresh()) {
        // A small index is read in a few milliseconds.
      }
    }
    const reply = answerCall(this.#beside, call);
    if ("failed" in reply) throw unavailable("search-failed");
    return reply.answer;
  }

  #isLarge(): boolean {
    if (this.#isLargeNow !== null) return this.#isLargeNow;
    const { db, besidePassagesMax: max = besidePassagesMax } = this.#options;
    const row = db
      .query<{ last: number | null }, []>("SELECT max(id) AS last FROM knowledge_passage")
      .get();
    this.#isLargeNow = (row?.last ?? 0) > max;
    setImmediate(() => {
      this.#isLargeNow = null;
    });
    return this.#isLargeNow;
  }

  #open(): Promise<Worker> {
    if (this.#closed) return Promise.reject(unavailable("search-failed"));
    this.#thread ??= this.#start();
    return this.#thread;
  }

  #start(): Promise<Worker> {
    const opening = new Promise<Worker>((resolve, reject) => {
      const thread = new Worker(new URL("./search-thread.ts", import.meta.url));
      // Neither a thread at rest nor one that is busy keeps the process from ending.
      thread.unref();
      const end = () => {
        reject(unavailable("search-failed"));
        // Both an error and the exit after it end it; by then another may have begun.
        if (this.#thread !== opening) return;
        this.#thread = null;
        this.#failAll();
      };
      thread.on("error", end);
      thread.on("exit", end);
      thread.on("message", (reply: { opened: true } | Reply) => {
        if ("opened" in reply) resolve(thread);
        else this.#settle(reply);
      });
      thread.postMessage({ open: this.#options.path });
    });
    // Whoever asks hears of it; a thread that was opened ahead has nobody who waits for it.
    opening.catch(() => {});
    return opening;
  }

  #settle(reply: Reply): void {
    const waiting = this.#waiting.get(reply.id);
    this.#waiting.delete(reply.id);
    if ("failed" in reply) waiting?.reject(unavailable("search-failed"));
    else waiting?.resolve(reply.answer);
  }

  #failAll(): void {
    for (const { reject } of this.#waiting.values()) reject(unavailable("search-failed"));
    this.#waiting.clear();
  }
}

function unavailable(code: "search-busy" | "search-failed"): FolkmootError {
  return new FolkmootError(code, "Search is not available at this moment.", {
    hint: "Try again in a moment.",
    status: 503,
  });
}
