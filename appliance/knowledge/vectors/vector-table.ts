/**
 * Vectors of passages in a file of their own, beside the box's database. It can be thrown away at
 * any time: everything in it is computed again from the passages.
 *
 * sqlite-vec compares bits (one for each number: above or below the mean), 30 times as fast as
 * floats and within one audience at a time, since the audience is the partition of the index: what
 * the asker may not see is never compared. The nearest by bits are ranked again by their floats.
 */
import { Database } from "bun:sqlite";
import { closeSync, openSync, rmSync } from "node:fs";
import { getLoadablePath } from "sqlite-vec";

export interface VectorKey {
  readonly version: Uint8Array;
  readonly part: number;
}

export interface VectorRow extends VectorKey {
  readonly audience: string;
  readonly vector: Float32Array;
}

export interface Nearest extends VectorKey {
  /** Cosine of the angle between question and passage: 1 is the same direction. */
  readonly likeness: number;
}

/** Raise it when passages are cut, or put into words for the model, in another way. */
const form = "1";
/** By bits; k costs more than the scan does: 100 of 100,000 take 13 ms, 200 take 25. */
const nearestByBits = 100;
/** The mean is taken anew when there are this many vectors: later it hardly moves any more. */
const meanCounts = [64, 256, 1_024, 4_096];

const schema = [
  "CREATE TABLE IF NOT EXISTS about (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID",
  `CREATE TABLE IF NOT EXISTS vector (
     id INTEGER PRIMARY KEY, version BLOB NOT NULL, part INTEGER NOT NULL,
     audience TEXT NOT NULL, floats BLOB NOT NULL, UNIQUE (version, part))`,
];

export class VectorTable {
  readonly #db: Database;
  #dims = 0;
  #mean: Float32Array | null = null;

  /** `pagesMax`: for tests, a disk that is full. Throws where the extension cannot be loaded. */
  constructor(path: string, pagesMax?: number) {
    closeSync(openSync(path, "a", 0o600));
    this.#db = new Database(path, { create: true, readwrite: true });
    try {
      this.#db.loadExtension(getLoadablePath());
      this.#db.run("PRAGMA journal_mode = WAL");
      // A power cut may cost the last vectors: they are computed again.
      this.#db.run("PRAGMA synchronous = NORMAL");
      this.#db.run("PRAGMA secure_delete = ON");
      this.#db.run("PRAGMA temp_store = MEMORY");
      if (pagesMax !== undefined) this.#db.run(`PRAGMA max_page_count = ${pagesMax}`);
      for (const statement of schema) this.#db.run(statement);
      this.#goOn(this.#about<string>("model"));
    } catch (error) {
      this.#db.close();
      throw error;
    }
  }

