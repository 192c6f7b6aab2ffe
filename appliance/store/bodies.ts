/**
 * Erasable bodies: each encrypted under a key of its own, which is in another file. Destroying the
 * key makes every copy of the body unreadable, and the salt of its hash goes with it.
 */
import type { Database } from "bun:sqlite";
import { concatBytes, type Detached, type OpId } from "../../mesh/op/index.ts";
import type { Random } from "../random.ts";
import { seal, unseal } from "./crypt.ts";
import { bytesOf } from "./hex.ts";
import type { KeyStore } from "./key-store.ts";

interface Place {
  readonly id: OpId;
  readonly position: number;
}

const keyBytes = 32;
const saltBytes = 16;
// A key seals one body only, so its nonce need not vary (NIST SP 800-38D §8).
const nonce = new Uint8Array(12);

export class Bodies {
  readonly #keys: KeyStore;
  readonly #random: Random;

  constructor(keys: KeyStore, random: Random) {
    this.#keys = keys;
    this.#random = random;
  }

  store(db: Database, { id, position }: Place, { salt, body }: Detached): void {
    const key = this.#keys.leftover(id) ?? this.#random.bytes(keyBytes);
    this.#keys.stage("body_key", id, key);
    db.query("INSERT OR REPLACE INTO body (position, sealed) VALUES (?, ?)").run(
      position,
      seal(key, nonce, concatBytes(salt, body), bytesOf(id)),
    );
  }

  /** Null when there is none, its key is gone, or the bytes are not what was stored. */
  read(db: Database, { id, position }: Place): Detached | null {
    const row = db
      .query<{ sealed: Uint8Array }, [number]>("SELECT sealed FROM body WHERE position = ?")
      .get(position);
    const key = row && this.#keys.get("body_key", id);
    const plain = row && key && unseal(key, row.sealed, bytesOf(id));
    return plain ? { salt: plain.slice(0, saltBytes), body: plain.slice(saltBytes) } : null;
  }

  /** The ciphertext goes in this transaction, the key right after it. */
  destroy(db: Database, { id, position }: Place): void {
    db.query("DELETE FROM body WHERE position = ?").run(position);
    this.#keys.stage("body_key", id, null);
  }
}
