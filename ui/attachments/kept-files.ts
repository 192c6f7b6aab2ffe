/**
 * Files on this phone. Of a proposal that is being written (`attached:`), on their way to the box
 * (`attachment:`), or refused by it (`attachment-kept:`): they lie among the drafts, so that they
 * outlive the page, the browser and an empty battery, and go when this device is wiped.
 */
import {
  type Attachment,
  attachmentBytesMax,
  attachmentName,
  attachmentType,
  type FileId,
  fileIdOf,
} from "../../mesh/kinds/index.ts";
import { FolkmootError, toHex } from "../../mesh/op/index.ts";
import { database, strict } from "../offline/database.ts";
import { membership } from "../offline/index.ts";

export type Place = "attached" | "attachment" | "attachment-kept";

export interface KeptFile {
  named: Attachment;
  content: Blob;
  /** Whose it is: another member on this phone does not send it. */
  member: string;
  /** Code of why the box took it not, or not yet. */
  problem: string | null;
}

const saltBytes = 16;
const keyOf = (place: Place, hash: FileId) => `${place}:${hash}`;

/**
 * Keeps a chosen file for a proposal; it is on this phone when it resolves. Throws
 * `attachment-empty`, `attachment-size`, `attachment-unreadable`, `phone-full`.
 */
export async function keepFile(file: File): Promise<Attachment> {
  if (file.size === 0) throw new FolkmootError("attachment-empty", "This file is empty.");
  if (file.size > attachmentBytesMax) {
    throw new FolkmootError("attachment-size", "This file is too large.");
  }
  const bytes = await contentOf(file);
  const salt = toHex(crypto.getRandomValues(new Uint8Array(saltBytes)));
  const named: Attachment = {
    name: attachmentName(file.name),
    type: attachmentType(file.type),
    bytes: bytes.length,
    salt,
    hash: await fileIdOf(salt, bytes),
  };
  const member = membership.value?.member ?? "";
  const kept = { named, content: new Blob([bytes]), member, problem: null };
  try {
    await write([["attached", kept]]);
  } catch (cause) {
    throw new FolkmootError("phone-full", "This phone has no room for it.", { cause });
  }
  return named;
}

/** A file in a cloud folder may turn out not to be there. */
async function contentOf(file: File): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await file.arrayBuffer());
  } catch (cause) {
    throw new FolkmootError("attachment-unreadable", "This file cannot be read.", { cause });
  }
}

export async function readKept(place: Place, hash: FileId): Promise<KeptFile | null> {
  const found = await (await database()).get("drafts", keyOf(place, hash));
  return (found?.value as KeptFile | undefined) ?? null;
}

/** All in one place, in the order of their hashes. */
export async function allKept(place: Place): Promise<KeptFile[]> {
  const range = IDBKeyRange.bound(`${place}:`, `${place}:\uffff`);
  const found = await (await database()).getAll("drafts", range);
  return found.map(({ value }) => value as KeptFile);
}

/** Puts a file somewhere else; it is in one place at any moment. */
export function moveKept(from: Place, to: Place, kept: KeptFile): Promise<void> {
  return write([[to, kept]], from === to ? [] : [keyOf(from, kept.named.hash)]);
}

export async function dropKept(place: Place, hash: FileId): Promise<void> {
  await (await database()).delete("drafts", keyOf(place, hash));
}

/**
 * Before a proposal is signed: its files wait for the box from now on. Returns those that are
 * neither on this phone nor among `known`, which an earlier version names: then nothing has moved.
 */
export async function queueFiles(
  files: readonly Attachment[],
  known: readonly Attachment[],
): Promise<Attachment[]> {
  const moved: KeptFile[] = [];
  const missing: Attachment[] = [];
  for (const file of files) {
    const { hash } = file;
    const drafted = await readKept("attached", hash);
    if (drafted !== null) moved.push(drafted);
    else if (known.some((other) => other.hash === hash)) continue;
    else if (await isOnItsWay(hash)) continue;
    else missing.push(file);
  }
  if (missing.length > 0) return missing;
  await write(
    moved.map((kept) => ["attachment", kept]),
    moved.map(({ named }) => keyOf("attached", named.hash)),
  );
  return [];
}

async function isOnItsWay(hash: FileId): Promise<boolean> {
  return (
    (await readKept("attachment", hash)) !== null ||
    (await readKept("attachment-kept", hash)) !== null
  );
}

/** In one transaction, on disk when it resolves. */
async function write(kept: readonly (readonly [Place, KeptFile])[], gone: string[] = []) {
  const tx = (await database()).transaction("drafts", "readwrite", strict);
  for (const key of gone) tx.store.delete(key);
  for (const [place, value] of kept) {
    tx.store.put({ value, atMs: Date.now() }, keyOf(place, value.named.hash));
  }
  tx.commit();
  await tx.done;
}
