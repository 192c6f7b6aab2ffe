/** Backups of a whole box: the store's copy, and beside it what makes this box this box. */
import type { Database } from "bun:sqlite";
import { cpSync, existsSync, mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { FolkmootError } from "../../mesh/op/index.ts";
import { markPath } from "../audit/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import {
  type Migration,
  pruneBackupKeys,
  restoreBackup as restoreStore,
  type Store,
} from "../store/index.ts";

export const backupMigration: Migration = {
  room: "backup",
  number: 1,
  sql: "CREATE TABLE backup_made (at INTEGER PRIMARY KEY)",
};

const boxFolder = "box";

/** Writes everything into `dir`, which must not exist. */
export async function backupBox(options: {
  store: Store;
  dataDir: string;
  dir: string;
  clock: Clock;
}): Promise<void> {
  const { store, dataDir, dir, clock } = options;
  if (existsSync(dir)) {
    throw new FolkmootError("folder-exists", `${dir} exists already.`, {
      hint: "Name a folder that does not exist yet: a backup is never written over another.",
      status: 409,
    });
  }
  await store.backup(dir).catch((cause: unknown) => {
    throw unwritable(dir, cause);
  });
  copyBoxFolder(join(dataDir, boxFolder), join(dir, boxFolder));
  // Older backups beside it lose their keys after some days, so that erased stays erased.
  pruneBackupKeys(dirname(dir), nowSeconds(clock));
  await store.write(({ db }) =>
    db.query("INSERT OR IGNORE INTO backup_made VALUES (?1)").run(nowSeconds(clock)),
  );
}

/** What the disk said in words, where it was about the path; any other error as it is. */
export function unwritable(path: string, cause: unknown): unknown {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const hint = hints[code];
  if (hint === undefined) return cause;
  return new FolkmootError("not-writable", `${path} cannot be written (${code}).`, {
    hint,
    cause,
    status: 409,
  });
}

const hints: Readonly<Record<string, string>> = {
  ENOENT: "Make the folder around it first.",
  ENOTDIR: "Something on the way there is no folder: name another place.",
  EACCES: "Name a place where the box may write.",
  EPERM: "Name a place where the box may write.",
  EROFS: "Name a place where the box may write.",
  EEXIST: "It exists already and is never written over: name another one.",
  EISDIR: "It exists already and is never written over: name another one.",
  ENOSPC: "That disk is full: free some space, or use another.",
};

/** Seconds since 1970; null when there was none. */
export function lastBackup(db: Database): number | null {
  return (
    db.query<{ at: number | null }, []>("SELECT max(at) AS at FROM backup_made").get()?.at ?? null
  );
}

/** Throws when `dataDir` holds a box already, or `from` is no whole backup. */
export async function restoreBox(from: string, dataDir: string): Promise<void> {
  if (existsSync(join(dataDir, boxFolder, "box.key"))) {
    throw new FolkmootError("data-exists", `${dataDir} holds a box already.`, {
      hint: "Restore into an empty folder: --data DIR.",
    });
  }
  // The store checks the backup before it writes anything.
  await restoreStore({ from, dir: dataDir, erasureFiles: erasuresBeside(from) });
  copyBoxFolder(join(from, boxFolder), join(dataDir, boxFolder));
  // The box will say to every phone that it was restored, and at which head it goes on.
  mkdirSync(dirname(markPath(dataDir)), { recursive: true, mode: 0o700 });
  writeFileSync(markPath(dataDir), "", { mode: 0o600 });
}

/** What newer backups in the same place know to be erased must not come back from an older one. */
function erasuresBeside(from: string): string[] {
  const root = dirname(from);
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, "manifest.json")))
    .map((name) => join(root, name, "erasures.txt"))
    .filter(existsSync);
}

/** Name, key, certificates. Sockets are of a running box only. */
function copyBoxFolder(from: string, to: string): void {
  mkdirSync(to, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(from)) {
    if (statSync(join(from, name)).isFile()) {
      cpSync(join(from, name), join(to, name), { preserveTimestamps: true });
    }
  }
}
