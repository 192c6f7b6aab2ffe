/**
 * When the log is replayed because of what somebody signed: forks, or bodies that came later than
 * their headers. All that come together are one replay, and whoever makes them necessary again and
 * again waits for the next one longer each time. What is void is marked in the log at once; only
 * the tables catch up later, and what they still show is the offender's own.
 */

import type { StoreOptions } from "./contract.ts";

interface Pace {
  /** So many replays come without waiting for more than the pause. */
  readonly promptMax: number;
  /** Before the one after those; then twice as long each time. */
  readonly waitMsFirst: number;
  readonly waitMsMax: number;
  /** After this long without any, counting begins anew. */
  readonly quietMs: number;
}

const minute = 60_000;
const hour = 60 * minute;
const ofOne: Pace = {
  promptMax: 3,
  waitMsFirst: 10 * minute,
  waitMsMax: 6 * hour,
  quietMs: 24 * hour,
};
/** A crowd that takes turns, each below what one may do. */
const ofAll: Pace = {
  promptMax: 12,
  waitMsFirst: minute,
  waitMsMax: 30 * minute,
  quietMs: hour,
};

/** Between two replays, whoever wants them. */
const pauseMsMin = 10_000;
/** All of them together may cost the box a tenth of its time. */
const pausePerWork = 10;

interface Past {
  count: number;
  lastMs: number;
}

export interface RebuildParts {
  readonly rebuild: () => Promise<void>;
  readonly monotonicMs: () => number;
  readonly later: NonNullable<StoreOptions["later"]>;
}

export class Rebuilds {
  readonly #parts: RebuildParts;
  /** By offender: the replays they have caused. */
  readonly #caused = new Map<string, Past>();
  #all: Past | null = null;
  /** Who wants the next one, and from when on. */
  readonly #wanted = new Map<string, number>();
  #timer: { readonly atMs: number; readonly end: () => void } | null = null;
  #notBeforeMs = Number.NEGATIVE_INFINITY;
  #closed = false;

  constructor(parts: RebuildParts) {
    this.#parts = parts;
  }

  /** `offender`: whoever signed what makes it necessary. */
  want(offender: string): void {
    if (this.#closed) return;
    const nowMs = this.#parts.monotonicMs();
    const fromMs = Math.max(
      nowMs,
      this.#notBeforeMs,
      nextMs(this.#all, ofAll),
      nextMs(this.#caused.get(offender) ?? null, ofOne),
    );
    this.#wanted.set(offender, Math.min(fromMs, this.#wanted.get(offender) ?? fromMs));
    if (this.#timer !== null && this.#timer.atMs <= fromMs) return;
    this.#timer?.end();
    const end = this.#parts.later(fromMs - nowMs, () => this.#run());
    this.#timer = { atMs: fromMs, end };
  }

  get isWanted(): boolean {
    return this.#wanted.size > 0;
  }

  /** After a replay that somebody else asked for: nothing is left to do. */
  done(): void {
    this.#timer?.end();
    this.#timer = null;
    this.#wanted.clear();
  }

  close(): void {
    this.#closed = true;
    this.done();
  }

  async #run(): Promise<void> {
    const startMs = this.#parts.monotonicMs();
    const causes = [...this.#wanted].filter(([, fromMs]) => fromMs <= startMs);
    this.#timer = null;
    await this.#parts.rebuild().catch(() => {});
    const endMs = this.#parts.monotonicMs();
    this.#notBeforeMs = endMs + Math.max(pauseMsMin, pausePerWork * (endMs - startMs));
    this.#all = again(this.#all, ofAll, endMs);
    for (const [offender, past] of this.#caused) {
      if (endMs - past.lastMs > ofOne.quietMs) this.#caused.delete(offender);
    }
    for (const [offender] of causes) {
      this.#caused.set(offender, again(this.#caused.get(offender) ?? null, ofOne, endMs));
    }
    // A replay that worked has left nobody; one that failed is tried again, at the latest at start.
    for (const offender of [...this.#wanted.keys()]) this.want(offender);
  }
}

function again(past: Past | null, { quietMs }: Pace, nowMs: number): Past {
  const isOver = past === null || nowMs - past.lastMs > quietMs;
  return { count: isOver ? 1 : past.count + 1, lastMs: nowMs };
}

function nextMs(past: Past | null, { promptMax, waitMsFirst, waitMsMax }: Pace): number {
  if (past === null || past.count < promptMax) return Number.NEGATIVE_INFINITY;
  return past.lastMs + Math.min(waitMsFirst * 2 ** (past.count - promptMax), waitMsMax);
}
