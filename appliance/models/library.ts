/** The model files on the box's disk: added whole and checked, named by their hash, removed. */
import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { chmod, copyFile, open, rename, rm, stat } from "node:fs/promises";
import { join } from "node:path";
import { FolkmootError } from "../../mesh/op/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import { readGguf } from "../engine/index.ts";
import type { Store } from "../store/index.ts";
import { checkRoom, fileFailure, sweepLeftovers } from "./disk.ts";
import { deleteModel, type ModelFile, readModel, readModels, writeModel } from "./model-table.ts";

/** What people say about a file; what they do not say is read from it. */
export interface Provenance {
  readonly name?: string;
  readonly licence?: string;
  readonly source?: string;
  readonly languages?: readonly string[];
}

export const provenanceLimits = {
  nameChars: 80,
  textChars: 300,
  languages: 40,
  languageChars: 20,
} as const;

export interface LibraryOptions {
  readonly store: Store;
  /** `<data>/models` */
  readonly dir: string;
  readonly clock: Clock;
  /** A file is there that was not, or says something else of itself. */
  readonly onAdded: (sha256: string) => void;
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

  /** Whether its file is on the disk: somebody may have taken it away by hand. */
  holds(sha256: string): boolean {
    return existsSync(this.pathOf(sha256));
  }

  /** Removes what a box that was switched off in the middle of adding has left. */
  sweep(): Promise<void> {
    return sweepLeftovers(this.#options.dir, this.#options.clock.nowMs());
  }

  /**
   * Copies a file in: its head is checked before, its hash taken on the way. Adding it again only
   * says anew where it comes from. Throws what `readGguf` throws, `no-such-file`,
   * `file-unreadable`, `disk-full`, and with `sha256` given `hash-differs` when it is another file.
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
    } catch (error) {
      throw fileFailure(error);
    } finally {
      await rm(part, { force: true });
    }
  }

  /** The same with a file that is in the library's folder already, which it becomes part of. */
  async adopt(part: string, provenance: Provenance, sha256: string | null): Promise<ModelFile> {
    try {
      return await this.#adopt(part, provenance, sha256);
    } catch (error) {
      throw fileFailure(error);
    }
  }

  async #adopt(part: string, provenance: Provenance, sha256: string | null): Promise<ModelFile> {
    const { store, clock } = this.#options;
    const head = await readGguf(part);
    const found = await hashOf(part);
    if (sha256 !== null && sha256 !== found) throw hashDiffers();
    const role = head.kind === "adapter" ? "adapter" : head.embeds ? "embed" : "answer";
    const known = this.find(found);
    const file: ModelFile = {
      sha256: found,
      role,
      name: nameOf([provenance.name, known?.name, head.name]) ?? head.architecture,
      architecture: head.architecture,
      width: head.width,
      layers: head.layers,
      parameters: head.parameters,
      contextTokens: head.contextTokens,
      bytes: head.bytes,
      licence: cut(provenance.licence ?? known?.licence ?? head.licence ?? "", "textChars"),
      source: cut(provenance.source ?? known?.source ?? "", "textChars"),
      languages: codesOf(provenance.languages ?? known?.languages ?? head.languages),
      added: known?.added ?? nowSeconds(clock),
    };
    // Where the engine has a user of its own, it reads models through their folder's group; nobody
    // else gets as far as that folder, which lies in the box's own.
    await chmod(part, 0o640);
    await keep(part);
    await rename(part, this.pathOf(found));
    await store.write(({ db }) => writeModel(db, file));
    this.#options.onAdded(found);
    return file;
  }

  async remove(sha256: string): Promise<void> {
    await this.#options.store.write(({ db }) => deleteModel(db, sha256));
    await rm(this.pathOf(sha256), { force: true });
  }

  /** Throws `disk-full` when a file of so many bytes has no room. */
  async checkRoom(bytes: number): Promise<void> {
    await checkRoom(this.#options.dir, bytes);
  }

  async #checkSource(path: string): Promise<void> {
    const found = await stat(path).catch(() => null);
    if (found === null) throw noSuchFile(`There is no file ${path}.`);
    if (found.isDirectory()) throw noSuchFile(`${path} is a folder.`);
    if (!found.isFile()) throw noSuchFile(`${path} is no file.`);
    // Its head first: nobody waits for a copy of something that is no model.
    await readGguf(path).catch((cause: unknown) => {
      throw fileFailure(cause);
    });
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

/** Files come from strangers: what they say of themselves must not steer a terminal. */
const steering = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu;

function cut(text: string, limit: "nameChars" | "textChars"): string {
  return text.replace(steering, " ").trim().slice(0, provenanceLimits[limit]);
}

/** The first that has something to read in it. */
function nameOf(names: readonly (string | null | undefined)[]): string | undefined {
  return names.map((name) => cut(name ?? "", "nameChars")).find((name) => name !== "");
}

function codesOf(languages: readonly string[]): string[] {
  const codes = languages.map((code) =>
    code.replace(steering, "").trim().slice(0, provenanceLimits.languageChars),
  );
  return codes.filter((code) => code !== "").slice(0, provenanceLimits.languages);
}

/** Onto the disk itself, so that a power cut leaves no empty file under a right name. */
async function keep(path: string): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.datasync();
  } finally {
    await file.close();
  }
}

function noSuchFile(message: string): FolkmootError {
  return new FolkmootError("no-such-file", message, {
    hint: "Give the path of the model's file, which ends in .gguf, where the box may read it.",
    status: 404,
  });
}

export function modelNotFound(): FolkmootError {
  return new FolkmootError("model-not-found", "There is no such model on the box.", {
    hint: "Give its name, or at least six digits of its SHA-256, as `moot model list` shows them.",
    status: 404,
  });
}

export function modelAmbiguous(): FolkmootError {
  return new FolkmootError("model-ambiguous", "Several models on the box are called so.", {
    hint: "Give the beginning of the SHA-256 that `moot model list` shows.",
    status: 409,
  });
}

export function modelGone(name: string): FolkmootError {
  return new FolkmootError("model-gone", `The file of ${name} is not on the disk any more.`, {
    hint: "Add it again: moot model add FILE",
    status: 409,
  });
}

export function noAdapter(): FolkmootError {
  return new FolkmootError("not-an-adapter", "Only an adapter has a strength.", {
    hint: "Try the model without --scale, or an adapter with it.",
    status: 400,
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
