/**
 * After a row or key is deleted, the WAL still holds the pages it was on. Moving the WAL into the
 * databases and cutting it to nothing is what makes it gone; secure_delete has zeroed the pages.
 */
import type { Database } from "bun:sqlite";
import type { Log } from "../log.ts";
import { truncateWal } from "./connection.ts";
import type { KeyStore } from "./key-store.ts";

/** A backup that is being written reads from the WAL for as long as it takes. */
const againMs = 250;

export class Scrubber {
  readonly #db: Database;
  readonly #keys: KeyStore;
  readonly #log: Log;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(db: Database, keys: KeyStore, log: Log) {
    this.#db = db;
    this.#keys = keys;
    this.#log = log;
  }

  get pending(): boolean {
    return this.#timer !== null;
  }

  /** Destroys the keys that are due, and scrubs if that left something. Never throws. */
  afterCommit(): void {
    try {
      if (this.#keys.commitAfter()) this.#scrub();
    } catch (error) {
      this.#log.error("scrub-failed", { error: error instanceof Error ? error.name : "unknown" });
      this.#later();
    }
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #scrub(): void {
    const clean = [truncateWal(this.#db), truncateWal(this.#keys.db)];
    if (clean.includes(false)) this.#later();
  }

  #later(): void {
    this.#timer ??= setTimeout(() => this.#again(), againMs);
    this.#timer.unref();
  }

  #again(): void {
    this.#timer = null;
    try {
      this.#keys.commitAfter();
      this.#scrub();
    } catch {
      this.#later();
    }
  }
}
