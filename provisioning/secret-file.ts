/** Files that only the box may read, and that are there whole or not at all. */
import {
  chmodSync,
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname } from "node:path";
import { FolkmootError } from "../mesh/op/index.ts";

/** Makes the folder, readable by the box alone. */
export function makeSecretFolder(path: string): void {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  chmodSync(path, 0o700);
}

/**
 * Writes `text` with mode 0600 from its first byte on: into a new file, flushed, moved into place,
 * and the folder flushed. After a crash the path holds the old text or the new one.
 */
export function writeSecret(path: string, text: string): void {
  const fresh = `${path}.new`;
  // What a crash left behind may have another mode: never write into it.
  rmSync(fresh, { force: true });
  const file = openSync(fresh, "wx", 0o600);
  try {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
  syncFolder(dirname(path));
}

/** Null when there is no such file. Takes a mode too wide back to 0600. */
export function readSecret(path: string): string | null {
  try {
    const text = readFileSync(path, "utf8");
    if ((statSync(path).mode & 0o077) !== 0) chmodSync(path, 0o600);
    return text;
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw new FolkmootError("unreadable-secret", `${path} cannot be read.`, {
      hint: "Check that the user who runs the box owns its data folder.",
      cause,
    });
  }
}

/** Removes the file for good; nothing happens when it is gone already. */
export function removeSecret(path: string): void {
  rmSync(path, { force: true });
  syncFolder(dirname(path));
}

/** A rename or removal is on disk only once its folder is. */
function syncFolder(path: string): void {
  const folder = openSync(path, "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}
