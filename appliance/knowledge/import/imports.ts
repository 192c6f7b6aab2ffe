/**
 * Files on their way in: received in pieces, read by the extractor, looked at by their member, and
 * gone within a day. Each lives in a folder of its own under `data/imports` and nowhere else, so
 * that a restart finds it where it was and throwing it away leaves nothing.
 *
 *     <id>/meta.json        what was announced, and the state
 *     <id>/file             the bytes so far; removed once they were read
 *     <id>/preview.ndjson   one line about the document, then one per part
 */
import { rmSync } from "node:fs";
import { mkdir, readdir, readFile, rm, statfs } from "node:fs/promises";
import { join } from "node:path";
import { FolkmootError, type MemberId, toHex } from "../../../mesh/op/index.ts";
import type { Clock } from "../../clock.ts";
import type { Random } from "../../random.ts";
import { admitImport, type Uploads, uploadsAllowed } from "./admit-import.ts";
import { describeFailure, type ImportFailureCode, type ImportFailureText } from "./document.ts";
import { extract, type PreviewHead, readHead } from "./extract.ts";
import { importHoursMax } from "./limits.ts";
import type { PreviewPart } from "./parts.ts";
import { appendPiece, diskFull, readPart, receivedBytes, writeMeta } from "./upload-files.ts";

export interface ImportMeta {
  readonly id: string;
  readonly member: MemberId;
  readonly name: string;
  readonly size: number;
  readonly createdMs: number;
  readonly state: "receiving" | "reading" | "ready" | "failed";
  readonly failure: ImportFailureCode | null;
  /** Extractions begun: one that never ends is not begun for ever. */
  readonly attempts: number;
}

/** An import as its member sees it. */
export interface ImportView {
  readonly id: string;
  readonly name: string;
  readonly size: number;
  readonly received: number;
  readonly state: ImportMeta["state"];
  /** Seconds since 1970: when it is thrown away. */
  readonly expires: number;
  readonly failure: ImportFailureText | null;
  readonly preview: PreviewHead | null;
}

export interface ImportsOptions {
  /** `data/imports`; made if missing. */
  readonly dir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly extractFile?: typeof extract;
  /** What this box allows below `limits.ts`. */
  readonly uploads?: Uploads;
}

const attemptsMax = 2;
const freeBytesMin = 256 * 1024 * 1024;

