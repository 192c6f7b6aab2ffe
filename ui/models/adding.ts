/**
 * A model on its way to the box. It lives beside the page, so that going to look at something else
 * in the app breaks nothing off; a connection that breaks is gone on with by itself.
 */
import { signal } from "@preact/signals";
import { FolkmootError } from "../../mesh/op/index.ts";
import { connection, requestJson } from "../offline/index.ts";
import { sendPieces } from "../offline/send-pieces.ts";
import { type ModelFile, type ModelUpload, uploadsPath } from "./shapes.ts";

/** Gigabytes are checked piece by piece before the box answers. */
const checkWithinMs = 15 * 60_000;

/**
 * - `waiting`: the box is out of reach; it goes on by itself with what is left.
 * - `failed`: `code` says why.
 */
export type Stage =
  | { is: "choosing" }
  | { is: "sending"; received: number }
  | { is: "waiting"; received: number }
  | { is: "checking" }
  | { is: "done"; name: string }
  | { is: "failed"; code: string };

export interface Adding {
  file: File | null;
  licence: string;
  source: string;
  /** What the box calls it; null until it was announced. */
  upload: string | null;
  stage: Stage;
}

const nothing: Adding = {
  file: null,
  licence: "",
  source: "",
  upload: null,
  stage: { is: "choosing" },
};

export const adding = signal<Adding>(nothing);

/** What is typed stays; another file is another upload. */
export function choose(change: Partial<Pick<Adding, "file" | "licence" | "source">>): void {
  const upload = change.file === undefined ? {} : { upload: null };
  adding.value = { ...adding.value, ...change, ...upload, stage: { is: "choosing" } };
}

/** Ended by the next one, and by whoever stops it. */
let running: AbortController | null = null;

/** Sends the chosen file, from where it was broken off. Never throws: `adding` says what became. */
export async function startAdding(): Promise<void> {
  const { file } = adding.value;
  if (file === null) return;
  running?.abort();
  const own = new AbortController();
  running = own;
  try {
    const name = await sendWhole(file, own.signal);
    adding.value = { ...nothing, stage: { is: "done", name } };
  } catch (error) {
    if (own.signal.aborted) return;
    const code = codeOf(error);
    if (code === "unreachable") waitForBox(own.signal);
    else adding.value = { ...adding.value, upload: null, stage: { is: "failed", code } };
  }
}

/** Ends it and throws away what the box has of it, if the box is in reach. */
export async function stopAdding(): Promise<void> {
  running?.abort();
  const { upload } = adding.value;
  adding.value = { ...adding.value, upload: null, stage: { is: "choosing" } };
  if (upload === null) return;
  await requestJson(`${uploadsPath}/${upload}`, { method: "DELETE" }).catch(() => {});
}

async function sendWhole(file: File, signal: AbortSignal): Promise<string> {
  become({ is: "sending", received: receivedIn(adding.value.stage) }, signal);
  // Before gigabytes are sent: every such file begins with these letters.
  if ((await file.slice(0, 4).text()) !== "GGUF") {
    throw new FolkmootError("not-a-model", "This file is not a model.");
  }
  const upload = adding.value.upload ?? (await announce(file, signal));
  signal.throwIfAborted();
  adding.value = { ...adding.value, upload };
  await sendPieces(file, {
    put: async (offset, piece) => {
      const path = `${uploadsPath}/${upload}?offset=${offset}`;
      const bytes = new Uint8Array(await piece.arrayBuffer());
      const contentType = "application/octet-stream";
      const put = { method: "PUT", bytes, contentType, signal } as const;
      return (await requestJson<{ received: number }>(path, put)).received;
    },
    received: async () => {
      const { uploads } = await requestJson<{ uploads: ModelUpload[] }>(uploadsPath, { signal });
      return uploads.find(({ id }) => id === upload)?.received ?? 0;
    },
    onProgress: (received) => become({ is: "sending", received }, signal),
  });
  become({ is: "checking" }, signal);
  const finish = { method: "POST", timeoutMs: checkWithinMs, signal } as const;
  return (await requestJson<ModelFile>(`${uploadsPath}/${upload}/finish`, finish)).name;
}

async function announce(file: File, signal: AbortSignal): Promise<string> {
  const given = { licence: adding.value.licence.trim(), source: adding.value.source.trim() };
  const provenance = Object.fromEntries(Object.entries(given).filter(([, said]) => said !== ""));
  const json = { size: file.size, provenance };
  const { id } = await requestJson<ModelUpload>(uploadsPath, { method: "POST", json, signal });
  return id;
}

function become(stage: Stage, signal: AbortSignal): void {
  signal.throwIfAborted();
  adding.value = { ...adding.value, stage };
}

function receivedIn(stage: Stage): number {
  return "received" in stage ? stage.received : 0;
}

function waitForBox(given: AbortSignal): void {
  become({ is: "waiting", received: receivedIn(adding.value.stage) }, given);
  const stop = connection.subscribe(({ reach }) => {
    if (reach !== "online" && !given.aborted) return;
    // It is called at once as well, before there is anything to stop.
    queueMicrotask(() => stop());
    if (!given.aborted) void startAdding();
  });
}

function codeOf(error: unknown): string {
  if (error instanceof FolkmootError) return error.code;
  // The browser's own error: the stick was pulled out, or the file was changed or moved.
  return error instanceof DOMException ? "file-unreadable" : "failed";
}
