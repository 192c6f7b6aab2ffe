/**
 * A copy of everything that cannot be computed again, as of one moment.
 *
 * Tables of projections stay out. They hold members' words in the clear, and this copy will outlive
 * what they erase: what it keeps of an erasable body is ciphertext, which is noise without
 * `keys.db`, and that is kept for a few days only. A restore computes the tables again.
 */
import { Database } from "bun:sqlite";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openForReading } from "./connection.ts";
import { syncDir, syncFile } from "./files.ts";
import { hexOf } from "./hex.ts";
import { lastPosition } from "./operation-log.ts";
import type { Breathe } from "./slices.ts";

export const backupFormat = "folkmoot-backup/1";
export const backupFiles = ["folkmoot.db", "keys.db", "erasures.txt"] as const;

export interface Manifest {
  readonly format: typeof backupFormat;
  /** Seconds since 1970. */
  readonly created: number;
  /** Position of the last operation in it. */
  readonly position: number;
  /** SHA-256 by name; `keys.db` is struck out once its days are over. */
  readonly files: { readonly [name: string]: string };
}

/** Leaves nothing behind if it fails. */
export async function writeBackup(
  dataDir: string,
  dir: string,
  { breathe, now }: { breathe: Breathe; now: number },
): Promise<void> {
  mkdirSync(dir, { mode: 0o700 });
  const sources = ["folkmoot.db", "keys.db"].map((name) => openForReading(join(dataDir, name)));
  try {
    const [main, keys] = sources;
    if (main === undefined || keys === undefined) return;
    // Both snapshots are taken in this one turn, so every body in one has its key in the other.
    for (const db of [main, keys]) {
      db.run("BEGIN");
      db.query("SELECT count(*) FROM migration").get();
    }
    const position = lastPosition(main);
    await copyDatabase(main, join(dir, "folkmoot.db"), breathe);
    await copyDatabase(keys, join(dir, "keys.db"), breathe);
    writeFileSync(join(dir, "erasures.txt"), erasureList(main), { mode: 0o600 });
    await seal(dir, { format: backupFormat, created: now, position });
  } catch (error) {
    rmSync(dir, { recursive: true, force: true });
    throw error;
  } finally {
    for (const db of sources) db.close();
  }
}

export async function sha256OfFile(path: string): Promise<string> {
  const hasher = new Bun.CryptoHasher("sha256");
  for await (const piece of Bun.file(path).stream()) hasher.update(piece);
  return hasher.digest("hex");
}

/** The manifest comes last: a backup without one was cut off. */
async function seal(dir: string, head: Omit<Manifest, "files">): Promise<void> {
  const files: Record<string, string> = {};
  for (const name of backupFiles) {
    syncFile(join(dir, name));
    files[name] = await sha256OfFile(join(dir, name));
  }
  const manifest: Manifest = { ...head, files };
  const path = join(dir, "manifest.json");
  writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`, { mode: 0o600 });
  syncFile(path);
  syncDir(dir);
}

interface SchemaRow {
  type: string;
  name: string;
  tbl_name: string;
  sql: string | null;
}

async function copyDatabase(source: Database, path: string, breathe: Breathe): Promise<void> {
  const target = new Database(path, { create: true });
  try {
    // A power cut leaves no manifest, so speed is free: it is fsynced once, at the end.
    target.run("PRAGMA journal_mode = OFF");
    target.run("PRAGMA synchronous = OFF");
    const kept = keptTables(source);
    const schema = source
      .query<SchemaRow, []>("SELECT type, name, tbl_name, sql FROM sqlite_schema")
      .all()
      .filter(({ tbl_name, sql }) => sql !== null && kept.has(tbl_name));
    target.run("BEGIN");
    for (const { type, sql } of schema) if (type === "table") target.run(sql ?? "");
    // Left empty, so that the tables are computed when the copy is opened.
    for (const table of kept) {
      if (table !== "projection") await copyRows(source, target, table, breathe);
    }
    for (const { type, sql } of schema) if (type !== "table") target.run(sql ?? "");
    target.run("COMMIT");
  } finally {
    target.close();
  }
}

function keptTables(source: Database): Set<string> {
  const computed = new Set<string>();
  const all = source
    .query<{ name: string; type: string }, []>("PRAGMA main.table_list")
    .all()
    .filter(({ name, type }) => type === "table" && !name.startsWith("sqlite_"))
    .map(({ name }) => name);
  if (all.includes("projection")) {
    const rows = source.query<{ tables: string }, []>("SELECT tables FROM projection").all();
    for (const row of rows)
      for (const name of JSON.parse(row.tables) as string[]) computed.add(name);
  }
  return new Set(all.filter((name) => !computed.has(name)));
}

async function copyRows(
  source: Database,
  target: Database,
  table: string,
  breathe: Breathe,
): Promise<void> {
  const rows = source.prepare<unknown, []>(`SELECT * FROM "${table}"`);
  try {
    const marks = rows.columnNames.map(() => "?").join(", ");
    const insert = target.prepare(`INSERT INTO "${table}" VALUES (${marks})`);
    for (const row of rows.iterate()) {
      insert.run(...(Object.values(row as object) as (string | number | Uint8Array | null)[]));
      await breathe();
    }
    insert.finalize();
  } finally {
    rows.finalize();
  }
}

function erasureList(main: Database): string {
  const rows = main.query<{ id: Uint8Array }, []>("SELECT id FROM erasure ORDER BY id").all();
  return rows.map(({ id }) => `${hexOf(id)}\n`).join("");
}
