/** The membership as of now, for whoever asks within one database connection. */
import type { Database } from "bun:sqlite";
import type { DeviceId } from "../../mesh/op/index.ts";
import { emptyMembership, type MembershipState, standingOf } from "../../mesh/rules/index.ts";
import type { Store } from "../store/index.ts";
import { readIdentity } from "./identity.ts";
import { loadMembership, membershipRevision } from "./membership-table.ts";

type Standing = ReturnType<typeof standingOf>;

interface Cached {
  /** Id of the operation that changed the membership last. */
  revision: string | null;
  readonly state: MembershipState;
  /** By device: the question that every operation and every request asks. */
  readonly standings: Map<DeviceId, Standing>;
  /** The revision need not be looked at again before the next commit, or in this turn. */
  isFresh: boolean;
}

/**
 * One state per connection, known by the operation that changed it last: the writer's may be ahead
 * of what readers see, and goes back when a transaction does.
 */
const cache = new WeakMap<Database, Cached>();
const watched = new WeakSet<Database>();
/** Written to in this turn of the event loop: the transaction may yet be taken back. */
const unsettled = new Set<Database>();
/** Taken for unchanged until this turn of the event loop is over. */
const fresh = new Set<Cached>();

/** Null before the founding. Not to be changed by readers. */
export function membershipOf(db: Database): MembershipState | null {
  return current(db)?.state ?? null;
}

/** What a device may do now; null before the founding. */
export function standingIn(db: Database, device: DeviceId): Standing | null {
  const cached = current(db);
  if (cached === null) return null;
  const known = cached.standings.get(device);
  if (known !== undefined) return known;
  const standing = standingOf(cached.state, device);
  // Strangers make up devices without end; those that are known are few.
  if (cached.state.devices.has(device)) cached.standings.set(device, standing);
  return standing;
}

/** After a change of the state that `membershipOf` gave, saved under this revision. */
export function membershipSaved(db: Database, revision: string): void {
  const cached = cache.get(db);
  if (cached === undefined) return;
  cached.revision = revision;
  cached.standings.clear();
  unsettle(db);
}

/** After a change that was not saved: the next reader loads the rows. */
export function membershipSpoilt(db: Database): void {
  cache.delete(db);
  unsettle(db);
}

/**
 * Looks for changes once after each commit rather than at every question. `onChange` is told of
 * those that changed the membership. Returns what ends it.
 */
export function watchMembership(store: Store, onChange: () => void): () => void {
  let revision = membershipRevision(store.db);
  watched.add(store.db);
  const stop = store.on(({ rebuilt }) => {
    const cached = cache.get(store.db);
    // Tables computed anew may end with the same operation and differ all the same.
    if (rebuilt) cache.delete(store.db);
    else if (cached !== undefined) cached.isFresh = false;
    const now = membershipRevision(store.db);
    const hasChanged = now !== revision || rebuilt;
    revision = now;
    if (hasChanged) onChange();
  });
  return () => {
    watched.delete(store.db);
    stop();
  };
}

function current(db: Database): Cached | null {
  const cached = cache.get(db);
  if (cached?.isFresh) return cached;
  const revision = membershipRevision(db);
  if (cached !== undefined && revision !== null && cached.revision === revision) {
    keepFresh(db, cached);
    return cached;
  }
  const communityId = readIdentity(db);
  if (communityId === null) return null;
  const state = revision === null ? emptyMembership(communityId) : loadMembership(db, communityId);
  const standings = new Map<DeviceId, Standing>();
  const loaded: Cached = { revision, state, standings, isFresh: false };
  cache.set(db, loaded);
  if (revision !== null) keepFresh(db, loaded);
  return loaded;
}

/**
 * Readers' until the next commit, of which they are told. The writer's for this turn of the event
 * loop: a transaction asks for each operation, and only what it saved itself can be taken back.
 */
function keepFresh(db: Database, cached: Cached): void {
  if (unsettled.has(db)) return;
  cached.isFresh = true;
  if (watched.has(db)) return;
  afterThisTurn();
  fresh.add(cached);
}

function unsettle(db: Database): void {
  const cached = cache.get(db);
  if (cached !== undefined) cached.isFresh = false;
  afterThisTurn();
  unsettled.add(db);
}

function afterThisTurn(): void {
  if (fresh.size + unsettled.size > 0) return;
  setImmediate(() => {
    for (const cached of fresh) cached.isFresh = false;
    fresh.clear();
    unsettled.clear();
  });
}
