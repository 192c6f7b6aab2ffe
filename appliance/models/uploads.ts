/** Model files on their way in from a phone or a browser, piece by piece, to be gone on with. */
import { mkdir, open, readdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FolkmootError, toHex } from "../../mesh/op/index.ts";
import type { Random } from "../random.ts";
import { fileFailure } from "./disk.ts";
import type { Library, Provenance } from "./library.ts";
import type { ModelFile } from "./model-table.ts";

/** The largest model that makes sense on a box of this kind. */
export const modelBytesMax = 64 * 1_073_741_824;
/** Models have gigabytes: larger pieces than documents have, still short on a slow network. */
export const pieceBytesMax = 262_144;
/** Half a model nobody goes on with must not fill the disk. */
const uploadsMax = 4;
const finishedKept = 16;

export interface ModelUpload {
  readonly id: string;
  readonly size: number;
  readonly received: number;
  readonly provenance: Provenance;
}

interface Announced {
  readonly size: number;
  readonly sha256: string | null;
  readonly provenance: Provenance;
}

/** The offset to go on from. */
export class UploadGap extends FolkmootError {
  readonly received: number;

  constructor(received: number) {
    super("upload-gap", "A piece is missing before this one.", {
      hint: "Go on from `received`.",
      status: 409,
    });
    this.received = received;
  }
}

export class Uploads {
  readonly #library: Library;
  readonly #dir: string;
  readonly #random: Random;
  readonly #finished = new Map<string, Promise<ModelFile>>();

  constructor({ library, dir, random }: { library: Library; dir: string; random: Random }) {
    this.#library = library;
    this.#dir = dir;
    this.#random = random;
  }

  /** Announces a file. Throws `disk-full` before the first byte, `too-many-uploads`. */
  async begin(announced: Announced): Promise<ModelUpload> {
    await this.#library.checkRoom(announced.size);
    await mkdir(this.#dir, { recursive: true, mode: 0o700 });
    if ((await this.list()).length >= uploadsMax) throw tooManyUploads();
    const id = toHex(this.#random.bytes(8));
    await writeFile(this.#partOf(id), "", { mode: 0o600 });
    await writeFile(this.#noteOf(id), JSON.stringify(announced), { mode: 0o600 });
    return this.#view(id, announced);
  }

  /** What is under way. */
  async list(): Promise<ModelUpload[]> {
    const names = await readdir(this.#dir).catch(() => []);
    const ids = names.flatMap((name) => /^upload-([0-9a-f]{16})\.json$/.exec(name)?.[1] ?? []);
    return Promise.all(ids.map(async (id) => this.#view(id, await this.#announced(id))));
  }

  /** Takes a piece; one that came before does no harm. Returns how much is there. */
  async put(id: string, offset: number, piece: Uint8Array): Promise<number> {
    const { size } = await this.#announced(id);
    const { size: received } = await stat(this.#partOf(id));
    if (offset > received) throw new UploadGap(received);
    if (offset + piece.length > size) throw tooLong();
    if (offset + piece.length <= received) return received;
    const file = await open(this.#partOf(id), "r+");
    try {
      await file.write(piece, 0, piece.length, offset);
    } catch (cause) {
      // What was written in half would count as received.
      await file.truncate(received).catch(() => {});
      throw fileFailure(cause);
    } finally {
      await file.close();
    }
    return offset + piece.length;
  }

  /**
   * Checks the whole file and adds it. What is wrong with it is told, and it is thrown away.
   * Checking gigabytes takes so long that connections break: who asks again gets the same answer.
   */
  finish(id: string): Promise<ModelFile> {
    const known = this.#finished.get(id);
    if (known !== undefined) return known;
    const finishing = this.#finish(id);
    this.#finished.set(id, finishing);
    finishing.catch(() => this.#finished.delete(id));
    const [oldest] = this.#finished.keys();
    if (this.#finished.size > finishedKept && oldest !== undefined) this.#finished.delete(oldest);
    return finishing;
  }

  async #finish(id: string): Promise<ModelFile> {
    const { size, provenance, sha256 } = await this.#announced(id);
    const { size: received } = await stat(this.#partOf(id));
    if (received < size) throw new UploadGap(received);
    try {
      return await this.#library.adopt(this.#partOf(id), provenance, sha256);
    } finally {
      await this.remove(id);
    }
  }

  async remove(id: string): Promise<void> {
    await rm(this.#partOf(id), { force: true });
    await rm(this.#noteOf(id), { force: true });
  }

  async #announced(id: string): Promise<Announced> {
    const text = await readFile(this.#noteOf(id), "utf8").catch(() => null);
    // Written by `begin`, and the folder is the box's alone.
    if (text !== null) return JSON.parse(text) as Announced;
    throw new FolkmootError("upload-not-found", "There is no such upload.", {
      hint: "Begin again.",
      status: 404,
    });
  }

  async #view(id: string, { size, provenance }: Announced): Promise<ModelUpload> {
    const { size: received } = await stat(this.#partOf(id));
    return { id, size, received, provenance };
  }

  #partOf(id: string): string {
    return join(this.#dir, `upload-${id}.part`);
  }

  #noteOf(id: string): string {
    return join(this.#dir, `upload-${id}.json`);
  }
}

function tooLong(): FolkmootError {
  return new FolkmootError("upload-too-long", "This is more than was announced.", {
    hint: "Begin again with the right size.",
    status: 413,
  });
}

function tooManyUploads(): FolkmootError {
  return new FolkmootError("too-many-uploads", "Several models are on their way in already.", {
    hint: "Finish or remove one of them first.",
    status: 409,
  });
}
