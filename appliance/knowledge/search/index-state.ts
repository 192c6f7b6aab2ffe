/** Tells one state of the search index from another, for whoever keeps something of it in memory. */
import type { Database } from "bun:sqlite";

/** A rebuild starts the counters anew, and changes the schema. */
export interface IndexState {
  readonly changes: number;
  readonly erasures: number;
  readonly schema: number;
}

const seen = new WeakMap<Database, IndexState>();

/**
 * On a reading connection. Asked once in a turn of the event loop, since one question looks ten
 * times; whoever is told of a change asks in a later turn.
 */
export function readIndexState(db: Database): IndexState {
  const known = seen.get(db);
  if (known !== undefined) return known;
  const state = queryIndexState(db);
  seen.set(db, state);
  setImmediate(() => seen.delete(db));
  return state;
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
