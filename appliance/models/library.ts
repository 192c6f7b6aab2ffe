/** The model files on the box's disk: added whole and checked, named by their hash, removed. */
import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { chmod, copyFile, mkdir, rename, rm, stat, statfs } from "node:fs/promises";
import { join } from "node:path";
import { FolkmootError } from "../../mesh/op/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import { readGguf } from "../engine/index.ts";
import type { Store } from "../store/index.ts";
import { deleteModel, type ModelFile, readModel, readModels, writeModel } from "./model-table.ts";

/** What people say about a file; what they do not say is read from it. */
export interface Provenance {
  readonly name?: string;
  readonly licence?: string;
  readonly source?: string;
  readonly languages?: readonly string[];
}

export const provenanceLimits = { nameChars: 80, textChars: 300, languages: 40 } as const;

/** Kept free beside a model: a box without room for its own log is no box. */
const freeBytesMin = 1_073_741_824;

export interface LibraryOptions {
  readonly store: Store;
  /** `<data>/models` */
  readonly dir: string;
  readonly clock: Clock;
  /** A file is there that was not, or says something else of itself. */
  readonly onAdded: () => void;
}

export class Library {
  readonly #options: LibraryOptions;

  constructor(options: LibraryOptions) {
    this.#options = options;
  }

  list(): ModelFile[] {
    return readModels(this.#options.store.db);
  }

  /** Null when no such file was added. */
  find(sha256: string): ModelFile | null {
    return readModel(this.#options.store.db, sha256);
  }

  pathOf(sha256: string): string {
    return join(this.#options.dir, `${sha256}.gguf`);
  }

  /**
   * Copies a file in: its head is checked before, its hash taken on the way. Adding it again only
   * says anew where it comes from. Throws what `readGguf` throws, `no-such-file`, `disk-full`,
   * and with `sha256` given `hash-differs` when it is another file than that.
   */
  async add(
    path: string,
    provenance: Provenance,
    sha256: string | null = null,
  ): Promise<ModelFile> {
    await this.#checkSource(path);
    const part = join(
      this.#options.dir,
      `part-${process.pid}-${this.#options.clock.monotonicMs()}`,
    );
    try {
      await copyFile(path, part);
      return await this.adopt(part, provenance, sha256);
    } finally {
      await rm(part, { force: true });
    }
  }

  /** The same with a file that is in the library's folder already, which it becomes part of. */
  async adopt(part: string, provenance: Provenance, sha256: string | null): Promise<ModelFile> {
    const { store, clock } = this.#options;
    const head = await readGguf(part);
    const found = await hashOf(part);
    if (sha256 !== null && sha256 !== found) throw hashDiffers();
    const role = head.kind === "adapter" ? "adapter" : head.embeds ? "embed" : "answer";
    const known = this.find(found);
    const file: ModelFile = {
      sha256: found,
      role,
      name: cut(provenance.name ?? known?.name ?? head.name ?? head.architecture, "nameChars"),
      architecture: head.architecture,
      parameters: head.parameters,
      contextTokens: head.contextTokens,
      bytes: head.bytes,
      licence: cut(provenance.licence ?? known?.licence ?? head.licence ?? "", "textChars"),
      source: cut(provenance.source ?? known?.source ?? "", "textChars"),
      languages: (provenance.languages ?? known?.languages ?? head.languages).slice(
        0,
        provenanceLimits.languages,
      ),
      added: known?.added ?? nowSeconds(clock),
    };
    // Where the engine has a user of its own, it reads models through their folder's group; nobody
    // else gets as far as that folder, which lies in the box's own.
    await chmod(part, 0o640);
    await rename(part, this.pathOf(found));
    await store.write(({ db }) => writeModel(db, file));
    this.#options.onAdded();
    return file;
  }

  async remove(sha256: string): Promise<void> {
    await this.#options.store.write(({ db }) => deleteModel(db, sha256));
    await rm(this.pathOf(sha256), { force: true });
  }

  /** Throws `disk-full` when a file of so many bytes has no room. */
  async checkRoom(bytes: number): Promise<void> {
    await mkdir(this.#options.dir, { recursive: true, mode: 0o700 });
    const { bavail, bsize } = await statfs(this.#options.dir);
    if (bavail * bsize - bytes >= freeBytesMin) return;
    throw new FolkmootError("disk-full", "There is no room for this model on the box.", {
      hint: "Remove a model that is not used, or use a larger disk.",
      status: 507,
    });
  }

  async #checkSource(path: string): Promise<void> {
    const found = await stat(path).catch(() => null);
    if (found === null || !found.isFile()) {
      throw new FolkmootError("no-such-file", `There is no file ${path}.`, {
        hint: "Check the path, and that the box may read it.",
        status: 404,
      });
    }
    // Its head first: nobody waits for a copy of something that is no model.
    await readGguf(path);
    await this.checkRoom(found.size);
  }
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash("sha256");
  for await (const chunk of createReadStream(path, { highWaterMark: 1_048_576 })) {
    hash.update(chunk as Uint8Array);
  }
  return hash.digest("hex");
}

function cut(text: string, limit: "nameChars" | "textChars"): string {
  return text.trim().slice(0, provenanceLimits[limit]);
}

export function modelNotFound(): FolkmootError {
  return new FolkmootError("model-not-found", "There is no such model on the box.", {
    hint: "Give its name, or the beginning of its SHA-256 as `moot model list` shows it.",
    status: 404,
  });
}

export function modelUsed(): FolkmootError {
  return new FolkmootError("model-used", "This model is deployed.", {
    hint: "Deploy another one first: that is for the community to decide.",
    status: 409,
  });
}

function hashDiffers(): FolkmootError {
  return new FolkmootError("hash-differs", "This is another file than the one that was named.", {
    hint: "Compare the SHA-256 with the one its author publishes; do not use the file.",
    status: 422,
  });
}