/** Every method throws `import-unknown` (404) for an import that is not this member's. */
export class Imports {
  readonly #options: ImportsOptions;
  readonly #extract: typeof extract;
  readonly #uploads: Uploads;
  readonly #metas = new Map<string, ImportMeta>();
  /** Work on one import is done in order. */
  readonly #turns = new Map<string, Promise<unknown>>();
  readonly #loaded: Promise<void>;
  /** One extraction at a time: it takes a core, and the box has other things to do. */
  #reading: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(options: ImportsOptions) {
    this.#options = options;
    this.#extract = options.extractFile ?? extract;
    this.#uploads = options.uploads ?? uploadsAllowed;
    this.#loaded = this.#load();
    // Reported by the first call that waits for it.
    this.#loaded.catch(() => {});
  }

  async create(member: MemberId, announced: { name: string; size: number }): Promise<ImportView> {
    await this.#loaded;
    await this.sweep();
    admitImport([...this.#metas.values()], member, announced.size, this.#uploads);
    const id = toHex(this.#options.random.bytes(16));
    const meta: ImportMeta = {
      id,
      member,
      name: announced.name,
      size: announced.size,
      createdMs: this.#options.clock.nowMs(),
      state: "receiving",
      failure: null,
      attempts: 0,
    };
    this.#metas.set(id, meta);
    try {
      await this.#checkSpace(announced.size);
      await mkdir(this.#path(id), { mode: 0o700 });
      await this.#save(meta);
    } catch (error) {
      this.#metas.delete(id);
      throw error;
    }
    return this.#view(meta);
  }

  async list(member: MemberId): Promise<ImportView[]> {
    await this.#loaded;
    await this.sweep();
    const own = [...this.#metas.values()].filter((meta) => meta.member === member);
    return Promise.all(own.map((meta) => this.#view(meta)));
  }

  async view(member: MemberId, id: string): Promise<ImportView> {
    return this.#view(await this.#own(member, id));
  }

  /** One part with its text; null when there is no part of that number (from 0). */
  async part(member: MemberId, id: string, number: number): Promise<PreviewPart | null> {
    const meta = await this.#own(member, id);
    if (meta.state !== "ready") return null;
    const path = join(this.#path(id), "preview.ndjson");
    return readPart(path, await readHead(path), number);
  }

  /**
   * Takes a piece at `offset` and returns how many bytes are here, on disk. A piece that came
   * before is taken again without harm.
   * @throws FolkmootError "import-gap" (409) when `offset` lies beyond what was received
   */
  put(member: MemberId, id: string, offset: number, piece: Uint8Array): Promise<number> {
    return this.#inTurn(id, async () => {
      const meta = await this.#own(member, id);
      // The answer to the last piece was lost: everything is here.
      if (meta.state !== "receiving") return meta.size;
      const received = await appendPiece(join(this.#path(id), "file"), meta.size, offset, piece);
      if (received === meta.size) await this.#beginReading(meta);
      return received;
    });
  }

  async remove(member: MemberId, id: string): Promise<void> {
    await this.#own(member, id);
    await this.#inTurn(id, () => this.#discard(id));
  }

  /** Those with nothing left to do but to be looked at. */
  finished(): Pick<ImportMeta, "id" | "member">[] {
    return [...this.#metas.values()].filter(({ state }) => state === "ready" || state === "failed");
  }

  /** Throws a finished one away before it returns. */
  discardAtOnce(id: string): void {
    this.#metas.delete(id);
    rmSync(this.#path(id), { recursive: true, force: true });
  }

  /** What waits here of a member, for the copy of everything that is kept about them. */
  namesOf(member: MemberId): { name: string; size: number; createdMs: number }[] {
    return [...this.#metas.values()]
      .filter((meta) => meta.member === member)
      .map(({ name, size, createdMs }) => ({ name, size, createdMs }));
  }

  /** Throws away everything of a member who leaves. */
  async removeMember(member: MemberId): Promise<void> {
    await this.#loaded;
    const own = [...this.#metas.values()].filter((meta) => meta.member === member);
    for (const { id } of own) await this.#inTurn(id, () => this.#discard(id));
  }

  /** Throws away what is older than a day. */
  async sweep(): Promise<void> {
    const oldest = this.#options.clock.nowMs() - importHoursMax * 3_600_000;
    for (const { id, createdMs } of [...this.#metas.values()]) {
      if (createdMs < oldest) await this.#inTurn(id, () => this.#discard(id));
    }
  }

  /** Waits for the file being read; nothing new is begun. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#loaded.catch(() => {});
    await this.#reading;
  }

  /** For tests and shutdown: resolves when no file waits to be read. */
  async idle(): Promise<void> {
    await this.#loaded;
    await this.#reading;
  }

  async #checkSpace(size: number): Promise<void> {
    const { bavail, bsize } = await statfs(this.#options.dir);
    if (bavail * bsize < size + freeBytesMin) throw diskFull();
  }

  async #own(member: MemberId, id: string): Promise<ImportMeta> {
    await this.#loaded;
    const meta = this.#metas.get(id);
    if (meta === undefined || meta.member !== member) {
      throw new FolkmootError("import-unknown", "There is no such import.", {
        hint: "Imports are kept for a day. Bring the file again.",
        status: 404,
      });
    }
    return meta;
  }

  async #view(meta: ImportMeta): Promise<ImportView> {
    const folder = this.#path(meta.id);
    const receiving = meta.state === "receiving";
    const preview = meta.state === "ready" ? await readHead(join(folder, "preview.ndjson")) : null;
    return {
      id: meta.id,
      name: meta.name,
      size: meta.size,
      received: receiving ? await receivedBytes(join(folder, "file")) : meta.size,
      state: meta.state,
      expires: Math.floor(meta.createdMs / 1000) + importHoursMax * 3600,
      failure: meta.failure === null ? null : describeFailure(meta.failure),
      preview,
    };
  }

  async #beginReading(meta: ImportMeta): Promise<void> {
    const reading: ImportMeta = { ...meta, state: "reading", attempts: meta.attempts + 1 };
    await this.#save(reading);
    this.#reading = this.#reading.then(() => this.#read(reading)).catch(() => {});
  }

  async #read(meta: ImportMeta): Promise<void> {
    // Discarded meanwhile, or the box is going down: then the next start reads it.
    if (this.#closed || this.#metas.get(meta.id) !== meta) return;
    const folder = this.#path(meta.id);
    const extension = /\.([a-z0-9]{1,8})$/i.exec(meta.name)?.[1]?.toLowerCase() ?? "";
    const file = join(folder, "file");
    const preview = join(folder, "preview.ndjson");
    const outcome = await this.#extract(file, preview, extension);
    await this.#inTurn(meta.id, async () => {
      if (this.#metas.get(meta.id) !== meta) return;
      const done = outcome.ok
        ? ({ ...meta, state: "ready" } as const)
        : ({ ...meta, state: "failed", failure: outcome.code } as const);
      await this.#save(done);
      await rm(file, { force: true });
    });
  }

  async #load(): Promise<void> {
    await mkdir(this.#options.dir, { recursive: true, mode: 0o700 });
    for (const id of await readdir(this.#options.dir)) {
      const meta = await this.#readMeta(id);
      if (meta === null) await rm(this.#path(id), { recursive: true, force: true });
      else this.#metas.set(id, meta);
    }
    await this.sweep();
    for (const meta of this.#metas.values()) {
      if (meta.state !== "reading") continue;
      if (meta.attempts < attemptsMax) await this.#beginReading(meta);
      else await this.#save({ ...meta, state: "failed", failure: "import-damaged" });
    }
  }

  async #readMeta(id: string): Promise<ImportMeta | null> {
    try {
      return JSON.parse(await readFile(join(this.#path(id), "meta.json"), "utf8")) as ImportMeta;
    } catch {
      // Made just before the box went down: nothing was promised yet.
      return null;
    }
  }

  async #save(meta: ImportMeta): Promise<void> {
    await writeMeta(join(this.#path(meta.id), "meta.json"), meta);
    this.#metas.set(meta.id, meta);
  }

  async #discard(id: string): Promise<void> {
    this.#metas.delete(id);
    await rm(this.#path(id), { recursive: true, force: true });
  }

  #path(id: string): string {
    return join(this.#options.dir, id);
  }

  #inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
    const turn = (this.#turns.get(id) ?? Promise.resolve()).then(work);
    const settled = turn.catch(() => {});
    this.#turns.set(id, settled);
    settled.finally(() => {
      if (this.#turns.get(id) === settled) this.#turns.delete(id);
    });
    return turn;
  }
}
