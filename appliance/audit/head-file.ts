/**
 * The last signed head, in a file outside the database and outside every backup. A database that
 * knows less than this file is older than what the box has signed: it came from a copy.
 */
import { existsSync, readFileSync, rmSync } from "node:fs";
import { mkdir, open, rename } from "node:fs/promises";
import { join } from "node:path";
import { fromHex, toHex } from "../../mesh/op/index.ts";

export interface SignedHead {
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

const folder = "audit";

/** Null when there is none, or none that can be read. */
export function readHead(dataDir: string): SignedHead | null {
  try {
    const read: unknown = JSON.parse(readFileSync(headPath(dataDir), "utf8"));
    const { origin, size, root } = read as Record<string, unknown>;
    const bytes = fromHex(String(root));
    if (typeof origin !== "string" || typeof size !== "number" || bytes === null) return null;
    return { origin, size, root: bytes };
  } catch {
    return null;
  }
}

/** Replaces it whole: a power cut leaves the old one or the new one. */
export async function writeHead(dataDir: string, head: SignedHead): Promise<void> {
  await mkdir(join(dataDir, folder), { recursive: true, mode: 0o700 });
  const path = headPath(dataDir);
  const file = await open(`${path}.new`, "w", 0o600);
  try {
    await file.writeFile(`${JSON.stringify({ ...head, root: toHex(head.root) })}\n`);
    await file.sync();
  } finally {
    await file.close();
  }
  await rename(`${path}.new`, path);
}

/** Whether `moot restore` made this folder and no log was opened since. */
export function isMarkedRestored(dataDir: string): boolean {
  return existsSync(markPath(dataDir));
}

export function unmarkRestored(dataDir: string): void {
  rmSync(markPath(dataDir), { force: true });
}

/** Left by `moot restore`, for copies from before this box kept a record. */
export function markPath(dataDir: string): string {
  return join(dataDir, folder, "restored");
}

function headPath(dataDir: string): string {
  return join(dataDir, folder, "head.json");
}
