/** One box to a data folder: two would write over each other. */
import { Database } from "bun:sqlite";
import { accessSync, constants, mkdirSync } from "node:fs";
import { join } from "node:path";
import { FolkmootError } from "../../mesh/op/index.ts";
import { unwritable } from "./backup.ts";

/**
 * Takes the folder until the returned function is called or the process ends, however it ends: an
 * exclusive SQLite lock is one of the kernel's, which a crash cannot leave behind as a file can.
 * Throws `box-running`, `not-writable`.
 */
export function takeDataLock(dataDir: string): () => void {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 });
    accessSync(dataDir, constants.W_OK | constants.X_OK);
  } catch (cause) {
    throw unwritable(dataDir, cause);
  }
  const db = new Database(join(dataDir, "lock"), { create: true });
  try {
    db.run("PRAGMA locking_mode = EXCLUSIVE");
    db.run("PRAGMA journal_mode = MEMORY");
    db.run("BEGIN EXCLUSIVE");
  } catch (cause) {
    db.close();
    throw new FolkmootError("box-running", `Another box runs on ${dataDir}.`, {
      hint: "Stop it first, or start this one with another folder: --data DIR.",
      cause,
    });
  }
  return () => db.close();
}
