/** Files on their way to the box. They are kept on this phone until the box has them whole. */
import { signal } from "@preact/signals";
import { FolkmootError, toHex } from "../../../mesh/op/index.ts";
import { database } from "../../offline/database.ts";
import { refreshResources, requestJson } from "../../offline/index.ts";
import { sendPieces } from "../../offline/send-pieces.ts";
import type { Import } from "../shapes.ts";

export const fileBytesMax = 50_000_000;

interface StoredUpload {
  file: File;
  /** The import on the box; null until the box has heard of it. */
  id: string | null;
}

export interface Upload {
  key: string;
  id: string | null;
  name: string;
  size: number;
  received: number;
  state: "waiting" | "sending" | "refused";
  problem: { code: string; message: string; hint: string | null } | null;
}

const prefix = "import:";

/** What this phone is sending, oldest first. */
export const uploads = signal<Upload[]>([]);

/** Takes a file in; it is on this phone when it resolves, and goes to the box by itself. */
export async function addUpload(file: File): Promise<void> {
  const stamp = String(Date.now()).padStart(14, "0");
  const key = `${prefix}${stamp}-${toHex(crypto.getRandomValues(new Uint8Array(4)))}`;
  await store(key, { file, id: null });
  sendUploads();
}

/** Forgets a file here, and the import on the box as far as it is in reach. */
export async function dropUpload({ key, id }: Pick<Upload, "key" | "id">): Promise<void> {
  await (await database()).delete("drafts", key);
  uploads.value = uploads.value.filter((upload) => upload.key !== key);
  if (id !== null) await requestJson(`/api/imports/${id}`, { method: "DELETE" });
}

/** Sends what is kept here, one file after the other, one tab at a time. Never throws. */
export async function sendUploads(): Promise<void> {
  for (const [key, stored] of await allStored()) {
    if (!uploads.value.some((upload) => upload.key === key)) show(waiting(key, stored));
  }
  await navigator.locks.request("folkmoot-imports", async () => {
    for (const [key, stored] of await allStored()) {
      if (!(await sendOne(key, stored))) return;
    }
  });
}

/** Returns whether the next one should be tried. */
async function sendOne(key: string, stored: StoredUpload): Promise<boolean> {
  let upload: Upload = { ...waiting(key, stored), state: "sending" };
  const update = (change: Partial<Upload>) => {
    upload = { ...upload, ...change };
    show(upload);
  };
  update({});
  try {
    const id = stored.id ?? (await announceFile(key, stored.file));
    update({ id });
    await sendPieces(stored.file, {
      put: (offset, piece) => putPiece(id, offset, piece),
      received: async () => (await requestJson<Import>(`/api/imports/${id}`)).received,
      onProgress: (received) => update({ received }),
    });
  } catch (error) {
    if (!(error instanceof FolkmootError) || !isRefusal(error)) {
      update({ state: "waiting" });
      return false;
    }
    const { code, message, hint } = error;
    update({ state: "refused", problem: { code, message, hint } });
    await (await database()).delete("drafts", key);
    return true;
  }
  await (await database()).delete("drafts", key);
  uploads.value = uploads.value.filter((other) => other.key !== key);
  await refreshResources();
  return true;
}

/** Tells the box of the file, and remembers under which id it knows it. */
async function announceFile(key: string, file: File): Promise<string> {
  const { id } = await requestJson<Import>("/api/imports", {
    method: "POST",
    json: { name: file.name.slice(-200), size: file.size },
  });
  await store(key, { file, id });
  return id;
}

async function putPiece(id: string, offset: number, piece: Blob): Promise<number> {
  const reply = await requestJson<{ received: number }>(`/api/imports/${id}?offset=${offset}`, {
    method: "PUT",
    bytes: new Uint8Array(await piece.arrayBuffer()),
    contentType: "application/octet-stream",
  });
  return reply.received;
}

function isRefusal({ status }: FolkmootError): boolean {
  return status >= 400 && status < 500 && status !== 401 && status !== 409 && status !== 429;
}

function waiting(key: string, { file, id }: StoredUpload): Upload {
  return {
    key,
    id,
    name: file.name,
    size: file.size,
    received: 0,
    state: "waiting",
    problem: null,
  };
}

function show(upload: Upload): void {
  const known = uploads.value.some((other) => other.key === upload.key);
  uploads.value = known
    ? uploads.value.map((other) => (other.key === upload.key ? upload : other))
    : [...uploads.value, upload];
}

async function store(key: string, value: StoredUpload): Promise<void> {
  const tx = (await database()).transaction("drafts", "readwrite", { durability: "strict" });
  tx.store.put({ value, atMs: Date.now() }, key);
  await tx.done;
}

async function allStored(): Promise<[string, StoredUpload][]> {
  const db = await database();
  const keys = await db.getAllKeys("drafts", IDBKeyRange.bound(prefix, `${prefix}\uffff`));
  const found: [string, StoredUpload][] = [];
  for (const key of keys) {
    const stored = await db.get("drafts", key);
    if (stored) found.push([key, stored.value as StoredUpload]);
  }
  return found;
}
