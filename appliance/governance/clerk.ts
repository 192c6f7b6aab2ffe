/**
 * The box's clerk: opens what is published, closes what is due, amends what left somebody out. All
 * it does follows from the tables and the time, so that it may be stopped anywhere and go on; and
 * what it has said is in the log, so that no clock can take it back.
 */
import { kinds } from "../../mesh/kinds/index.ts";
import { type DeviceId, toOpId } from "../../mesh/op/index.ts";
import {
  closableFrom,
  type MembershipState,
  mediationEnds,
  type Opened,
  type PlannedClose,
} from "../../mesh/rules/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import type { Log } from "../log.ts";
import { idBytes, membershipOf } from "../members/index.ts";
import type { Store } from "../store/index.ts";
import type { BoxAuthor, Say } from "./box-author.ts";
import {
  isComplete,
  openedById,
  planAmendment,
  planClose,
  planSecondClose,
  sayClose,
} from "./closing.ts";
import { sayOpening } from "./opening.ts";
import { judge, proposalOf } from "./reading.ts";
import { type ThreadRow, threadColumns } from "./thread-table.ts";

const hour = 3_600;
// Deadlines come from the tables; this only bounds how long a stopped clock is waited for.
const restSecondsMax = 900;

// A power cut between a close and its amendment: no more than this came in between.
const amendedBack = 2_000;

/** What else is due at a time; told by the rooms of offices. */
export interface Duty {
  /** Says what is due now. */
  readonly run: (say: Say, now: number, rank: number) => Promise<void>;
  /** Seconds since 1970 at which something will be due; null when nothing is known. */
  readonly next: (now: number) => number | null;
}

export interface ClerkOptions {
  readonly store: Store;
  readonly author: BoxAuthor;
  readonly clock: Clock;
  readonly log: Log;
  readonly duties: readonly Duty[];
  /** Runs later, in milliseconds; returns what takes it back. */
  readonly later: (waitMs: number, run: () => void) => () => void;
}

export class Clerk {
  readonly #options: ClerkOptions;
  #device: DeviceId | null = null;
  /** Up to where in the log votes have been looked at. */
  #seen = 0;
  readonly #refused = new Map<string, number>();
  #running: Promise<void> | null = null;
  #again = false;
  #closed = false;
  #wake: (() => void) | null = null;

  constructor(options: ClerkOptions) {
    this.#options = options;
  }

