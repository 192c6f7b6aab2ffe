/** All passages of a small index, in memory: comparing with each costs less than a look-up. */
import type { Database } from "bun:sqlite";
import { type OpId, toHex } from "../../../mesh/op/index.ts";
import type { FoundPassage } from "./hit.ts";
import { type IndexState, isSameState, readIndexState } from "./index-state.ts";
import { foundPassage, readPassagesById, replacementsOf } from "./passage-rows.ts";

/** More circles of people who may see just the same are answered, but not remembered. */
const circlesMax = 16;

/**
 * A passage stays the same object for as long as it is in the index, so whoever works something out
 * of it can hang that on the object (a WeakMap). What leaves the index is let go of with the next
 * question; what is erased, at once (`forgetErased`).
 */
export class FewPassages {
  readonly #db: Database;
  #state: IndexState | null = null;
  /** By version and part, as they are seen by whoever knows of no replacement. */
  #kept = new Map<string, FoundPassage>();
  /** By version, part and what has replaced it. */
  #replaced = new Map<string, FoundPassage>();
  #seenBy = new Map<string, readonly FoundPassage[]>();

  constructor(db: Database) {
    this.#db = db;
  }

  /** Those meant for these audiences, in the order of the index. */
  seenBy(audiences: readonly string[]): readonly FoundPassage[] {
    this.#refresh();
    const circle = [...audiences].sort().join("\n");
    const known = this.#seenBy.get(circle);
    if (known !== undefined) return known;
    const passages = this.#passagesFor(audiences);
    if (this.#seenBy.size >= circlesMax) this.#seenBy.clear();
    this.#seenBy.set(circle, passages);
    return passages;
  }

  find(audiences: readonly string[], version: OpId, part: number): FoundPassage | null {
    this.#refresh();
    const found = this.#kept.get(`${version}/${part}`);
    return found !== undefined && audiences.includes(found.audience) ? found : null;
  }

  /** To be called after every write. */
  forgetErased(): void {
    if (this.#state === null) return;
    const { erasures, schema } = readIndexState(this.#db);
    if (this.#state.erasures === erasures && this.#state.schema === schema) return;
    this.#state = null;
    this.#kept = new Map();
    this.#replaced = new Map();
    this.#seenBy = new Map();
  }

  /** What a version says never changes, so only what came is read, and only what went is dropped. */
  #refresh(): void {
    const state = readIndexState(this.#db);
    if (this.#state !== null && isSameState(state, this.#state)) return;
    const kept = new Map<string, FoundPassage>();
    const rows = this.#db
      .query<{ id: number; version: Uint8Array; part: number }, []>(
        "SELECT id, version, part FROM knowledge_passage ORDER BY id",
      )
      .all();
    const missing = rows.filter(({ version, part }) => !this.#kept.has(keyOf(version, part)));
    const read = readPassagesById(
      this.#db,
      missing.map(({ id }) => id),
    );
    for (const row of read) this.#kept.set(keyOf(row.version, row.part), foundPassage(row, null));
    for (const { version, part } of rows) {
      const passage = this.#kept.get(keyOf(version, part));
      if (passage !== undefined) kept.set(keyOf(version, part), passage);
    }
    this.#kept = kept;
    this.#replaced = new Map();
    this.#seenBy = new Map();
    this.#state = state;
  }

  #passagesFor(audiences: readonly string[]): FoundPassage[] {
    const theirs = [...this.#kept].filter(([, { audience }]) => audiences.includes(audience));
    const items = theirs.map(([, { item }]) => item);
    const replacements = replacementsOf(this.#db, items, audiences);
    return theirs.map(([key, passage]) => {
      const replacement = replacements.get(passage.item);
      return replacement === undefined ? passage : this.#asReplaced(key, passage, replacement);
    });
  }

  #asReplaced(key: string, passage: FoundPassage, supersededBy: OpId): FoundPassage {
    const known = this.#replaced.get(`${key}/${supersededBy}`);
    if (known !== undefined) return known;
    const replaced = { ...passage, supersededBy };
    this.#replaced.set(`${key}/${supersededBy}`, replaced);
    return replaced;
  }
}

function keyOf(version: Uint8Array, part: number): string {
  return `${toHex(version)}/${part}`;
}
