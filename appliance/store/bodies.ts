/**
 * Erasable bodies: each encrypted under a key of its own, which is in another file. Destroying the
 * key makes every copy of the body unreadable, and the salt of its hash goes with it.
 */
import type { Database } from "bun:sqlite";
import { concatBytes, type Detached, type OpId } from "../../mesh/op/index.ts";
import { seal, unseal } from "./crypt.ts";
import { bytesOf } from "./hex.ts";
import type { KeyStore } from "./key-store.ts";

interface Place {
  readonly id: OpId;
  readonly position: number;
}

const saltBytes = 16;
// A key seals one body only, so its nonce need not vary (NIST SP 800-38D §8).
const nonce = new Uint8Array(12);

export class Bodies {
  readonly #keys: KeyStore;

  constructor(keys: KeyStore) {
    this.#keys = keys;
  }

  store(db: Database, { id, position }: Place, { salt, body }: Detached): void {
    const { serial, key } = this.#keys.takeBodyKey();
    db.query("INSERT OR REPLACE INTO body (position, key, sealed) VALUES (?, ?, ?)").run(
      position,
      serial,
      seal(key, nonce, concatBytes(salt, body), bytesOf(id)),
    );
  }

  /** Null when there is none, its key is gone, or the bytes are not what was stored. */
  read(db: Database, { id, position }: Place): Detached | null {
    const row = db
      .query<{ key: number; sealed: Uint8Array }, [number]>(
        "SELECT key, sealed FROM body WHERE position = ?",
      )
      .get(position);
    const key = row && this.#keys.bodyKey(row.key);
    const plain = row && key && unseal(key, row.sealed, bytesOf(id));
    return plain ? { salt: plain.slice(0, saltBytes), body: plain.slice(saltBytes) } : null;
  }

  /**
   * The ciphertext goes in this transaction, the key right after it. Should the box stop in
   * between, `finishErasures` destroys the key when it starts.
   */
  erase(db: Database, { id, position }: Place): void {
    const row = db
      .query<{ key: number }, [number]>("SELECT key FROM body WHERE position = ?")
      .get(position);
    if (row === null) return;
    db.query("UPDATE erasure SET key = ? WHERE id = ?").run(row.key, bytesOf(id));
    db.query("DELETE FROM body WHERE position = ?").run(position);
    this.#keys.stage({ serial: row.key });
  }

  /** At start, before anything is written. */
  finishErasures(db: Database): void {
    const rows = db
      .query<{ key: number }, []>("SELECT key FROM erasure WHERE key IS NOT NULL")
      .all();
    if (rows.length === 0) return;
    this.#keys.destroyBodyKeys(rows.map(({ key }) => key));
    db.run("UPDATE erasure SET key = NULL WHERE key IS NOT NULL");
  }
}
