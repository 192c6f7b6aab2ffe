import type { Database } from "bun:sqlite";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { openForReading, openForWriting } from "./connection.ts";
import type { Store, StoreOptions } from "./contract.ts";
import { syncDir } from "./files.ts";
import { KeyStore } from "./key-store.ts";
import { wrappingKeyIn } from "./keyring.ts";
import { migrate } from "./migrate.ts";
import { Reserve } from "./reserve.ts";
import { keyMigrations, logMigrations } from "./schema.ts";
import { SqliteStore } from "./store.ts";

/**
 * Opens (or makes) the store in `options.dir`, migrating and replaying as needed. Throws
 * `schema-newer` for data of a newer version.
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { dir, clock, random } = options;
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  const reserve = new Reserve(dir, clock, random);
  const wrappingKey = wrappingKeyIn(dir, random);
  const path = join(dir, "folkmoot.db");
  const opened: Database[] = [];
  const open = (db: Database) => {
    opened.push(db);
    return db;
  };
  try {
    const writer = open(openForWriting(path, options.trial));
    const keys = open(openForWriting(join(dir, "keys.db"), options.trial));
    migrate(writer, [...logMigrations, ...options.migrations]);
    migrate(keys, keyMigrations);
    // SQLite fsyncs what is in its files; that the files exist is for us to say.
    syncDir(dir);
    const keyStore = new KeyStore(keys, random);
    const reader = open(openForReading(path));
    const parts = { options, writer, reader, keys: keyStore, reserve, wrappingKey };
    const store = new SqliteStore(parts);
    await store.settle();
    return store;
  } catch (error) {
    for (const db of opened) db.close();
    throw error;
  }
}
