/** Room on the disk that is kept free so that an alert can be stored when all else is refused. */
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  statfsSync,
  unlinkSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import { FolkmootError } from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import type { Random } from "../random.ts";

export const reserveBytes = 1_048_576;
/** Made anew only when this much more is free, so that it is not lost again at once. */
const slackBytes = 1_048_576;
const lookAgainMs = 500;

export class Reserve {
  readonly #path: string;
  readonly #dir: string;
  readonly #clock: Clock;
  readonly #random: Random;
  #present: boolean;
  #lookedMs = Number.NEGATIVE_INFINITY;

  constructor(dir: string, clock: Clock, random: Random) {
    this.#dir = dir;
    this.#path = join(dir, "reserve");
    this.#clock = clock;
    this.#random = random;
    this.#present = existsSync(this.#path);
    this.present();
  }

  /** Whether ordinary writes may go on; makes the file again as soon as there is space. */
  present(): boolean {
    if (this.#present) return true;
    const now = this.#clock.monotonicMs();
    if (now - this.#lookedMs < lookAgainMs) return false;
    this.#lookedMs = now;
    if (freeBytes(this.#dir) < reserveBytes + slackBytes) return false;
    this.#present = this.#make();
    return this.#present;
  }

  /** Gives the space up for an urgent write. False if it was given up already. */
  spend(): boolean {
    if (!this.#present) return false;
    this.#present = false;
    this.#lookedMs = this.#clock.monotonicMs();
    unlinkSync(this.#path);
    return true;
  }

  /** Random bytes: zeros would take no room on a disk that compresses or leaves holes. */
  #make(): boolean {
    try {
      const file = openSync(this.#path, "w", 0o600);
      try {
        const piece = this.#random.bytes(65_536);
        for (let at = 0; at < reserveBytes; at += piece.length) writeSync(file, piece);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
      return true;
    } catch {
      if (existsSync(this.#path)) unlinkSync(this.#path);
      return false;
    }
  }
}

export function freeBytes(dir: string): number {
  const { bavail, bsize } = statfsSync(dir);
  return bavail * bsize;
}

export function diskFull(cause?: unknown): FolkmootError {
  return new FolkmootError("disk-full", "The box has no space left to store this.", {
    status: 507,
    hint: "Nothing was lost. Free some space on the box's disk, then send it again.",
    cause,
  });
}

/**
 * Whether SQLite ran out of space. SHMSIZE (extending the WAL's index) and short writes are what
 * it says instead of FULL in some places.
 */
export function isDiskFull(error: unknown): boolean {
  if (!(error instanceof Error) || !("code" in error)) return false;
  return error.code === "SQLITE_FULL" || error.code === "SQLITE_IOERR_SHMSIZE";
}
