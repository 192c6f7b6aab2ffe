/**
 * Copies of files that were opened on this phone, to be read without the box. They lie among the
 * copies of everything else it said: they go with an erasure, with "delete the copies", with the
 * member, and the oldest when there are too many.
 */
import { type Attachment, type FileId, fileIdOf } from "../../mesh/kinds/index.ts";
import { FolkmootError } from "../../mesh/op/index.ts";
import { database } from "../offline/database.ts";
import { membership, request } from "../offline/index.ts";
import { preferences } from "../offline/preferences.ts";
import { unreachable } from "../offline/request.ts";

/** All copies together: some ten photos of full size. */
const copiesBytesMax = 60_000_000;
/** A phone at the edge of the WiFi: longer without a byte, and the box is taken for away. */
const silenceMsMax = 20_000;
const fetchMsMax = 30 * 60_000;

const pathOf = (hash: FileId) => `/api/attachments/${hash}`;

interface Copy {
  content: Blob;
  /** The proposal it was seen at; empty while it was only sent from here. */
  thread: string;
}

function keyOf(hash: FileId): [string, string] {
  return [membership.value?.member ?? "", pathOf(hash)];
}

/** Null when it was never opened here. What this phone has sent is its proposal's from now on. */
export async function readCopy(hash: FileId, thread: string): Promise<Blob | null> {
  const db = await database();
  const found = await db.get("cache", keyOf(hash));
  const copy = found?.data as Copy | undefined;
  if (found === undefined || copy === undefined) return null;
  if (copy.thread === "")
    await db.put("cache", { ...found, data: { ...copy, thread } }, keyOf(hash));
  return copy.content;
}

export async function keepCopy(hash: FileId, thread: string, content: Blob): Promise<void> {
  if (!preferences.value.keepCopies) return;
  const data: Copy = { content, thread };
  try {
    await (await database()).put("cache", { data, atMs: Date.now() }, keyOf(hash));
    await dropOldest();
  } catch {
    // No room: it is fetched again next time.
  }
}

async function ownCopies(): Promise<{ key: [string, string]; copy: Copy; atMs: number }[]> {
  const member = membership.value?.member ?? "";
  const range = IDBKeyRange.bound(
    [member, pathOf("" as FileId)],
    [member, "/api/attachments/\uffff"],
  );
  const tx = (await database()).transaction("cache");
  const [keys, values] = await Promise.all([tx.store.getAllKeys(range), tx.store.getAll(range)]);
  return keys.map((key, at) => ({
    key,
    copy: values[at]?.data as Copy,
    atMs: values[at]?.atMs ?? 0,
  }));
}

async function dropOldest(): Promise<void> {
  const db = await database();
  const copies = (await ownCopies()).map((each) => ({ ...each, bytes: each.copy.content.size }));
  for (const { key } of oldestBeyond(copies, copiesBytesMax)) await db.delete("cache", key);
}

/** Pure: what has to go so that the newest, together, stay within the bound. */
export function oldestBeyond<Copy extends { bytes: number; atMs: number }>(
  copies: readonly Copy[],
  bytesMax: number,
): Copy[] {
  let bytes = 0;
  return copies
    .toSorted((one, other) => other.atMs - one.atMs)
    .filter((copy) => {
      bytes += copy.bytes;
      return bytes > bytesMax;
    });
}

/** The box said what this proposal names now: copies of what it names no more go. */
export async function dropCopiesExcept(thread: string, named: readonly FileId[]): Promise<void> {
  const keep = new Set(named.map(pathOf));
  const db = await database();
  for (const { key, copy } of await ownCopies()) {
    if (copy.thread === thread && !keep.has(key[1])) await db.delete("cache", key);
  }
}

interface Fetching {
  thread: string;
  signal: AbortSignal;
  onProgress: (received: number) => void;
}

/**
 * The file from the box, checked against what the proposal signed, and kept to be read without it.
 * Throws `unreachable`, `attachment-absent`, `attachment-damaged`.
 */
export async function fetchFile(
  { hash, salt, bytes }: Attachment,
  { thread, signal, onProgress }: Fetching,
): Promise<Blob> {
  const silence = new AbortController();
  let timer: ReturnType<typeof setTimeout> | undefined;
  const heard = () => {
    clearTimeout(timer);
    timer = setTimeout(() => silence.abort(), silenceMsMax);
  };
  heard();
  try {
    const response = await request(pathOf(hash), {
      accept: "application/octet-stream",
      signal: AbortSignal.any([signal, silence.signal]),
      timeoutMs: fetchMsMax,
    });
    const content = await readAll(response, bytes, (received) => {
      heard();
      onProgress(received);
    });
    if ((await fileIdOf(salt, content)) !== hash) {
      throw new FolkmootError("attachment-damaged", "This is not the file that was proposed.");
    }
    const copy = new Blob([content]);
    await keepCopy(hash, thread, copy);
    return copy;
  } catch (cause) {
    if (signal.aborted || cause instanceof FolkmootError) throw cause;
    throw unreachable(cause);
  } finally {
    clearTimeout(timer);
  }
}

/** Not more than was announced: a box that sends without end fills no phone. */
async function readAll(
  response: Response,
  bytes: number,
  onProgress: (received: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const content = new Uint8Array(bytes);
  const reader = response.body?.getReader();
  let received = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true as const, value: undefined };
    if (done || value === undefined) return content.subarray(0, received);
    if (received + value.length > bytes) {
      await reader?.cancel();
      throw new FolkmootError(
        "attachment-damaged",
        "This is more than the file that was proposed.",
      );
    }
    content.set(value, received);
    received += value.length;
    onProgress(received);
  }
}
