/**
 * A thread that answers calls: started when it is first asked, and again when it has died. A call
 * that it died at is made once more by the next thread, before whoever waits hears of it.
 */
import { Worker } from "node:worker_threads";
import type { FolkmootError } from "../../mesh/op/index.ts";

/** What a thread says: first whether it could open what it works on, then an answer to each call. */
export type FromThread =
  | { readonly opened: boolean }
  | { readonly id: number; readonly answer: unknown }
  /** SQLite's code, or the kind of error: a message could quote somebody. */
  | { readonly id: number; readonly failed: string };

export interface CalledThreadOptions {
  readonly program: URL;
  /** Sent to it first. */
  readonly open: unknown;
  /** What a call is rejected with: by what the thread says, or `stopped`, `unopened`, `closed`. */
  readonly failure: (failed: string) => FolkmootError;
  /** Hears of each thread that is started. */
  readonly onStart?: ((thread: Worker) => void) | undefined;
}

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/** The thread ended before it had answered, or before it had even opened what it works on. */
class Stopped extends Error {
  readonly wasOpen: boolean;

  constructor(wasOpen: boolean) {
    super("the thread ended");
    this.wasOpen = wasOpen;
  }
}

const triesMax = 2;

export class CalledThread {
  readonly #options: CalledThreadOptions;
  readonly #waiting = new Map<number, Waiting>();
  #thread: Promise<Worker> | null = null;
  #calls = 0;
  #isClosed = false;

  constructor(options: CalledThreadOptions) {
    this.#options = options;
  }

  /** Starts it unless it runs: for whoever will ask soon. */
  open(): void {
    if (!this.#isClosed) this.#thread ??= this.#start();
  }

  async ask(name: string, ask: readonly unknown[]): Promise<unknown> {
    const { failure } = this.#options;
    for (let tries = 1; ; tries += 1) {
      if (this.#isClosed) throw failure("closed");
      try {
        return await this.#askOnce(name, ask);
      } catch (error) {
        if (!(error instanceof Stopped)) throw error;
        if (tries === triesMax) throw failure(error.wasOpen ? "stopped" : "unopened");
      }
    }
  }

  /** Says something that nothing is answered to; not to a thread that does not run. */
  tell(message: unknown): void {
    this.#thread?.then((thread) => thread.postMessage(message)).catch(() => {});
  }

  /** `last`: a call to be answered before it is ended. It can be asked again afterwards. */
  async end(last: string | null): Promise<void> {
    const ending = this.#thread;
    const thread = await ending?.catch(() => null);
    if (thread && last !== null) await this.#askOnce(last, []).catch(() => null);
    if (this.#thread === ending) this.#thread = null;
    await thread?.terminate();
    this.#rejectAll(() => this.#options.failure("closed"));
  }

  close(): Promise<void> {
    this.#isClosed = true;
    return this.end(null);
  }

  async #askOnce(name: string, ask: readonly unknown[]): Promise<unknown> {
    this.#thread ??= this.#start();
    const thread = await this.#thread;
    this.#calls += 1;
    const id = this.#calls;
    const answered = Promise.withResolvers<unknown>();
    this.#waiting.set(id, answered);
    thread.postMessage({ id, name, ask });
    return answered.promise;
  }

  #start(): Promise<Worker> {
    const { program, open, onStart } = this.#options;
    const opening = new Promise<Worker>((resolve, reject) => {
      const thread = new Worker(program);
      // Neither a thread at rest nor one that is busy keeps the process from ending.
      thread.unref();
      let isOpen = false;
      const end = () => {
        reject(new Stopped(isOpen));
        // Both an error and the exit after it end it; by then another may have begun.
        if (this.#thread !== opening) return;
        this.#thread = null;
        this.#rejectAll(() => new Stopped(isOpen));
      };
      thread.on("error", end);
      thread.on("exit", end);
      thread.on("message", (said: FromThread) => {
        if (!("opened" in said)) this.#settle(said);
        else if (said.opened) {
          isOpen = true;
          resolve(thread);
        } else void thread.terminate();
      });
      thread.postMessage({ open });
      onStart?.(thread);
    });
    // Whoever asks hears of it; a thread that was opened ahead has nobody who waits for it.
    opening.catch(() => {});
    return opening;
  }

  #settle(said: Exclude<FromThread, { opened: boolean }>): void {
    const waiting = this.#waiting.get(said.id);
    this.#waiting.delete(said.id);
    if ("answer" in said) waiting?.resolve(said.answer);
    else waiting?.reject(this.#options.failure(said.failed));
  }

  #rejectAll(reason: () => Error): void {
    for (const { reject } of this.#waiting.values()) reject(reason());
    this.#waiting.clear();
  }
}
