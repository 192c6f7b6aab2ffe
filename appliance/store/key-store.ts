/**
 * keys.db: what makes rows of the other database readable, kept apart so that it can be destroyed.
 *
 * Keys of bodies are made ahead, some at a time, and are on disk before they are used: a body never
 * lacks its key, and a commit of operations needs one fsync, not two. A key serves once; those left
 * over when the box stops stay unused.
 *
 * What jobs change here is staged, and takes effect around the main COMMIT.
 */
import type { Database } from "bun:sqlite";
import type { MemberId } from "../../mesh/op/index.ts";
import type { Random } from "../random.ts";
import { bytesOf } from "./hex.ts";

const keyBytes = 32;
/** A quiet box wastes few keys at each start; a busy one soon makes many at once. */
const keysAheadMin = 16;
const keysAheadMax = 512;

/** A key and the number by which it is found again. */
export interface BodyKey {
  readonly serial: number;
  readonly key: Uint8Array;
}

/** A wrapped member key to keep, or null to destroy; or a body key to destroy. */
type Change =
  | { readonly member: MemberId; readonly wrapped: Uint8Array | null }
  | { readonly serial: number };

export class KeyStore {
  readonly db: Database;
  readonly #random: Random;
  #ahead: BodyKey[] = [];
  #keysAhead = keysAheadMin;
  #staged: Change[] = [];
  /** Body keys whose destruction is committed in the other database, but not done here yet. */
  #overdue: number[] = [];
  #scrubWanted = false;

  constructor(db: Database, random: Random) {
    this.db = db;
    this.#random = random;
  }

  /** A key that nothing was sealed with, and nothing else will be. */
  takeBodyKey(): BodyKey {
    if (this.#ahead.length === 0) this.#makeAhead();
    const next = this.#ahead.pop();
    if (next === undefined) throw new Error("no body key was made");
    return next;
  }

  /** Null once destroyed. */
  bodyKey(serial: number): Uint8Array | null {
    const row = this.db
      .query<{ key: Uint8Array }, [number]>("SELECT key FROM body_key WHERE serial = ?")
      .get(serial);
    return row?.key ?? null;
  }

  /** As it will be after this transaction. */
  memberKey(member: MemberId): Uint8Array | null {
    const staged = this.#staged.findLast(
      (change) => "member" in change && change.member === member,
    );
    if (staged !== undefined && "member" in staged) return staged.wrapped;
    const row = this.db
      .query<{ wrapped: Uint8Array }, [Uint8Array]>(
        "SELECT wrapped FROM member_key WHERE member = ?",
      )
      .get(bytesOf(member));
    return row?.wrapped ?? null;
  }

  stage(change: Change): void {
    this.#staged.push(change);
  }

  /** Asks for a scrub although no key is destroyed: rows were deleted that leave nothing. */
  scrubAfter(): void {
    this.#scrubWanted = true;
  }

  /** How much is staged: what a job that fails is rolled back to. */
  mark(): number {
    return this.#staged.length;
  }

  rollBackTo(mark: number): void {
    this.#staged.length = mark;
  }

  /**
   * Before the main COMMIT: members' keys. One may be destroyed even if the COMMIT then fails:
   * whoever asked for that asks again. Throws what SQLite throws, with nothing changed.
   */
  commitBefore(): void {
    const members = this.#staged.filter((change) => "member" in change);
    if (members.length === 0) return;
    this.#transact(() => {
      for (const { member, wrapped } of members) this.#setMemberKey(member, wrapped);
    });
  }

  /**
   * After the main COMMIT: body keys that nothing needs any more. True if there is something to
   * scrub. On failure, call it again.
   */
  commitAfter(): boolean {
    for (const change of this.#staged) {
      if ("serial" in change) this.#overdue.push(change.serial);
      else if (change.wrapped === null) this.#scrubWanted = true;
    }
    this.#staged = [];
    this.destroyBodyKeys(this.#overdue);
    const wanted = this.#scrubWanted || this.#overdue.length > 0;
    this.#overdue = [];
    this.#scrubWanted = false;
    return wanted;
  }

  /** At once. */
  destroyBodyKeys(serials: readonly number[]): void {
    if (serials.length === 0) return;
    this.#transact(() => {
      for (const serial of serials) {
        this.db.query("DELETE FROM body_key WHERE serial = ?").run(serial);
      }
    });
  }

  /** When the main transaction failed. */
  forget(): void {
    this.#staged = [];
  }

  #makeAhead(): void {
    const made: BodyKey[] = [];
    this.#transact(() => {
      for (let i = 0; i < this.#keysAhead; i++) {
        const key = this.#random.bytes(keyBytes);
        const { lastInsertRowid } = this.db.query("INSERT INTO body_key (key) VALUES (?)").run(key);
        made.push({ serial: Number(lastInsertRowid), key });
      }
    });
    this.#ahead = made.reverse();
    this.#keysAhead = Math.min(2 * this.#keysAhead, keysAheadMax);
  }

  #setMemberKey(member: MemberId, wrapped: Uint8Array | null): void {
    const id = bytesOf(member);
    if (wrapped === null) this.db.query("DELETE FROM member_key WHERE member = ?").run(id);
    else {
      this.db
        .query("INSERT OR REPLACE INTO member_key (member, wrapped) VALUES (?, ?)")
        .run(id, wrapped);
    }
  }

  #transact(change: () => void): void {
    this.db.query("BEGIN IMMEDIATE").run();
    try {
      change();
      this.db.query("COMMIT").run();
    } catch (error) {
      if (this.db.inTransaction) this.db.run("ROLLBACK");
      throw error;
    }
  }
}
