/** Backups brought back, and what must not come back with them. */
import type { Database } from "bun:sqlite";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { FolkmootError, type OpId, toOpId } from "../../mesh/op/index.ts";
import { backupFormat, type Manifest, sha256OfFile } from "./backup.ts";
import { openForWriting, truncateWal } from "./connection.ts";
import { syncDir, syncFile } from "./files.ts";
import { bytesOf } from "./hex.ts";
import { migrate } from "./migrate.ts";
import { keyMigrations } from "./schema.ts";

/** Of a restore that was cut off: an old WAL must not meet a new database. */
const leftOvers = ["folkmoot.db.restoring", "keys.db"].flatMap((name) =>
  ["", "-wal", "-shm", "-journal"].map((end) => name + end),
);

/** How long a backup can still be read in full; after that, its erasable bodies are noise. */
export const keysKeptDays = 7;

export interface Restoration {
  /** A folder that `Store.backup` wrote. */
  readonly from: string;
  /** The data directory to be; may hold the box's own keys, but no database. */
  readonly dir: string;
  /**
   * What was erased since that backup: ids, or `erasures.txt` files of newer backups or kept beside
   * them. Applied before anything can be read.
   */
  readonly erasures?: readonly OpId[];
  readonly erasureFiles?: readonly string[];
}

/**
 * Throws `backup-broken` if it was cut off or changed, `data-exists` if there is a database.
 * Bodies whose keys were pruned count as absent: phones send their own again.
 */
export async function restoreBackup(restoration: Restoration): Promise<void> {
  const { from, dir } = restoration;
  if (existsSync(join(dir, "folkmoot.db"))) {
    throw new FolkmootError("data-exists", "There is a database in this folder already.", {
      hint: "Restore into an empty folder, then start the box with --data on it.",
    });
  }
  await checkBackup(from);
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  // The main file comes last: without it the folder counts as empty, and one starts over.
  for (const name of leftOvers) rmSync(join(dir, name), { force: true });
  if (existsSync(join(from, "keys.db"))) bring(from, dir, "keys.db");
  copyFileSync(join(from, "folkmoot.db"), join(dir, "folkmoot.db.restoring"));
  const files = [join(from, "erasures.txt"), ...(restoration.erasureFiles ?? [])];
  const erased = new Set([...(restoration.erasures ?? []), ...files.flatMap(readErasures)]);
  const main = openForWriting(join(dir, "folkmoot.db.restoring"));
  const keys = openForWriting(join(dir, "keys.db"));
  try {
    migrate(keys, keyMigrations);
    // Keys first: if this is cut off, it starts over from the backup.
    keys.transaction(() => main.transaction(() => applyErasures(main, keys, erased))())();
  } finally {
    for (const db of [main, keys]) {
      truncateWal(db);
      db.close();
    }
  }
  finish(dir);
}

/** One id a line, as in `erasures.txt`. Throws `erasures-broken` rather than overlook one. */
export function readErasures(path: string): OpId[] {
  try {
    return readFileSync(path, "utf8").split("\n").filter(Boolean).map(toOpId);
  } catch (cause) {
    throw new FolkmootError("erasures-broken", `${path} is not a list of erased operations.`, {
      cause,
    });
  }
}

/**
 * Removes the keys of backups in `root` that are older than `keysKeptDays`. Returns the folders.
 * `now` in seconds since 1970.
 */
export function pruneBackupKeys(root: string, now: number): string[] {
  const pruned: string[] = [];
  for (const name of readdirSync(root)) {
    const dir = join(root, name);
    const manifest = readManifest(dir);
    if (manifest === null || now - manifest.created < keysKeptDays * 86_400) continue;
    if (!existsSync(join(dir, "keys.db"))) continue;
    rmSync(join(dir, "keys.db"));
    const { "keys.db": _, ...files } = manifest.files;
    writeFileSync(
      join(dir, "manifest.json"),
      `${JSON.stringify({ ...manifest, files }, null, 2)}\n`,
    );
    syncFile(join(dir, "manifest.json"));
    syncDir(dir);
    pruned.push(dir);
  }
  return pruned;
}

function readManifest(dir: string): Manifest | null {
  try {
    const manifest = JSON.parse(readFileSync(join(dir, "manifest.json"), "utf8")) as Manifest;
    return manifest.format === backupFormat ? manifest : null;
  } catch {
    return null;
  }
}

async function checkBackup(from: string): Promise<void> {
  const broken = (what: string) =>
    new FolkmootError("backup-broken", `${from} is not a whole backup: ${what}.`, {
      hint: "Use another backup.",
    });
  const manifest = readManifest(from);
  if (manifest === null) throw broken("its manifest is missing or of another format");
  if (!("folkmoot.db" in manifest.files)) throw broken("it names no database");
  for (const [name, hash] of Object.entries(manifest.files)) {
    const path = join(from, name);
    if (!existsSync(path)) throw broken(`${name} is missing`);
    if ((await sha256OfFile(path)) !== hash) throw broken(`${name} was changed`);
  }
}

function applyErasures(main: Database, keys: Database, erased: ReadonlySet<OpId>): void {
  const remember = main.query("INSERT OR IGNORE INTO erasure (id) VALUES (?)");
  const mark = main.query(
    "UPDATE operation SET body = 'erased' WHERE id = ? AND body IN ('stored', 'absent')",
  );
  for (const id of erased) {
    remember.run(bytesOf(id));
    mark.run(bytesOf(id));
  }
  const bodies = main
    .query<{ position: number; key: number; body: string }, []>(
      "SELECT position, key, operation.body FROM body JOIN operation USING (position)",
    )
    .all();
  const forget = keys.query("DELETE FROM body_key WHERE serial = ?");
  const hasKey = keys.query("SELECT 1 FROM body_key WHERE serial = ?");
  const miss = main.query("UPDATE operation SET body = 'absent' WHERE position = ?");
  const drop = main.query("DELETE FROM body WHERE position = ?");
  for (const { position, key, body } of bodies) {
    if (body === "erased") forget.run(key);
    else if (hasKey.get(key) !== null) continue;
    else miss.run(position);
    drop.run(position);
  }
}

function bring(from: string, dir: string, name: string): void {
  copyFileSync(join(from, name), join(dir, name));
  syncFile(join(dir, name));
}

function finish(dir: string): void {
  const restoring = join(dir, "folkmoot.db.restoring");
  syncFile(restoring);
  renameSync(restoring, join(dir, "folkmoot.db"));
  syncDir(dir);
}
