/** The files of one import: written so that what was acknowledged is there after a power cut. */
import { type FileHandle, open, rename, stat } from "node:fs/promises";
import { FolkmootError } from "../../../mesh/op/index.ts";
import type { PreviewHead } from "./extract.ts";
import { pieceBytesMax } from "./limits.ts";
import type { PreviewPart } from "./parts.ts";

/** 409, with the offset to go on from. */
export class ImportGap extends FolkmootError {
  readonly received: number;

  constructor(received: number) {
    super("import-gap", "A piece before this one is missing.", {
      hint: "Go on from the offset in `received`.",
      status: 409,
    });
    this.received = received;
  }
}

export async function receivedBytes(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch {
    return 0;
  }
}

/** @returns the bytes received so far, this piece included, after fsync. */
export async function appendPiece(
  path: string,
  size: number,
  offset: number,
  piece: Uint8Array,
): Promise<number> {
  const received = await receivedBytes(path);
  if (offset > received) throw new ImportGap(received);
  if (offset + piece.length > size || piece.length > pieceBytesMax) {
    throw new FolkmootError("import-piece", "This piece is larger than what was announced.", {
      hint: `Pieces have at most ${pieceBytesMax} bytes, and the file ${size}.`,
      status: 413,
    });
  }
  const fresh = piece.subarray(received - offset);
  if (fresh.length === 0) return received;
  const file = await open(path, received === 0 ? "w+" : "r+", 0o600);
  try {
    await file.write(fresh, 0, fresh.length, received);
    await file.datasync();
  } catch (cause) {
    await undo(file, received);
    throw outOfSpace(cause);
  } finally {
    await file.close();
  }
  return received + fresh.length;
}

/** A piece that was written in half would be counted as received. */
async function undo(file: FileHandle, received: number): Promise<void> {
  await file.truncate(received).catch(() => {});
}

function outOfSpace(cause: unknown): unknown {
  const code = cause instanceof Error && "code" in cause ? cause.code : null;
  return code === "ENOSPC" || code === "EDQUOT" ? diskFull(cause) : cause;
}

export function diskFull(cause?: unknown): FolkmootError {
  return new FolkmootError("disk-full", "The box has no room for this file.", {
    hint: "Ask a steward to make room on the box.",
    cause,
    status: 507,
  });
}

/** Replaces the file as a whole: a reader finds the old one or the new one. */
export async function writeMeta(path: string, meta: unknown): Promise<void> {
  const next = `${path}.next`;
  const file = await open(next, "w", 0o600);
  try {
    await file.writeFile(JSON.stringify(meta));
    await file.datasync();
  } catch (cause) {
    throw outOfSpace(cause);
  } finally {
    await file.close();
  }
  await rename(next, path);
}

/** Part `number` of a preview file, found by the lengths in its head; null if there is none. */
export async function readPart(
  path: string,
  head: PreviewHead,
  number: number,
): Promise<PreviewPart | null> {
  const part = head.parts[number];
  if (part === undefined) return null;
  const file = Bun.file(path);
  const before = head.parts.slice(0, number).reduce((sum, { bytes }) => sum + bytes + 1, 0);
  const parts = head.parts.reduce((sum, { bytes }) => sum + bytes + 1, 0);
  const start = (await stat(path)).size - parts + before;
  return JSON.parse(await file.slice(start, start + part.bytes).text()) as PreviewPart;
}
