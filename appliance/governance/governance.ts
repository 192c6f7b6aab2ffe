/** The governance room, put together from what it is given. */
import type { CommunityId, Signer } from "../../mesh/op/index.ts";
import { nowSeconds } from "../clock.ts";
import type { Log } from "../log.ts";
import { membershipOf } from "../members/index.ts";
import type { Random } from "../random.ts";
import type { Store, StoreEvent } from "../store/index.ts";
import { BoxAuthor } from "./box-author.ts";
import { Clerk } from "./clerk.ts";
import { governanceKindMax, governanceKindMin } from "./kind-range.ts";
import { electoralRoll } from "./opening.ts";
import { memberOfOperation } from "./reading.ts";
import { reviews } from "./reviews.ts";
import type { SteadyClock } from "./steady-clock.ts";
import { Tallies } from "./tallies.ts";
import { termEnds } from "./term-ends.ts";

export interface GovernanceOptions {
  readonly store: Store;
  readonly clock: SteadyClock;
  readonly random: Random;
  readonly log: Log;
  /** The box's own key, which the root document lists. */
  readonly signer: Signer;
  readonly communityId: () => CommunityId | null;
  /** When the box was last restored from a copy, in seconds since 1970; 0 for never. */
  readonly restoredAt: () => Promise<number>;
  /** Runs later, in milliseconds; returns what takes it back. A timer unless given. */
  readonly later?: (waitMs: number, run: () => void) => () => void;
}

export interface Governance {
  readonly store: Store;
  readonly communityId: () => CommunityId | null;
  /** The box's own key. */
  readonly signer: Signer;
  readonly tallies: Tallies;
  /** Seconds since 1970, as decisions trust them. */
  now(): number;
  /** The box's own voice. */
  readonly author: BoxAuthor;
  /** Does what is due now; resolves when nothing is left to do. */
  look(): Promise<void>;
  close(): Promise<void>;
}

// More is read at the next event: this is only about the clocks of phones.
const heardMax = 50;

export function createGovernance(options: GovernanceOptions): Governance {
  const { store, clock, log, later = timer } = options;
  const author = new BoxAuthor(options);
  const clerk = new Clerk({
    store,
    author,
    clock,
    log,
    later,
    duties: [termEnds(store), reviews(store)],
  });
  const tallies = new Tallies(store);
  const stop = store.on((event) => {
    hearClocks(store, clock, event);
    if (event.rebuilt) {
      clerk.forget();
      tallies.forget();
    }
    if (event.rebuilt || concernsUs(store, event)) void clerk.look();
  });
  return {
    store,
    communityId: options.communityId,
    signer: options.signer,
    author,
    tallies,
    now: () => nowSeconds(clock),
    look: () => clerk.look(),
    async close() {
      stop();
      await clerk.close();
    },
  };
}

/** Members' devices that agree with the wall clock make a leap believable. */
function hearClocks(store: Store, clock: SteadyClock, event: StoreEvent): void {
  if (clock.doubt() !== "ahead") return;
  const state = membershipOf(store.db);
  if (state === null) return;
  const members = electoralRoll(state).length;
  const after = event.positions[0] - 1;
  for (const op of store.operations({ after, limit: heardMax })) {
    const member = memberOfOperation(store, op);
    if (member !== null) clock.hear(member, op.time * 1_000, members);
  }
}

/** Whether something of governance was logged. A long commit is looked at as a whole. */
function concernsUs(store: Store, { positions: [from, to] }: StoreEvent): boolean {
  const row = store.db
    .query<{ n: number }, [number, number, number, number]>(
      `SELECT EXISTS (SELECT 1 FROM operation WHERE position BETWEEN ? AND ?
         AND kind BETWEEN ? AND ?) AS n`,
    )
    .get(from, to, governanceKindMin, governanceKindMax);
  return row?.n === 1;
}

function timer(waitMs: number, run: () => void): () => void {
  const timeout = setTimeout(run, waitMs);
  timeout.unref();
  return () => clearTimeout(timeout);
}
