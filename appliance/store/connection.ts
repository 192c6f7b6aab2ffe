/** How the box opens SQLite: every promise about durability and erasure hangs on these lines. */
import { Database, type SQLQueryBindings } from "bun:sqlite";
import { closeSync, openSync } from "node:fs";
import type { StoreOptions } from "./contract.ts";

/** Statements kept prepared per connection; the rooms together have about two hundred. */
const preparedMax = 1_000;
// bun:sqlite keeps 20 by itself and compiles any further one at each use.
Object.assign(Database, { MAX_QUERY_CACHE_SIZE: preparedMax });

/** Finds a prepared statement 30 times as fast as bun:sqlite, which walks through a list. */
class PreparingDatabase extends Database {
  readonly #prepared = new Map<string, unknown>();

  override query<Row, Values extends SQLQueryBindings | SQLQueryBindings[]>(sql: string) {
    const prepare = () => super.query<Row, Values>(sql);
    // Whoever asks says what the rows are, here as there.
    const known = this.#prepared.get(sql) as ReturnType<typeof prepare> | undefined;
    if (known !== undefined) return known;
    const statement = prepare();
    if (this.#prepared.size < preparedMax) this.#prepared.set(sql, statement);
    return statement;
  }
}

/**
 * Pages in the WAL at which COMMIT moves them into the database. SQLite's 1,000 cost a tenth of the
 * throughput: the same index pages were moved again and again.
 */
const checkpointPages = 4_000;
/**
 * KiB of pages that the writer keeps. With SQLite's 2,000 the leaves of the index of ids, which are
 * hit at random, were read again and again once the log had some ten thousand operations.
 */
const writerCacheKib = 8_192;
/** A checkpoint gives the space of a WAL that grew beyond this back. */
const walBytesKept = 33_554_432;

/** For other programs that look into the database; the box itself has one writer. */
const busyMs = 2_000;

/**
 * FULL: COMMIT returns after fsync, so that what was acknowledged survives a power cut; NORMAL
 * loses it (tests/crash shows both). secure_delete: freed bytes are overwritten with zeros.
 * temp_store: sorting must not leave members' words in temporary files.
 */
export function openForWriting(path: string, trial: StoreOptions["trial"] = {}): Database {
  // For the box's own user alone, also in a folder that is open to others. The WAL follows suit.
  closeSync(openSync(path, "a", 0o600));
  const db = new PreparingDatabase(path, { create: true, readwrite: true });
  db.run("PRAGMA journal_mode = WAL");
  db.run(`PRAGMA synchronous = ${trial.synchronous ?? "FULL"}`);
  if (trial.pagesMax !== undefined) db.run(`PRAGMA max_page_count = ${trial.pagesMax}`);
  db.run("PRAGMA secure_delete = ON");
  db.run(`PRAGMA cache_size = -${writerCacheKib}`);
  db.run("PRAGMA foreign_keys = ON");
  db.run("PRAGMA temp_store = MEMORY");
  db.run(`PRAGMA busy_timeout = ${busyMs}`);
  db.run(`PRAGMA wal_autocheckpoint = ${trial.checkpointPages ?? checkpointPages}`);
  db.run(`PRAGMA journal_size_limit = ${walBytesKept}`);
  return db;
}

/** Sees committed rows only. All writes go through the queue: this connection refuses them. */
export function openForReading(path: string): Database {
  const db = new PreparingDatabase(path, { readwrite: true });
  db.run("PRAGMA query_only = ON");
  db.run("PRAGMA temp_store = MEMORY");
  db.run(`PRAGMA busy_timeout = ${busyMs}`);
  return db;
}

/**
 * Moves the WAL into the database and cuts it to nothing. False when a reader still needs it.
 * Called before closing too: a statement that is still alive would keep everything in the WAL.
 */
export function truncateWal(db: Database): boolean {
  // A reader that has to be waited for reads on this very thread: waiting here would be for ever.
  db.run("PRAGMA busy_timeout = 0");
  try {
    const row = db.query<{ busy: number }, []>("PRAGMA wal_checkpoint(TRUNCATE)").get();
    return row?.busy === 0;
  } finally {
    db.run(`PRAGMA busy_timeout = ${busyMs}`);
  }
}
