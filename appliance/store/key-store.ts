/**
 * keys.db: what makes rows of the other database readable, kept apart so that it can be destroyed.
 *
 * Jobs stage changes, which take effect around the main COMMIT: keys are on disk before what needs
 * them, and are destroyed after nothing refers to them any more. A crash in between leaves a key
 * without its body, which the sweep at start finds.
 */
import type { Database } from "bun:sqlite";
import { bytesOf } from "./hex.ts";

const columns = {
  body_key: { id: "op", value: "key" },
  member_key: { id: "member", value: "wrapped" },
} as const;
type KeyTable = keyof typeof columns;

/** A value to add, or null to destroy. */
interface Change {
  readonly table: KeyTable;
  readonly id: string;
  readonly value: Uint8Array | null;
}

export class KeyStore {
  readonly db: Database;
  readonly #staged: Change[] = [];
  /** The last staged change of each key. */
  readonly #latest = new Map<string, Change>();
  /** Body keys whose destruction is committed in the other database, but not done here yet. */
  #overdue: Change[] = [];
  #scrubWanted = false;

  constructor(db: Database) {
    this.db = db;
  }

  /** The value as it will be after this transaction; null if there is none. */
  get(table: KeyTable, id: string): Uint8Array | null {
    const staged = this.#latest.get(table + id);
    if (staged !== undefined) return staged.value;
    const names = columns[table];
    const row = this.db
      .query<{ value: Uint8Array }, [Uint8Array]>(
        `SELECT ${names.value} AS value FROM ${table} WHERE ${names.id} = ?`,
      )
      .get(bytesOf(id));
    return row?.value ?? null;
  }

  /** `value` null destroys the key. */
  stage(table: KeyTable, id: string, value: Uint8Array | null): void {
    const change = { table, id, value };
    this.#staged.push(change);
    this.#latest.set(table + id, change);
  }

  /** How much is staged: what a job that fails is rolled back to. */
  mark(): number {
    return this.#staged.length;
  }

  rollBackTo(mark: number): void {
    if (mark === this.#staged.length) return;
    this.#staged.splice(mark);
    this.#latest.clear();
    for (const change of this.#staged) this.#latest.set(change.table + change.id, change);
  }

  /**
   * Before the main COMMIT: everything but the body keys to destroy. A member's key may go even if
   * the COMMIT then fails: whoever asked for that asks again.
   * Throws what SQLite throws, with nothing changed.
   */
  commitBefore(): void {
    this.#apply([...this.#latest.values()].filter((change) => !isBodyKeyToDestroy(change)));
  }

  /** Asks for a scrub although no key is destroyed: rows were deleted that leave nothing. */
  scrubAfter(): void {
    this.#scrubWanted = true;
  }

  /**
   * After the main COMMIT. True if there is something to scrub: keys of any kind were destroyed, or
   * `scrubAfter` was called. On failure, call it again.
   */
  commitAfter(): boolean {
    const changes = [...this.#latest.values()];
    this.#overdue.push(...changes.filter(isBodyKeyToDestroy));
    this.forget();
    this.#apply(this.#overdue);
    const destroyed = this.#overdue.length > 0 || changes.some(({ value }) => value === null);
    const wanted = this.#scrubWanted;
    this.#overdue = [];
    this.#scrubWanted = false;
    return destroyed || wanted;
  }

  /** When the main transaction failed. */
  forget(): void {
    this.#staged.length = 0;
    this.#latest.clear();
  }

  /** Operations that have a body key, in order of their id. */
  bodyKeyOps(after: Uint8Array, limit: number): Uint8Array[] {
    return this.db
      .query<{ op: Uint8Array }, [Uint8Array, number]>(
        "SELECT op FROM body_key WHERE op > ? ORDER BY op LIMIT ?",
      )
      .all(after, limit)
      .map((row) => row.op);
  }

  #apply(changes: readonly Change[]): void {
    if (changes.length === 0) return;
    this.db.run("BEGIN IMMEDIATE");
    try {
      for (const change of changes) this.#write(change);
      this.db.run("COMMIT");
    } catch (error) {
      if (this.db.inTransaction) this.db.run("ROLLBACK");
      throw error;
    }
  }

  #write({ table, id, value }: Change): void {
    const names = columns[table];
    if (value === null) {
      this.db.query(`DELETE FROM ${table} WHERE ${names.id} = ?`).run(bytesOf(id));
      return;
    }
    this.db
      .query(`INSERT OR REPLACE INTO ${table} (${names.id}, ${names.value}) VALUES (?, ?)`)
      .run(bytesOf(id), value);
  }
}

function isBodyKeyToDestroy({ table, value }: Change): boolean {
  return table === "body_key" && value === null;
}
