/** The membership as of now, for whoever asks within one database connection. */
import type { Database } from "bun:sqlite";
import { emptyMembership, type MembershipState } from "../../mesh/rules/index.ts";
import { readIdentity } from "./identity.ts";
import { loadMembership, membershipRevision } from "./membership-table.ts";

interface Cached {
  revision: string | null;
  state: MembershipState;
}

/**
 * One state per connection, known by the operation that changed it last: the writer's may be ahead
 * of what readers see, and goes back when a transaction does.
 */
const cache = new WeakMap<Database, Cached>();

/** Null before the founding. Not to be changed by readers. */
export function membershipOf(db: Database): MembershipState | null {
  const cached = cache.get(db);
  const revision = membershipRevision(db);
  if (cached !== undefined && revision !== null && cached.revision === revision) {
    return cached.state;
  }
  const communityId = readIdentity(db);
  if (communityId === null) return null;
  const state = revision === null ? emptyMembership(communityId) : loadMembership(db, communityId);
  cache.set(db, { revision, state });
  return state;
}

/** After a change of the state that `membershipOf` gave, saved under this revision. */
export function membershipSaved(db: Database, revision: string): void {
  const cached = cache.get(db);
  if (cached !== undefined) cached.revision = revision;
}

/** After a change that was not saved: the next reader loads the rows. */
export function membershipSpoilt(db: Database): void {
  cache.delete(db);
}
