/** Downloading a model where there is internet: resumable, and checked against its hash. */
import { createHash } from "node:crypto";
import { chown, type FileHandle, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { FolkmootError } from "../../mesh/op/index.ts";
import { checkRoom, fileFailure } from "./disk.ts";
import { modelBytesMax } from "./uploads.ts";

export interface Pull {
  readonly url: string;
  /** Lower-case hex. */
  readonly sha256: string;
}

type Fetch = (url: string, init: RequestInit) => Promise<Response>;

const hub = "https://huggingface.co";
const hubName = /^hf:([\w.-]{1,96}\/[\w.-]{1,96})\/([\w./-]{1,200}\.gguf)$/;

/**
 * `https://…/model.gguf`, or `hf:owner/name/file.gguf` for a file on the Hugging Face hub, which
 * tells the hash itself. Throws `usage`-like FolkmootErrors that say what is missing.
 */
export async function resolvePull(
  name: string,
  sha256: string | null,
  fetching: Fetch = fetch,
): Promise<Pull> {
  const [, repository, file] = hubName.exec(name) ?? [];
  if (repository === undefined || file === undefined) {
    if (!/^https?:\/\//.test(name)) throw badName();
    if (sha256 === null) throw hashNeeded();
    return { url: name, sha256 };
  }
  const url = `${hub}/${repository}/resolve/main/${file}`;
  if (sha256 !== null) return { url, sha256 };
  const answer = await fetching(url, { method: "HEAD", redirect: "manual" }).catch(
    (cause: unknown) => {
      throw downloadFailed("there is no connection to the hub", cause);
    },
  );
  if (answer.status >= 400) throw refused(answer.status);
  const told = answer.headers.get("x-linked-etag")?.replaceAll('"', "") ?? "";
  if (!/^[0-9a-f]{64}$/.test(told)) throw hashNeeded();
  return { url, sha256: told };
}

export interface Download {
  readonly path: string;
  /** Part of it came with an earlier try, maybe of another file under the same address. */
  readonly isResumed: boolean;
}

export interface DownloadOptions {
  /** `size` is null where the other side does not tell it. */
  readonly onProgress?: (received: number, size: number | null) => void;
  readonly fetching?: Fetch;
  /** Nothing came for so long: the line is dead. */
  readonly stalledAfterMs?: number;
}

const stalledMs = 60_000;
/** Where nobody says how much is coming, room is looked for each time so much has come. */
const lookForRoomBytes = 256 * 1_048_576;
const magic = "GGUF";

/**
 * Downloads into `dir`, for `Library.adopt`. What an earlier try has brought is kept and gone on
 * with. Throws `download-failed`, `not-a-model`, `model-too-large`, `disk-full`.
 */
export async function downloadModel(
  { url, sha256 }: Pull,
  dir: string,
  { onProgress = () => {}, fetching = fetch, stalledAfterMs = stalledMs }: DownloadOptions = {},
): Promise<Download> {
  await checkRoom(dir, 0);
  const path = join(dir, `pull-${createHash("sha256").update(sha256).digest("hex")}.part`);
  await (await open(path, "a", 0o600)).close();
  const { uid, gid } = await stat(dir);
  // Whoever is root here downloads for the box, which is somebody else.
  if (process.getuid?.() === 0) await chown(path, uid, gid);
  const file = await open(path, "r+");
  try {
    let received = (await stat(path)).size;
    const line = new Line(stalledAfterMs);
    let answer = await line.ask(url, received, fetching);
    let from = beginningOf(answer, received);
    if (from === null) {
      // It goes on elsewhere than where we are: from the beginning, then.
      await answer.body?.cancel();
      received = 0;
      answer = await line.ask(url, 0, fetching);
      from = beginningOf(answer, 0) ?? 0;
    }
    // Everything is there already, and only the check was missing.
    if (answer.status === 416) return { path, isResumed: true };
    if (!answer.ok || answer.body === null) throw refused(answer.status);
    await file.truncate(from);
    const size = sizeOf(answer, from);
    await checkSize(dir, size ?? from, from);
    await receive(line.pieces(answer.body as AsyncIterable<Uint8Array>), {
      ...{ file, dir, from, size, onProgress },
    });
    return { path, isResumed: from > 0 };
  } finally {
    await file.close();
  }
}

/** Where in the file this answer begins; null when it is not where it was asked to. */
function beginningOf({ status, headers }: Response, received: number): number | null {
  const [, start, total] = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(rangeIn(headers)) ?? [];
  if (status === 416) return total === undefined || Number(total) === received ? received : null;
  if (status !== 206) return 0;
  return start === undefined || Number(start) === received ? received : null;
}

function rangeIn(headers: Headers): string {
  return headers.get("content-range") ?? "";
}

/** Bytes of the whole file; null where nobody says, or what is said is of something packed. */
function sizeOf({ headers }: Response, from: number): number | null {
  const length = headers.get("content-length");
  if (length === null || !/^\d+$/.test(length) || headers.has("content-encoding")) return null;
  return from + Number(length);
}

async function checkSize(dir: string, size: number, received: number): Promise<void> {
  if (size > modelBytesMax) throw tooLarge();
  await checkRoom(dir, size - received);
}

interface Receiving {
  readonly file: FileHandle;
  readonly dir: string;
  readonly from: number;
  readonly size: number | null;
  readonly onProgress: (received: number, size: number | null) => void;
}

async function receive(
  pieces: AsyncIterable<Uint8Array>,
  { file, dir, from, size, onProgress }: Receiving,
): Promise<void> {
  let received = from;
  let lookAt = from + lookForRoomBytes;
  let head = from === 0 ? "" : magic;
  for await (const piece of pieces) {
    if (head.length < magic.length) {
      head += String.fromCharCode(...piece.subarray(0, magic.length - head.length));
      // A page that asks to log in is not worth its gigabytes.
      if (!magic.startsWith(head)) {
        await file.truncate(0);
        throw noModelThere();
      }
    }
    await file.write(piece, 0, piece.length, received).catch((cause: unknown) => {
      throw fileFailure(cause);
    });
    received += piece.length;
    if (received >= lookAt) {
      lookAt = received + lookForRoomBytes;
      await checkSize(dir, Math.max(size ?? 0, received), received);
    }
    onProgress(received, size);
  }
  if (size !== null && received < size) throw downloadFailed("the connection broke off");
}

/** A connection that is given up when nothing comes any more. */
class Line {
  readonly #stalledAfterMs: number;
  readonly #dead = new AbortController();
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(stalledAfterMs: number) {
    this.#stalledAfterMs = stalledAfterMs;
  }

  async ask(url: string, received: number, fetching: Fetch): Promise<Response> {
    this.#alive();
    // Packed, nothing could be gone on with, and nobody knew how much is coming.
    const headers: Record<string, string> = { "accept-encoding": "identity" };
    if (received > 0) headers["range"] = `bytes=${received}-`;
    try {
      return await fetching(url, { headers, signal: this.#dead.signal });
    } catch (cause) {
      throw downloadFailed("there is no connection to it", cause);
    } finally {
      this.#rest();
    }
  }

  /** A line that goes dead throws in the runtime's own words. */
  async *pieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    this.#alive();
    try {
      for await (const piece of body) {
        this.#rest();
        yield piece;
        this.#alive();
      }
    } catch (cause) {
      if (cause instanceof FolkmootError) throw cause;
      throw downloadFailed("the connection broke off", cause);
    } finally {
      this.#rest();
    }
  }

  #alive(): void {
    this.#timer = setTimeout(() => this.#dead.abort(), this.#stalledAfterMs);
  }

  #rest(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

function downloadFailed(why: string, cause?: unknown): FolkmootError {
  return new FolkmootError("download-failed", `The model could not be downloaded: ${why}.`, {
    hint: "Run the same command again: it goes on where it stopped.",
    cause,
    status: 502,
  });
}

function refused(status: number): FolkmootError {
  const hint =
    status === 401 || status === 403
      ? "It wants you to log in. Download the file with a browser, then: moot model add FILE"
      : status === 404 || status === 410
        ? "There is nothing at this address. Is it the one of the file itself?"
        : "Try the same command again later: it goes on where it stopped.";
  const message = `The model could not be downloaded: it answers ${status}.`;
  return new FolkmootError("download-failed", message, { hint, status: 502 });
}

function noModelThere(): FolkmootError {
  return new FolkmootError("not-a-model", "What comes from there is no model in GGUF form.", {
    hint: "Give the address of the file itself, not of a page about it or before it.",
    status: 422,
  });
}

function tooLarge(): FolkmootError {
  return new FolkmootError("model-too-large", "This is larger than any model for such a box.", {
    hint: `At most ${modelBytesMax / 1_073_741_824} GB are taken.`,
    status: 413,
  });
}

function badName(): FolkmootError {
  return new FolkmootError("bad-model-name", "This is neither a web address nor a name on a hub.", {
    hint: "Give https://…/model.gguf, or hf:owner/name/file.gguf.",
    status: 400,
  });
}

function hashNeeded(): FolkmootError {
  return new FolkmootError("hash-needed", "Nobody says which file this should be.", {
    hint: "Give its SHA-256 with --sha256, from where its author publishes it.",
    status: 400,
  });
}
