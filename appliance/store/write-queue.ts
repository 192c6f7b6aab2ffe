/**
 * The one way into the database. Jobs that wait together share one COMMIT, and so one fsync: at
 * full durability that is 40 times what a commit per request gives. A promise resolves only after
 * its COMMIT returned.
 */
import type { Database } from "bun:sqlite";
import { FolkmootError } from "../../mesh/op/index.ts";
import type { KeyStore } from "./key-store.ts";
import { diskFull, isDiskFull, type Reserve } from "./reserve.ts";

/** Beyond this a request is told to come again: a queue that never ends only moves the timeout. */
export const queuedJobsMax = 4_096;
/** One lane (one device, one carrier) may not fill the queue for the others. */
export const queuedJobsPerLaneMax = 512;
/**
 * A commit takes no more jobs once it has worked this long, because the event loop has other things
 * to do; on a slow disk longer, or most of the time would go into waiting for it.
 */
const workMsMin = 20;
const workMsMax = 40;
const workPerCommit = 2;

/** How a job runs: `careful` inside a savepoint; otherwise it may throw `Undo`. */
export type Run<T> = (careful: boolean) => T;

/** Thrown by a job that has written what must not stay, and has no savepoint of its own. */
export class Undo extends Error {}

export interface Turn {
  /** Jobs of one lane come one after the other, lanes take turns. */
  readonly lane: string;
  /** May use the reserve when the disk is full. */
  readonly urgent: boolean;
  /**
   * Running it twice does no harm but to the tables, so it is tried without a savepoint first: a
   * savepoint makes full-text indexes write out what they gathered, for each job again.
   */
  readonly repeatable: boolean;
}

interface Job extends Omit<Turn, "lane"> {
  readonly run: Run<unknown>;
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: unknown) => void;
}

/** A commit waits this long at most, while each turn of the event loop still brings more for it. */
const gatherMsMax = 20;

interface Done {
  readonly settle: () => void;
}

export interface QueueParts {
  readonly db: Database;
  readonly keys: KeyStore;
  readonly reserve: Reserve;
  readonly monotonicMs: () => number;
  /** After COMMIT, before anybody is told. May not throw. */
  readonly committed: () => void;
  /** After a transaction that did not happen: what was remembered of it is wrong. */
  readonly rolledBack: () => void;
}

export class WriteQueue {
  readonly #parts: QueueParts;
  readonly #lanes = new Map<string, Job[]>();
  #queued = 0;
  #scheduled = false;
  #arrivals = 0;
  /** How long the last commit took, and whether several shared it. */
  #commitMs = 0;
  #exclusive: Promise<unknown> | null = null;
  #closed = false;

  constructor(parts: QueueParts) {
    this.#parts = parts;
  }

  get queued(): number {
    return this.#queued;
  }

