/** Vectors beside the passages they belong to: which are missing, which are left over. */
import { Database } from "bun:sqlite";
import { toHex } from "../../../mesh/op/index.ts";
import type { FoundPassage } from "../search/hit.ts";
import { foundPassage, readPassagesById, replacementsOf } from "../search/passage-rows.ts";
import { type TitledText, testPairs } from "./self-test.ts";
import { type VectorKey, VectorTable } from "./vector-table.ts";

/** A passage without a vector. */
export interface Unembedded extends VectorKey {
  readonly audience: string;
  /** What the model gets to read. */
  readonly text: string;
}

export interface NearPassage {
  readonly passage: FoundPassage;
  readonly likeness: number;
}

export interface Progress {
  readonly done: number;
  readonly total: number;
  /** What the last self-test found; null before the first, and when there is twice as much now. */
  readonly trust: number | null;
}

interface PassageKey extends VectorKey {
  readonly id: number;
}

/** More items than this tell nothing new about a model. */
const titlesMax = 2_000;
/** Enough rows to look at between two questions. */
const rowsPerStep = 500;
const beginning: PassageKey = { id: 0, version: new Uint8Array(), part: 0 };

export class VectorIndex {
  readonly #table: VectorTable;
  /** The box's database, for reading. */
  readonly #box: Database;
  /** The last passage that was looked at: all up to it have vectors, or were given up. */
  #seen = beginning;

  constructor(path: string, boxPath: string, pagesMax?: number) {
    this.#table = new VectorTable(path, pagesMax);
    this.#box = new Database(boxPath, { readonly: true });
    this.#box.run("PRAGMA busy_timeout = 2000");
  }

  begin(modelSha: string, dims: number): void {
    this.#table.begin(modelSha, dims);
    this.#seen = beginning;
  }

  /** The next passages without a vector; none when all have one. Each is returned once. */
  next(limit: number): Unembedded[] {
    this.#stepBackIfReplaced();
    const wanted: Unembedded[] = [];
    while (wanted.length < limit) {
      const keys = this.#keysAfter(this.#seen.id);
      if (keys.length === 0) break;
      for (const key of keys) {
        this.#seen = key;
        if (this.#table.has(key)) continue;
        const found = this.#read(key.id);
        if (found !== null) wanted.push({ ...found, version: key.version, part: key.part });
        if (wanted.length === limit) break;
      }
    }
    return wanted;
  }

  /** What has been taken away meanwhile is not added. */
  add(passages: readonly (VectorKey & { audience: string; vector: Float32Array })[]): void {
    this.#table.add(passages.filter((key) => this.#passageId(key) !== null));
  }

  /** Removes vectors of what is gone, yielding often; returns how many there were. */
  *tidy(): Generator<void, number> {
    let removed = 0;
    let after = 0;
    for (;;) {
      const keys = this.#table.keysAfter(after, rowsPerStep);
      const last = keys.at(-1);
      if (last === undefined) break;
      after = last.id;
      const gone = keys.filter((key) => this.#passageId(key) === null);
      if (gone.length > 0) this.#table.remove(gone.map(({ id }) => id));
      removed += gone.length;
      yield;
    }
    if (removed > 0) this.#table.scrub();
    return removed;
  }

  /** The nearest passages that these audiences may see now. */
  nearest(question: Float32Array, audiences: readonly string[], limit: number): NearPassage[] {
    const found = new Map<number, number>();
    for (const near of this.#table.nearest(question, audiences, limit)) {
      const id = this.#passageId(near);
      if (id !== null) found.set(id, near.likeness);
    }
    const rows = readPassagesById(this.#box, [...found.keys()]).filter(({ audience }) =>
      audiences.includes(audience),
    );
    const items = rows.map(({ item }) => toHex(item));
    const replacements = replacementsOf(this.#box, items, audiences);
    return rows.map((row) => ({
      passage: foundPassage(row, replacements.get(toHex(row.item)) ?? null),
      likeness: found.get(row.id) ?? 0,
    }));
  }

  progress(): Progress {
    const total = this.#passages();
    return { done: this.#table.count(), total, trust: this.#table.trust(total) };
  }

  /** Pairs to test the model on. */
  titles(): TitledText[] {
    const items = this.#box
      .query<TitledText, [number]>(
        `SELECT v.title, p.text FROM knowledge_passage AS p
         JOIN knowledge_version AS v ON v.id = p.version
         WHERE p.part = 0 ORDER BY p.id LIMIT ?`,
      )
      .all(titlesMax);
    return testPairs(items);
  }

  keepTrust(trust: number): void {
    this.#table.keepTrust(trust, this.#passages());
  }

  /** How often anything left the index because it was erased. */
  erasures(): number {
    const row = this.#box
      .query<{ erasures: number }, []>("SELECT erasures FROM knowledge_index")
      .get();
    return row?.erasures ?? 0;
  }

  close(): void {
    this.#table.close();
    this.#box.close();
  }

  /**
   * SQLite gives the numbers of deleted last rows to new ones. Such a row can stand before where we
   * are only if the row that we stopped at went, too.
   */
  #stepBackIfReplaced(): void {
    const now = this.#keysAfter(this.#seen.id - 1, 1)[0];
    const { id, version, part } = this.#seen;
    const isSame = now?.id === id && now.part === part && toHex(now.version) === toHex(version);
    if (!isSame) this.#seen = beginning;
  }

  #passages(): number {
    const row = this.#box
      .query<{ n: number }, []>("SELECT count(*) AS n FROM knowledge_passage")
      .get();
    return row?.n ?? 0;
  }

  #keysAfter(id: number, limit = rowsPerStep): PassageKey[] {
    return this.#box
      .query<PassageKey, [number, number]>(
        "SELECT id, version, part FROM knowledge_passage WHERE id > ? ORDER BY id LIMIT ?",
      )
      .all(id, limit);
  }

  #passageId({ version, part }: VectorKey): number | null {
    const row = this.#box
      .query<{ id: number }, [Uint8Array, number]>(
        "SELECT id FROM knowledge_passage WHERE version = ? AND part = ?",
      )
      .get(version, part);
    return row?.id ?? null;
  }

  /** Title and heading say what a passage is about that itself may not. */
  #read(id: number): { audience: string; text: string } | null {
    const [row] = readPassagesById(this.#box, [id]);
    if (row === undefined) return null;
    const heading = row.heading === row.title ? null : row.heading;
    const text = [row.title, heading, row.text].filter((line) => line !== null).join("\n");
    return { audience: row.audience, text };
  }
}
