/** Room for models, and what files do when they cannot be read or written. */
import { mkdir, readdir, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { FolkmootError } from "../../mesh/op/index.ts";

/** Kept free beside a model: a box without room for its own log is no box. */
const freeBytesMin = 1_073_741_824;
/** A download that nobody went on with for so long is given up. */
const pullDaysMax = 30;
const dayMs = 86_400_000;

/** Throws `disk-full` when a file of so many bytes has no room in `dir`, which is made. */
export async function checkRoom(dir: string, bytes: number): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const { bavail, bsize } = await statfs(dir);
  if (bavail * bsize - bytes < freeBytesMin) throw diskFull();
}

export function diskFull(cause?: unknown): FolkmootError {
  return new FolkmootError("disk-full", "There is no room for this model on the box.", {
    hint: "Remove a model that is not used, or use a larger disk.",
    cause,
    status: 507,
  });
}

/** What reading a model from elsewhere, or keeping it, failed with, as what helps. */
export function fileFailure(cause: unknown): unknown {
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  if (code === "ENOSPC" || code === "EDQUOT") return diskFull(cause);
  if (code === "EACCES" || code === "EPERM") {
    return new FolkmootError("file-unreadable", "The box may not read this file.", {
      hint: "Let everybody read it (chmod a+rX, also for its folders), or copy it elsewhere.",
      cause,
      status: 422,
    });
  }
  if (code === "EIO" || code === "ENOENT" || code === "ENODEV" || code === "ESTALE") {
    return new FolkmootError("file-unreadable", "The file could not be read to its end.", {
      hint: "Was the stick pulled out, or is it damaged? Plug it in and try again.",
      cause,
      status: 422,
    });
  }
  return cause;
}

/**
 * Removes what a box that was switched off in the middle left in `dir` and nobody can go on with:
 * half copies, uploads without their note, downloads given up long ago.
 */
export async function sweepLeftovers(dir: string, nowMs: number): Promise<void> {
  const names: string[] = await readdir(dir).catch(() => []);
  for (const name of names) {
    const path = join(dir, name);
    const isHalfCopy = name.startsWith("part-");
    const note = /^(upload-[0-9a-f]{16})\.part$/.exec(name)?.[1];
    const isLost = note !== undefined && !names.includes(`${note}.json`);
    const isGivenUp = /^pull-.*\.part$/.test(name) && (await ageMs(path, nowMs)) > givenUpMs;
    if (isHalfCopy || isLost || isGivenUp) await rm(path, { force: true });
  }
}

const givenUpMs = pullDaysMax * dayMs;

async function ageMs(path: string, nowMs: number): Promise<number> {
  const found = await stat(path).catch(() => null);
  return found === null ? 0 : nowMs - found.mtimeMs;
}
