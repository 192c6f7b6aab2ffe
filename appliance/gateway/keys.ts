/** Giving keys out, recognising them, taking them back. */
import { createHash } from "node:crypto";
import { FolkmootError, type MemberId, toBase64Url, toHex } from "../../mesh/op/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import { createKnockLimit } from "../http.ts";
import type { Random } from "../random.ts";
import type { Store } from "../store/index.ts";
import {
  insertKey,
  type ProgramKey,
  readKey,
  readKeys,
  revokeKey,
  type Scope,
} from "./key-table.ts";

const prefix = "fm_";
export const keysMax = 200;

export interface KeyWish {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly audience: string;
  readonly perMinute: number;
  /** Seconds since 1970. */
  readonly expires: number | null;
}

export interface KeysOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
}

export class TooOften extends FolkmootError {
  readonly waitSeconds: number;

  constructor({ perMinute }: ProgramKey, waitSeconds: number) {
    const hint = `Wait ${waitSeconds} s; it may ask ${perMinute} times a minute.`;
    super("key-rate", "This key asks too often.", { hint, status: 429 });
    this.waitSeconds = waitSeconds;
  }
}

export class Keys {
  readonly #options: KeysOptions;
  readonly #limits = new Map<string, ReturnType<typeof createKnockLimit>>();

  constructor(options: KeysOptions) {
    this.#options = options;
  }

  list(): ProgramKey[] {
    return readKeys(this.#options.store.db);
  }

  /** The key is told once and can never be read again. */
  async issue(wish: KeyWish, by: MemberId): Promise<{ key: string; info: ProgramKey }> {
    const { store, clock, random } = this.#options;
    if (this.list().filter(({ revoked }) => revoked === null).length >= keysMax) {
      throw new FolkmootError("too-many-keys", "There are very many keys.", {
        hint: "Revoke those that are not used any more.",
        status: 409,
      });
    }
    const now = nowSeconds(clock);
    if (wish.expires !== null && wish.expires <= now) {
      throw new FolkmootError("key-over", "A key that ends then could never be used.", {
        hint: `"expires" is in seconds since 1970; on the box it is ${now}. null: until revoked.`,
        status: 422,
      });
    }
    const key = prefix + toBase64Url(random.bytes(32));
    const id = toHex(random.bytes(8));
    const info = { ...wish, id, created: now, createdBy: by, revoked: null };
    await store.write(({ db }) => insertKey(db, info, hashOf(key)));
    return { key, info };
  }

  async revoke(id: string): Promise<boolean> {
    const { store, clock } = this.#options;
    return store.write(({ db }) => revokeKey(db, id, nowSeconds(clock)));
  }

  stateOf({ revoked, expires }: ProgramKey): "valid" | "expired" | "revoked" {
    if (revoked !== null) return "revoked";
    return expires !== null && expires <= nowSeconds(this.#options.clock) ? "expired" : "valid";
  }

  /**
   * The key of a request. Throws `key-needed`: one answer for every key that is none, any more or
   * yet. It is asked before anything that a stranger sends is looked at.
   */
  known(authorization: string | null): ProgramKey {
    const given = /^Bearer +(fm_[\w-]{43})$/i.exec(authorization ?? "")?.[1];
    const { store } = this.#options;
    const found = given === undefined ? null : readKey(store.db, hashOf(given));
    if (found === null || this.stateOf(found) !== "valid") throw keyNeeded();
    return found;
  }

  /** Counts a request for `scope`, or for any with null. Throws `key-scope`, `key-rate`. */
  use(key: ProgramKey, scope: Scope | null): void {
    if (scope !== null && !key.scopes.includes(scope)) {
      throw new FolkmootError("key-scope", "This key is not for that.", {
        hint: `It was issued for: ${key.scopes.join(", ")}.`,
        status: 403,
      });
    }
    const waitSeconds = this.#limitOf(key).take(key.id);
    if (waitSeconds > 0) throw new TooOften(key, Math.ceil(waitSeconds));
  }

  #limitOf({ id, perMinute }: ProgramKey): ReturnType<typeof createKnockLimit> {
    const known = this.#limits.get(id);
    if (known !== undefined) return known;
    const burst = Math.max(1, perMinute);
    const made = createKnockLimit({ burst, perMinute }, this.#options.clock);
    this.#limits.set(id, made);
    return made;
  }
}

export function keyNeeded(): FolkmootError {
  return new FolkmootError("key-needed", "This needs a key that a steward has issued.", {
    hint: "Send it as: Authorization: Bearer fm_…",
    status: 401,
  });
}

/**
 * A key has 256 random bits: a plain hash cannot be guessed back. Keys are looked up by it, so how
 * long that takes tells of the hash of a guess, which leads to no key.
 */
function hashOf(key: string): Uint8Array {
  return new Uint8Array(createHash("sha256").update(key).digest());
}