  /** Goes on with what there is of this model, or starts over. */
  begin(modelSha: string, dims: number): void {
    const wanted = `${form} ${modelSha} ${dims}`;
    if (this.#about<string>("model") === wanted) return;
    this.#dims = dims;
    this.#mean = null;
    this.#db.transaction(() => {
      this.#db.run("DROP TABLE IF EXISTS bits");
      this.#db.run("DELETE FROM vector");
      this.#db.run("DELETE FROM about");
      this.#db.run(`CREATE VIRTUAL TABLE bits USING vec0(
        id INTEGER PRIMARY KEY, audience TEXT PARTITION KEY, bits bit[${bitBytes(dims) * 8}])`);
      this.#keep("model", wanted);
    })();
    this.scrub();
  }

  /** With the model of the file: a thread that takes over from one that died is not told again. */
  #goOn(model: string | null): void {
    const [itsForm, , dims] = model?.split(" ") ?? [];
    if (itsForm !== form) return;
    this.#dims = Number(dims);
    const mean = this.#about<Uint8Array>("mean");
    this.#mean = mean === null ? null : floatsOf(mean);
  }

  has({ version, part }: VectorKey): boolean {
    const sql = "SELECT 1 FROM vector WHERE version = ? AND part = ?";
    return this.#db.query(sql).get(version, part) !== null;
  }

  count(): number {
    const row = this.#db.query<{ n: number }, []>("SELECT count(*) AS n FROM vector").get();
    return row?.n ?? 0;
  }

  /** All or none of them. */
  add(rows: readonly VectorRow[]): void {
    const insert = this.#db.query<{ id: number }, [Uint8Array, number, string, Uint8Array]>(
      "INSERT INTO vector (version, part, audience, floats) VALUES (?, ?, ?, ?) RETURNING id",
    );
    const before = this.count();
    this.#db.transaction(() => {
      for (const { version, part, audience, vector } of rows) {
        if (vector.length !== this.#dims || this.has({ version, part })) continue;
        const row = insert.get(version, part, audience, bytesOf(vector));
        if (row !== null) this.#insertBits(row.id, audience, vector);
      }
    })();
    const after = this.count();
    if (meanCounts.some((count) => before < count && count <= after)) this.#takeMean();
  }

  /** Null before the first test, and once there are twice as many passages as there were then. */
  trust(passages: number): number | null {
    const kept = this.#about<string>("trust");
    if (kept === null) return null;
    const { trust, at } = JSON.parse(kept) as { trust: number; at: number };
    return passages >= 2 * Math.max(1, at) ? null : trust;
  }

  keepTrust(trust: number, at: number): void {
    this.#keep("trust", JSON.stringify({ trust, at }));
  }

  /** The keys after a row, in the order of their rows. */
  keysAfter(id: number, limit: number): (VectorKey & { readonly id: number })[] {
    return this.#db
      .query<VectorKey & { id: number }, [number, number]>(
        "SELECT id, version, part FROM vector WHERE id > ? ORDER BY id LIMIT ?",
      )
      .all(id, limit);
  }

  remove(ids: readonly number[]): void {
    this.#db.transaction(() => {
      for (const id of ids) {
        this.#db.query("DELETE FROM bits WHERE id = ?").run(id);
        this.#db.query("DELETE FROM vector WHERE id = ?").run(id);
      }
    })();
  }

  /** What was deleted leaves the WAL, too. Nobody else has this file open. */
  scrub(): void {
    this.#db.run("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  /** The nearest first, among passages for these audiences. */
  nearest(question: Float32Array, audiences: readonly string[], limit: number): Nearest[] {
    if (question.length !== this.#dims) return [];
    const byBits = this.#db.query<{ id: number }, [Uint8Array, string, number]>(
      "SELECT id FROM bits WHERE bits MATCH vec_bit(?) AND audience = ? AND k = ?",
    );
    const bits = this.#bitsOf(question);
    const found = audiences.flatMap((audience) => byBits.all(bits, audience, nearestByBits));
    return this.#db
      .query<Nearest, [Uint8Array, string, number]>(
        `SELECT v.version, v.part, 1 - vec_distance_cosine(v.floats, ?1) AS likeness
         FROM json_each(?2) AS found CROSS JOIN vector AS v ON v.id = found.value
         ORDER BY likeness DESC, v.id LIMIT ?3`,
      )
      .all(bytesOf(question), JSON.stringify(found.map(({ id }) => id)), limit);
  }

  close(): void {
    this.#db.close();
  }

  #insertBits(id: number, audience: string, vector: Float32Array): void {
    this.#db
      .query("INSERT INTO bits (id, audience, bits) VALUES (?, ?, vec_bit(?))")
      .run(id, audience, this.#bitsOf(vector));
  }

  /**
   * Most models put all texts into one corner: against zero, half of the bits would be the same for
   * every passage and say nothing.
   */
  #takeMean(): void {
    const mean = new Float32Array(this.#dims);
    const rows = this.#db
      .query<{ id: number; audience: string; floats: Uint8Array }, []>(
        "SELECT id, audience, floats FROM vector",
      )
      .all();
    const vectors = rows.map(({ floats }) => floatsOf(floats));
    for (const vector of vectors) {
      for (const [at, value] of vector.entries()) mean[at] = (mean[at] ?? 0) + value / rows.length;
    }
    this.#mean = mean;
    this.#db.transaction(() => {
      this.#keep("mean", bytesOf(mean));
      for (const [at, { id, audience }] of rows.entries()) {
        this.#db.query("DELETE FROM bits WHERE id = ?").run(id);
        this.#insertBits(id, audience, vectors[at] as Float32Array);
      }
    })();
  }

  #bitsOf(vector: Float32Array): Uint8Array {
    const bits = new Uint8Array(bitBytes(this.#dims));
    for (const [at, value] of vector.entries()) {
      if (value > (this.#mean?.[at] ?? 0)) bits[at >> 3] = (bits[at >> 3] ?? 0) | (1 << (at & 7));
    }
    return bits;
  }

  #keep(name: string, value: string | Uint8Array): void {
    this.#db
      .query("INSERT INTO about VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")
      .run(name, value);
  }

  #about<Value>(name: string): Value | null {
    const row = this.#db
      .query<{ value: Value }, [string]>("SELECT value FROM about WHERE name = ?")
      .get(name);
    return row?.value ?? null;
  }
}

/** Throws the file away, and what SQLite keeps beside it. */
export function removeVectors(path: string): void {
  for (const end of ["", "-wal", "-shm"]) rmSync(path + end, { force: true });
}

function bitBytes(dims: number): number {
  return Math.ceil(dims / 8);
}

function bytesOf(vector: Float32Array): Uint8Array {
  return new Uint8Array(vector.buffer, vector.byteOffset, vector.byteLength);
}

/** A copy: what SQLite returns need not begin where floats may. */
function floatsOf(bytes: Uint8Array): Float32Array {
  return new Float32Array(bytes.slice().buffer);
}