  /** Looks now, and again if something arrives meanwhile. Resolves when there is nothing to do. */
  look(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    if (this.#running !== null) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#run().finally(() => {
      this.#running = null;
    });
    return this.#running;
  }

  /** Tables were computed anew: nothing has been looked at. */
  forget(): void {
    this.#seen = 0;
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake?.();
    await this.#running;
  }

  async #run(): Promise<void> {
    do {
      this.#again = false;
      await this.#round().catch((error: unknown) => this.#failed(error));
    } while (this.#again && !this.#closed);
    this.#rest();
  }

  async #round(): Promise<void> {
    const { store, author, clock, duties } = this.#options;
    const state = membershipOf(store.db);
    this.#device ??= await author.device();
    const rank = state === null ? -1 : [...state.boxes].indexOf(this.#device);
    if (state === null || rank < 0) return;
    const now = nowSeconds(clock);
    const from = this.#seen;
    this.#seen = store.position();
    await this.#openVersions(state, now, rank);
    await this.#closeDue(now, rank);
    await this.#closeComplete(from, now, rank);
    await this.#amend(from);
    for (const [number, duty] of duties.entries()) {
      await this.#try(`duty ${number}`, () => author.say((say) => duty.run(say, now, rank)));
    }
  }

  async #openVersions(state: MembershipState, now: number, rank: number): Promise<void> {
    const { store, author } = this.#options;
    const takeover = (state.settings?.governance.takeoverHours ?? 0) * hour;
    const due = unopened(store).filter(({ received }) => now >= received + rank * takeover);
    for (const { thread, version, opening, discussionEnds } of due) {
      const proposal = proposalOf(store, version);
      if (proposal === null) continue;
      const previous = opening === null ? null : { id: opening, discussionEnds };
      const toOpen = { thread, version, proposal, previous };
      await this.#try(version, () =>
        author.say(async (say) => void (await sayOpening(say, toOpen, state, now))),
      );
    }
  }

  /** Votes whose time is over, mediations that are over or resolved. */
  async #closeDue(now: number, rank: number): Promise<void> {
    const { store } = this.#options;
    for (const row of threadsWhere(store, "t.result IS NULL AND t.closes_at <= ?", now)) {
      await this.#closeFirst(row, now, rank);
    }
    for (const row of threadsWhere(store, "t.result = 'blocked' AND ? > 0", now)) {
      await this.#closeSecond(row, now, rank);
    }
  }

  async #closeFirst(row: ThreadRow, now: number, rank: number): Promise<void> {
    const opened = this.#opened(row);
    if (opened === null) return;
    const { store } = this.#options;
    const isDue = now >= closableFrom(opened.question.rules, rank);
    if (!isDue && !isComplete(opened, planClose(store, opened, now))) return;
    // Votes that were found to be void meanwhile are counted out first.
    await store.caughtUp();
    const planned = planClose(store, opened, now);
    if (isDue || (rank === 0 && isComplete(opened, planned))) await this.#say(planned, now);
  }

  async #closeSecond(row: ThreadRow, now: number, rank: number): Promise<void> {
    const { store } = this.#options;
    const opened = this.#opened(row);
    const judgement = opened && judge(store, opened.id)?.judgement;
    if (!opened || !judgement || judgement.close === null) return;
    const planned = planSecondClose(store, opened, judgement, now);
    const ends = mediationEnds(opened.question.rules, judgement.close.time, rank);
    if ((rank === 0 && planned.tally.blocks.length === 0) || now >= ends)
      await this.#say(planned, now);
  }

  /** Of the votes that came since: those where nobody is missing any more. */
  async #closeComplete(from: number, now: number, rank: number): Promise<void> {
    const { store } = this.#options;
    // Only the first one closes early: another box may be closing without what is here.
    if (rank > 0) return;
    for (const row of completeThreads(store, from)) await this.#closeFirst(row, now, rank);
  }

  async #amend(from: number): Promise<void> {
    const { store, clock } = this.#options;
    const device = this.#device;
    if (device === null) return;
    const since = Math.max(from, store.position() - amendedBack);
    for (const row of amendable(store, since, device)) {
      const opened = this.#opened(row);
      const judgement = opened && judge(store, opened.id)?.judgement;
      const planned = opened && judgement && planAmendment(store, opened, judgement);
      const isCloser = opened?.closers.includes(device);
      if (planned && isCloser) await this.#say(planned, nowSeconds(clock));
    }
  }

  #opened({ opening, mark }: ThreadRow): Opened | null {
    const opened = opening === null ? null : openedById(this.#options.store, opening);
    return mark === "withdrawn" ? null : opened;
  }

  #say(planned: PlannedClose, at: number): Promise<void> {
    const { author } = this.#options;
    const { opening, stage } = planned;
    return this.#try(`${opening} ${stage}`, () => author.say((say) => sayClose(say, planned, at)));
  }

  /** What was refused once would be refused again: it is left alone for a while. */
  async #try(what: string, act: () => Promise<void>): Promise<void> {
    const { clock, log } = this.#options;
    const nowMs = clock.monotonicMs();
    if ((this.#refused.get(what) ?? nowMs) > nowMs) return;
    try {
      await act();
    } catch (error) {
      this.#refused.set(what, nowMs + restSecondsMax * 1_000);
      log.error("clerk-refused", { error: error instanceof Error ? error.message : "unknown" });
    }
  }

  #failed(error: unknown): void {
    const { log } = this.#options;
    log.error("clerk-failed", { error: error instanceof Error ? error.name : "unknown" });
  }

  #rest(): void {
    this.#wake?.();
    if (this.#closed) return;
    this.#wake = this.#options.later(this.#restSeconds() * 1_000, () => void this.look());
  }

  /** Until something is due. Where that cannot be told, it looks again after the longest rest. */
  #restSeconds(): number {
    const { store, clock, duties } = this.#options;
    try {
      const now = nowSeconds(clock);
      const times = [nextDeadline(store, now), ...duties.map(({ next }) => next(now))];
      const next = Math.min(...times.map((time) => time ?? Number.POSITIVE_INFINITY));
      return Math.min(Math.max(next - now, 1), restSecondsMax);
    } catch (error) {
      this.#failed(error);
      return restSecondsMax;
    }
  }
}

