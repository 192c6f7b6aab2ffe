/** Files of signed proposals on their way to the box, kept on this phone until it has them whole. */
import { signal } from "@preact/signals";
import { type Attachment, type FileId, fileIdOf } from "../../mesh/kinds/index.ts";
import { FolkmootError } from "../../mesh/op/index.ts";
import { membership, refreshResources, requestJson } from "../offline/index.ts";
import { sendPieces } from "../offline/send-pieces.ts";
import { takeTurn } from "../offline/turn.ts";
import { keepCopy } from "./copies.ts";
import { allKept, dropKept, type KeptFile, moveKept, readKept } from "./kept-files.ts";

/** A large file on weak WiFi takes minutes; a tab that fell asleep in its turn takes for ever. */
const turnMs = 5 * 60_000;

export interface Upload {
  file: Attachment;
  received: number;
  /** `refused`: it is safe here, and the member has to do something. */
  state: "waiting" | "sending" | "refused";
  /** Why it was refused, or has to wait: a code. */
  problem: string | null;
}

/** By hash: what this phone still has to send. */
export const uploads = signal<ReadonlyMap<FileId, Upload>>(new Map());

/** Reads what waits here and what was refused, for pages to show. */
export async function loadUploads(): Promise<void> {
  const [waiting, refused] = await Promise.all([allKept("attachment"), allKept("attachment-kept")]);
  const found = new Map<FileId, Upload>();
  const add = (kept: KeptFile, state: "waiting" | "refused") => {
    const known = uploads.value.get(kept.named.hash);
    const shown = { file: kept.named, received: 0, state, problem: kept.problem };
    found.set(kept.named.hash, known?.state === "sending" && state === "waiting" ? known : shown);
  };
  for (const kept of waiting) add(kept, "waiting");
  for (const kept of refused) add(kept, "refused");
  uploads.value = found;
}

/** Sends what waits, one file after the other, one tab at a time. Never throws. */
export async function sendAttachments(): Promise<void> {
  await loadUploads();
  // Rejects when another tab has taken the turn: then that one sends.
  await takeTurn(navigator.locks, sendAll, turnMs, "folkmoot-attachments").catch(() => undefined);
}

async function sendAll(): Promise<void> {
  for (const kept of await allKept("attachment")) {
    if (kept.member !== membership.value?.member) continue;
    if (!(await sendOne(kept))) return;
  }
}

/** The member has seen why, and wants it tried again. */
export async function tryAgain(hash: FileId): Promise<void> {
  const kept = await readKept("attachment-kept", hash);
  if (kept !== null) await moveKept("attachment-kept", "attachment", { ...kept, problem: null });
  await sendAttachments();
}

/** The member gives up on a file that was refused. */
export async function giveUp(hash: FileId): Promise<void> {
  await dropKept("attachment-kept", hash);
  forget(hash);
}

/** The box has lost it, and this phone has it still: a box that was restored, or has thrown it away. */
export async function sendCopyAgain(named: Attachment, content: Blob): Promise<void> {
  const member = membership.value?.member ?? "";
  const kept = { named, content, member, problem: null };
  await moveKept("attachment", "attachment", kept);
  await sendAttachments();
}

/** Returns whether the next one should be tried. */
async function sendOne(kept: KeptFile): Promise<boolean> {
  const { named, content } = kept;
  const { hash } = named;
  show({ file: named, received: 0, state: "sending", problem: null });
  try {
    await sendPieces(content, {
      received: () => announce(named),
      put: (offset, piece) => putPiece(hash, offset, piece),
      onProgress: (received) => show({ file: named, received, state: "sending", problem: null }),
    });
  } catch (error) {
    return afterTrouble(kept, error);
  }
  await keepCopy(hash, "", content);
  await dropKept("attachment", hash);
  forget(hash);
  await refreshResources();
  return true;
}

async function announce({ hash, salt, bytes }: Attachment): Promise<number> {
  const json = { hash, salt, bytes };
  const reply = await requestJson<{ received: number }>("/api/attachments", {
    method: "POST",
    json,
  });
  return reply.received;
}

async function putPiece(hash: FileId, offset: number, piece: Blob): Promise<number> {
  const reply = await requestJson<{ received: number }>(
    `/api/attachments/${hash}?offset=${offset}`,
    {
      method: "PUT",
      bytes: new Uint8Array(await piece.arrayBuffer()),
      contentType: "application/octet-stream",
    },
  );
  return reply.received;
}

/** What becomes of a file that was not taken: nothing is lost, whatever the box said. */
async function afterTrouble(kept: KeptFile, error: unknown): Promise<boolean> {
  const { named, content } = kept;
  const known = error instanceof FolkmootError ? error : null;
  if (known?.code === "attachment-erased") {
    await dropKept("attachment", named.hash);
    forget(named.hash);
    return true;
  }
  if (known === null || !isRefusal(known)) {
    const problem = known !== null && waitingProblems.has(known.code) ? known.code : null;
    await moveKept("attachment", "attachment", { ...kept, problem });
    show({ file: named, received: 0, state: "waiting", problem });
    return false;
  }
  const isWhole = (await fileIdOf(named.salt, await bytesOf(content))) === named.hash;
  const problem = isWhole ? known.code : "attachment-damaged";
  await moveKept("attachment", "attachment-kept", { ...kept, problem });
  show({ file: named, received: 0, state: "refused", problem });
  return true;
}

/** Goes on by itself, and the member should know why not now. */
const waitingProblems = new Set(["disk-full", "member-ration", "attachments-waiting"]);

/** What trying again would not change. */
function isRefusal({ status }: FolkmootError): boolean {
  return status >= 400 && status < 500 && ![401, 404, 409, 429].includes(status);
}

async function bytesOf(content: Blob): Promise<Uint8Array> {
  return new Uint8Array(await content.arrayBuffer());
}

function show(upload: Upload): void {
  uploads.value = new Map([...uploads.value, [upload.file.hash, upload]]);
}

function forget(hash: FileId): void {
  uploads.value = new Map([...uploads.value].filter(([other]) => other !== hash));
}
