/** Where search runs: beside the server while the index is small, in a thread once it is not. */
import type { Database } from "bun:sqlite";
import type { Worker } from "node:worker_threads";
import { FolkmootError, type OpId } from "../../../mesh/op/index.ts";
import type { Clock } from "../../clock.ts";
import { CalledThread } from "../called-thread.ts";
import { FewAtOnce } from "./few-at-once.ts";
import type { FoundPassage } from "./hit.ts";
import { IndexReader } from "./index-reader.ts";
import { indexMayHaveChanged, keepIndexState } from "./index-state.ts";
import { answerCall, type Call, type CallName, type Calls } from "./search-call.ts";

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
  /** Hears of each thread that is started. */
  readonly onThread?: (thread: Worker) => void;
}

export class Searcher {
  readonly #options: SearcherOptions;
  readonly #beside: IndexReader;
  readonly #few = new FewAtOnce();
  readonly #thread: CalledThread;
  #forgetting: NodeJS.Immediate | null = null;
  /** Looked up once in a turn of the event loop: a question asks it several times. */
  #isLargeNow: boolean | null = null;
  #calls = 0;
  #closed = false;

  constructor(options: SearcherOptions) {
    this.#options = options;
    keepIndexState(options.db);
    this.#beside = new IndexReader(options.db, () => options.clock.monotonicMs());
    this.#thread = new CalledThread({
      program: new URL("./search-thread.ts", import.meta.url),
      open: options.path,
      failure: (failed) => unavailable(failed === "stopped" ? "search-stopped" : "search-failed"),
      onStart: options.onThread,
    });
    // A large index is opened before the first question asks for it.
    if (this.#isLarge()) this.#thread.open();
  }

  /** For questions by id, which cost next to nothing. */
  get reader(): IndexReader {
    return this.#beside;
  }

  /** @throws FolkmootError "search-busy", "search-stopped" or "search-failed" (503) */
  async ask<Name extends CallName>(
    name: Name,
    ...ask: Calls[Name]["ask"]
  ): Promise<Calls[Name]["answer"]> {
    this.#calls += 1;
    const call = { id: this.#calls, name, ask } as unknown as Call;
    if (!this.#isLarge()) return this.#askBeside(call) as Calls[Name]["answer"];
    if (this.#few.waiting >= waitingMax) throw unavailable("search-busy");
    const answer = this.#few.run(() => this.#thread.ask(name, ask));
    return answer as Promise<Calls[Name]["answer"]>;
  }

  /** Every passage for these audiences, where there are so few; null otherwise. */
  everyPassage(audiences: readonly string[]): readonly FoundPassage[] | null {
    return this.#isLarge() ? null : this.#beside.everyPassage(audiences);
  }

  /** What words are counted by, the same object until counts change; null where a thread counts. */
  lexicon(audiences: readonly string[]): object | null {
    if (this.#isLarge()) return null;
    this.#refreshBeside();
    return this.#beside.lexicon(audiences);
  }

  /** A passage as it stands; of small indexes without what has replaced it. */
  passage(audiences: readonly string[], version: OpId, part: number): FoundPassage | null {
    return this.#isLarge()
      ? this.#beside.passage(audiences, version, part)
      : this.#beside.keptPassage(audiences, version, part);
  }

  /** Something was written: what was erased is forgotten, and vocabularies are read again. */
  notice(): void {
    indexMayHaveChanged(this.#options.db);
    this.#isLargeNow = null;
    this.#forgetting ??= setImmediate(() => {
      this.#forgetting = null;
      if (!this.#closed) this.#beside.forgetErased();
    });
    this.#thread.tell({ look: true });
  }

  close(): Promise<void> {
    this.#closed = true;
    return this.#thread.close();
  }

  #askBeside(call: Call): unknown {
    this.#refreshBeside();
    const reply = answerCall(this.#beside, call);
    if ("failed" in reply) throw unavailable("search-failed");
    return reply.answer;
  }

  #refreshBeside(): void {
    if (!this.#beside.isStale()) return;
    for (const _ of this.#beside.refresh()) {
      // A small index is read in a few milliseconds.
    }
  }

  #isLarge(): boolean {
    if (this.#isLargeNow !== null) return this.#isLargeNow;
    const { db, besidePassagesMax: max = besidePassagesMax } = this.#options;
    const row = db
      .query<{ last: number | null }, []>("SELECT max(id) AS last FROM knowledge_passage")
      .get();
    this.#isLargeNow = (row?.last ?? 0) > max;
    return this.#isLargeNow;
  }
}

const reasons = {
  "search-busy": ["Very many search at this moment.", "Try again in a moment."],
  "search-failed": ["Search is not available at this moment.", "Try again in a moment."],
  "search-stopped": [
    "Search stopped in the middle of this, twice.",
    "Try other words. If it stays, tell a steward: the box may need a restart.",
  ],
} as const;

function unavailable(code: keyof typeof reasons): FolkmootError {
  const [message, hint] = reasons[code];
  return new FolkmootError(code, message, { hint, status: 503 });
}
