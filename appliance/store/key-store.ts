/**
 * keys.db: what makes rows of the other database readable, kept apart so that it can be destroyed.
 *
 * Jobs stage changes, which take effect around the main COMMIT: keys are on disk before what needs
 * them, and are destroyed after nothing refers to them any more. A crash in between leaves a key
 * without its body, which the sweep at start finds.
 */
import type { Database } from "bun:sqlite";
import { concatBytes } from "../../mesh/op/index.ts";
import { bytesOf, hexOf } from "./hex.ts";

const opIdBytes = 16;

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
  /** Operations whose body key is on disk, but not their body yet. */
  #added: string[] = [];
  /**
   * The same, of transactions that failed. Their COMMIT may show up after a restart all the same,
   * so when such an operation comes again its key is used again.
   */
  readonly #unconfirmed = new Set<string>();
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

  /** The body key of an operation whose storing may have failed half-way, else null. */
  leftover(op: string): Uint8Array | null {
    return this.#unconfirmed.has(op) ? this.get("body_key", op) : null;
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
    const changes = [...this.#latest.values()].filter((change) => !isBodyKeyToDestroy(change));
    const added = changes.filter(({ table }) => table === "body_key").map(({ id }) => id);
    this.#apply(changes, added.length === 0 ? null : [...this.#unconfirmed, ...added]);
    this.#added = added;
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
    this.#added = [];
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
    for (const op of this.#added) this.#unconfirmed.add(op);
    this.#added = [];
    this.#staged.length = 0;
    this.#latest.clear();
  }

  /** Operations of the last batch of body keys: all others are known to have their body. */
  lastBatch(): string[] {
    const row = this.db.query<{ ops: Uint8Array }, []>("SELECT ops FROM batch").get();
    const ops = row?.ops ?? new Uint8Array();
    return Array.from({ length: ops.length / opIdBytes }, (_, i) =>
      hexOf(ops.subarray(i * opIdBytes, (i + 1) * opIdBytes)),
    );
  }

  #apply(changes: readonly Change[], batch: readonly string[] | null = null): void {
    if (changes.length === 0) return;
    this.db.run("BEGIN IMMEDIATE");
    try {
      for (const change of changes) this.#write(change);
      if (batch !== null) {
        const ops = concatBytes(...batch.map(bytesOf));
        this.db.query("INSERT OR REPLACE INTO batch (one, ops) VALUES (1, ?)").run(ops);
      }
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