/** Published versions that stand and that no box has opened. */
function unopened({ db }: Store) {
  return db
    .query<
      { thread: string; version: string; received: number; opening: string; ends: number | null },
      []
    >(
      `SELECT lower(hex(t.id)) AS thread, lower(hex(t.version)) AS version, v.received,
         lower(hex(t.opening)) AS opening, t.discussion_ends AS ends
       FROM governance_thread AS t JOIN governance_version AS v ON v.id = t.version
       WHERE t.published = 1 AND t.mark IS NOT 'withdrawn'
         AND (t.result IS NULL OR t.result IN ('blocked', 'contested'))
         AND NOT EXISTS (SELECT 1 FROM governance_opening AS o WHERE o.version = t.version)`,
    )
    .all()
    .map(({ thread, version, received, opening, ends }) => ({
      thread: toOpId(thread),
      version: toOpId(version),
      received,
      opening: opening === "" ? null : toOpId(opening),
      discussionEnds: ends ?? 0,
    }));
}

function threadsWhere({ db }: Store, condition: string, value: number): ThreadRow[] {
  return db
    .query<ThreadRow, [number]>(
      `SELECT ${threadColumns} FROM governance_thread AS t
       WHERE ${condition} AND t.mark IS NOT 'withdrawn'`,
    )
    .all(value);
}

/**
 * Open votes about which something was said since this place in the log, and of whose roll
 * everybody may have spoken: as many people as there are, or some for whom others speak.
 */
function completeThreads({ db }: Store, from: number): ThreadRow[] {
  return db
    .query<ThreadRow, [number, number]>(
      `SELECT ${threadColumns} FROM governance_thread AS t
       JOIN governance_opening AS o ON o.id = t.opening
       WHERE t.result IS NULL AND t.mark IS NOT 'withdrawn' AND t.version IN (
         SELECT version FROM governance_vote WHERE position > ?1
         UNION SELECT v.version FROM governance_witness AS w
           JOIN governance_vote AS v ON v.id = w.attestation WHERE w.position > ?1
         UNION SELECT version FROM governance_opening WHERE position > ?1)
       AND ((SELECT count(DISTINCT v.member) FROM governance_vote AS v
             WHERE v.version = t.version) >= length(o.roll) / 16
         OR EXISTS (SELECT 1 FROM governance_vote AS v
             WHERE v.version = t.version AND v.kind = ?2))`,
    )
    .all(from, kinds.attestation.number);
}

/** Closed by another box since, or with a vote that was logged while it was being closed. */
function amendable({ db }: Store, from: number, device: DeviceId): ThreadRow[] {
  return db
    .query<ThreadRow, [number, Uint8Array]>(
      `SELECT ${threadColumns} FROM governance_thread AS t
       WHERE t.result IS NOT NULL AND (t.opening IN
           (SELECT opening FROM governance_close WHERE position > ?1 AND author <> ?2)
         OR t.version IN (SELECT version FROM governance_vote WHERE position > ?1))`,
    )
    .all(from, idBytes(device));
}

function nextDeadline({ db }: Store, now: number): number | null {
  const row = db
    .query<{ next: number | null }, [number]>(
      `SELECT min(closes_at) AS next FROM governance_thread
       WHERE (result IS NULL OR result = 'blocked') AND closes_at > ?`,
    )
    .get(now);
  return row?.next ?? null;
}
