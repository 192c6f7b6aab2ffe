/** Downloading a model where there is internet: resumable, and checked against its hash. */
import { createHash } from "node:crypto";
import { mkdir, open, stat } from "node:fs/promises";
import { join } from "node:path";
import { FolkmootError } from "../../mesh/op/index.ts";

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
  const told = answer.headers.get("x-linked-etag")?.replaceAll('"', "") ?? "";
  if (!/^[0-9a-f]{64}$/.test(told)) throw hashNeeded();
  return { url, sha256: told };
}

/**
 * Downloads into `dir` and returns the path of the whole file, for `Library.adopt`. What an
 * earlier try has brought is kept and gone on with. Throws `download-failed`.
 */
export async function downloadModel(
  { url, sha256 }: Pull,
  dir: string,
  onProgress: (received: number, size: number | null) => void,
  fetching: Fetch = fetch,
): Promise<string> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  const path = join(dir, `pull-${createHash("sha256").update(sha256).digest("hex")}.part`);
  const file = await open(path, "a", 0o600);
  try {
    let received = (await stat(path)).size;
    const headers: Record<string, string> = received > 0 ? { range: `bytes=${received}-` } : {};
    const answer = await fetching(url, { headers }).catch((cause: unknown) => {
      throw downloadFailed("there is no connection to it", cause);
    });
    // Everything is there already, and only the check was missing.
    if (answer.status === 416) return path;
    if (!answer.ok || answer.body === null) throw downloadFailed(`it answers ${answer.status}`);
    if (answer.status === 200 && received > 0) {
      // It cannot go on from the middle.
      await file.truncate(0);
      received = 0;
    }
    const length = Number(answer.headers.get("content-length") ?? Number.NaN);
    const size = Number.isSafeInteger(length) ? received + length : null;
    for await (const chunk of whileItLasts(answer.body as AsyncIterable<Uint8Array>)) {
      await file.write(chunk).catch((cause: unknown) => {
        throw cannotKeep(cause);
      });
      received += chunk.length;
      onProgress(received, size);
    }
    if (size !== null && received < size) throw downloadFailed("the connection broke off");
    return path;
  } finally {
    await file.close();
  }
}

/** A line that goes dead throws in the runtime's own words. */
async function* whileItLasts(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (cause) {
    throw downloadFailed("the connection broke off", cause);
  }
}

function cannotKeep(cause: unknown): FolkmootError {
  return new FolkmootError("download-not-kept", "The model could not be written to the disk.", {
    hint: "Make room on it, and run the same command again: it goes on where it stopped.",
    cause,
    status: 507,
  });
}

function downloadFailed(why: string, cause?: unknown): FolkmootError {
  return new FolkmootError("download-failed", `The model could not be downloaded: ${why}.`, {
    hint: "Run the same command again: it goes on where it stopped.",
    cause,
    status: 502,
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
