/** Tells one state of the search index from another, for whoever keeps something of it in memory. */
import type { Database } from "bun:sqlite";

/** A rebuild starts the counters anew, and changes the schema. */
export interface IndexState {
  readonly changes: number;
  readonly erasures: number;
  readonly schema: number;
}

const seen = new WeakMap<Database, IndexState>();

/** Of these connections somebody says when there is something new. */
const told = new WeakSet<Database>();

/**
 * On a reading connection. Asked once until `indexMayHaveChanged` says so, or in a turn of the
 * event loop where nobody does: one question looks ten times.
 */
export function readIndexState(db: Database): IndexState {
  const known = seen.get(db);
  if (known !== undefined) return known;
  const state = queryIndexState(db);
  seen.set(db, state);
  if (!told.has(db)) setImmediate(() => seen.delete(db));
  return state;
}

/** From here on the state is kept until somebody says that it may be another. */
export function keepIndexState(db: Database): void {
  told.add(db);
}

/** After each commit. */
export function indexMayHaveChanged(db: Database): void {
  seen.delete(db);
}

function queryIndexState(db: Database): IndexState {
  const schema = db
    .query<{ schema_version: number }, []>("PRAGMA schema_version")
    .get()?.schema_version;
  const row = db
    .query<Omit<IndexState, "schema">, []>("SELECT changes, erasures FROM knowledge_index")
    .get();
  return { changes: row?.changes ?? 0, erasures: row?.erasures ?? 0, schema: schema ?? 0 };
}

export function isSameState(one: IndexState, other: IndexState): boolean {
  return (
    one.changes === other.changes && one.erasures === other.erasures && one.schema === other.schema
  );
}

/** Something of what search shows has changed that stands in no passage. */
export function noteChange(db: Database): void {
  db.run("UPDATE knowledge_index SET changes = changes + 1");
}