  /** Rejects with what `run` throws, `busy`, `disk-full`, `unknown-outcome` or `closed`. */
  add<T>(run: Run<T>, { lane, ...turn }: Turn): Promise<T> {
    if (this.#closed) return Promise.reject(closed());
    const jobs = this.#lanes.get(lane) ?? [];
    if (this.#queued >= queuedJobsMax || jobs.length >= queuedJobsPerLaneMax) {
      return Promise.reject(busy());
    }
    return new Promise<T>((resolve, reject) => {
      jobs.push({ ...turn, run, resolve: resolve as (value: unknown) => void, reject });
      this.#lanes.set(lane, jobs);
      this.#queued += 1;
      this.#arrivals += 1;
      this.#schedule();
    });
  }

  /** Runs alone, in a transaction of its own that may last over several turns of the event loop. */
  async exclusive<T>(work: () => Promise<T>): Promise<T> {
    while (this.#exclusive !== null) await this.#exclusive.catch(() => {});
    const running = this.#runExclusive(work);
    this.#exclusive = running;
    try {
      return await running;
    } finally {
      this.#exclusive = null;
      this.#schedule();
    }
  }

  /** Finishes what is queued, then takes nothing more. */
  async close(): Promise<void> {
    this.#closed = true;
    while (this.#exclusive !== null) await this.#exclusive.catch(() => {});
    while (this.#queued > 0) this.#flush();
  }

  async #runExclusive<T>(work: () => Promise<T>): Promise<T> {
    const { db } = this.#parts;
    db.run("BEGIN IMMEDIATE");
    try {
      const value = await work();
      this.#commit();
      return value;
    } catch (error) {
      this.#rollBack();
      throw isDiskFull(error) ? diskFull(error) : error;
    }
  }

  /** Says that somebody is about to add a job. */
  announce(): void {
    this.#arrivals += 1;
  }

  /**
   * Requests that are there already are read before the commit: the more share it, the less each
   * costs. Waiting any longer, for those on their way, was tried: all then stood in one line, first
   * for the processor and then for the disk.
   */
  #schedule(): void {
    if (this.#scheduled || this.#queued === 0 || this.#exclusive !== null) return;
    this.#scheduled = true;
    const until = this.#parts.monotonicMs() + gatherMsMax;
    let before = -1;
    const turn = () => {
      const isCalm = this.#arrivals === before || this.#parts.monotonicMs() >= until;
      before = this.#arrivals;
      if (!isCalm) {
        setImmediate(turn);
        return;
      }
      this.#scheduled = false;
      if (this.#exclusive === null) this.#flush();
      this.#schedule();
    };
    setImmediate(turn);
  }

  /** One COMMIT for as many jobs as fit. */
  #flush(): void {
    const ordinary = this.#parts.reserve.present();
    const workMs = Math.min(Math.max(workMsMin, workPerCommit * this.#commitMs), workMsMax);
    const until = this.#parts.monotonicMs() + workMs;
    const jobs: Job[] = [];
    const next = () => {
      while (this.#parts.monotonicMs() < until) {
        const job = this.#take();
        if (job === null) return null;
        if (ordinary || job.urgent) {
          jobs.push(job);
          return job;
        }
        job.reject(diskFull());
      }
      return null;
    };
    const first = next();
    if (first === null) return;
    try {
      this.#transact(first, next);
    } catch (error) {
      this.#failed(jobs, error);
    }
  }

  /** Throws, with everything rolled back, only when the transaction as a whole failed. */
  #transact(first: Job, next: () => Job | null): void {
    const begun: Job[] = [];
    const following = () => {
      const job = begun.length === 0 ? first : next();
      if (job !== null) begun.push(job);
      return job;
    };
    try {
      this.#attempt(following, false);
    } catch (error) {
      this.#rollBack();
      if (!(error instanceof Undo)) throw error;
      this.#transactCarefully(begun);
    }
  }

  #transactCarefully(jobs: readonly Job[]): void {
    const rest = [...jobs];
    try {
      this.#attempt(() => rest.shift() ?? null, true);
    } catch (error) {
      this.#rollBack();
      throw error;
    }
  }

  #attempt(next: () => Job | null, careful: boolean): void {
    const { db } = this.#parts;
    const done: Done[] = [];
    let savepoints = careful;
    db.query("BEGIN IMMEDIATE").run();
    for (let job = next(); job !== null; job = next()) {
      // From the first job on that may not run twice, nothing may ask for all to be run again.
      savepoints ||= !job.repeatable;
      done.push(savepoints ? this.#runJob(job) : settled(job, job.run(false)));
    }
    const startMs = this.#parts.monotonicMs();
    this.#commit();
    this.#commitMs = this.#parts.monotonicMs() - startMs;
    for (const { settle } of done) settle();
  }

  /** A job that throws is rolled back alone, unless SQLite gave up the whole transaction. */
  #runJob(job: Job): Done {
    const { db, keys } = this.#parts;
    const mark = keys.mark();
    db.query("SAVEPOINT job").run();
    try {
      const value = job.run(true);
      db.query("RELEASE job").run();
      return settled(job, value);
    } catch (error) {
      if (!db.inTransaction || isDiskFull(error)) throw error;
      db.query("ROLLBACK TO job").run();
      db.query("RELEASE job").run();
      keys.rollBackTo(mark);
      this.#parts.rolledBack();
      return { settle: () => job.reject(error) };
    }
  }

  #commit(): void {
    const { db, keys } = this.#parts;
    keys.commitBefore();
    db.query("COMMIT").run();
    this.#parts.committed();
  }

  #rollBack(): void {
    const { db, keys } = this.#parts;
    if (db.inTransaction) db.run("ROLLBACK");
    keys.forget();
    this.#parts.rolledBack();
  }

  /** Without space, what is urgent is tried again in the room that the reserve gives up. */
  #failed(jobs: readonly Job[], error: unknown): void {
    const full = isDiskFull(error);
    const urgent = full ? jobs.filter((job) => job.urgent) : [];
    const again = urgent.length > 0 && this.#parts.reserve.spend();
    for (const job of jobs) {
      if (!again || !job.urgent) job.reject(full ? diskFull(error) : unknownOutcome(error));
    }
    const [first, ...rest] = urgent;
    if (!again || first === undefined) return;
    try {
      this.#transact(first, () => rest.shift() ?? null);
    } catch (once) {
      this.#failed(urgent, once);
    }
  }

  /** The oldest job of the lane whose turn it is. */
  #take(): Job | null {
    for (const [lane, jobs] of this.#lanes) {
      const job = jobs.shift();
      // Back of the row: the next turn is another lane's.
      this.#lanes.delete(lane);
      if (jobs.length > 0) this.#lanes.set(lane, jobs);
      if (job === undefined) continue;
      this.#queued -= 1;
      return job;
    }
    return null;
  }
}

/** SQLite may report an error for a transaction that is there after a restart (seen with FULL). */
function unknownOutcome(cause: unknown): FolkmootError {
  return new FolkmootError("unknown-outcome", "The box could not confirm that this is stored.", {
    status: 503,
    hint: "Send it again: what is stored already is recognised.",
    cause,
  });
}

function settled(job: Job, value: unknown): Done {
  return { settle: () => job.resolve(value) };
}

function busy(): FolkmootError {
  return new FolkmootError("busy", "The box has too much to do right now.", {
    status: 503,
    hint: "Send it again in a few seconds.",
  });
}

function closed(): FolkmootError {
  return new FolkmootError("closed", "The box is shutting down.", { status: 503 });
}
