/**
 * Files that proposals name. A phone announces one by its hash and sends it in pieces; the last
 * piece is taken only if all of them are what the hash says. The text that names it may come before
 * or after it. Whoever may read that text may read the file, and nobody else.
 */
import type { Database } from "bun:sqlite";
import { attachmentBytesMax, type FileId } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import type { Random } from "../random.ts";
import type { Store, Tx } from "../store/index.ts";
import {
  type Announced,
  fileOfMember,
  filesByHash,
  filesOfMember,
  insertFile,
  insertPiece,
  isGone,
  isWhatItSays,
  namingsOf,
  pieceBytes,
  readPiece,
  removeFile,
  type StoredFile,
} from "./file-table.ts";
import * as refusals from "./refusals.ts";
import { dropWhatWasErased, sweep } from "./sweep.ts";

/** What a member may still bring today, shared with everything else they sign. */
export interface Allowance {
  /** Seconds until more may come; 0 when it may come now. */
  waitSeconds(member: MemberId): number;
  spend(member: MemberId, bytes: number): void;
}

export interface AttachmentsOptions {
  readonly store: Store;
  readonly clock: Clock;
  readonly random: Random;
  readonly allowance: Allowance;
  /** Sets a timer and returns what ends it; of the system unless given. */
  readonly later?: (waitMs: number, run: () => void) => () => void;
}

/** How much of a file is here. */
export interface Progress {
  readonly received: number;
  readonly bytes: number;
}

/** Files of one member that no text names yet: what a phone sends ahead of its proposals. */
export const unnamedMax = 20;
/** Kept free beside what is announced: other members go on writing meanwhile. */
const freeBytesMin = 64 * 1024 * 1024;
const sweepEveryMs = 6 * 3_600_000;

export class Attachments {
  readonly #options: AttachmentsOptions;
  readonly #listeners = new Set<() => void>();
  #stopTimer: (() => void) | null = null;

  constructor(options: AttachmentsOptions) {
    this.#options = options;
  }

  /** Puts right what a restore or a stop in between left, then cleans up from time to time. */
  async start(): Promise<void> {
    const { store } = this.#options;
    await store.write((tx) => dropWhatWasErased(tx, (serial) => store.sealingKey(serial)));
    await this.#sweepAndGoOn();
  }

  close(): void {
    this.#stopTimer?.();
    this.#stopTimer = null;
  }

  /** Called whenever a file has become whole. */
  on(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /**
   * Says that a file is coming, as often as one likes; answers how much of it is here. Throws
   * `attachment-size`, `attachment-erased`, `attachments-waiting`, `member-ration`, `disk-full`.
   */
  async announce(member: MemberId, announced: Announced): Promise<Progress> {
    const { store, random } = this.#options;
    const { hash, bytes } = announced;
    if (bytes < 1 || bytes > attachmentBytesMax) throw refusals.wrongSize(bytes);
    if (isGone(store.db, member, hash)) throw refusals.erased();
    const known = fileOfMember(store.db, member, hash);
    if (known?.bytes === bytes) return progressOf(known);
    this.#assertAllowed(member);
    if (store.status().freeBytes < bytes + freeBytesMin) throw refusals.diskFull();
    await this.sweep();
    const now = this.#now();
    const begin = (tx: Tx) => {
      const again = fileOfMember(tx.db, member, hash);
      if (again?.bytes === bytes) return progressOf(again);
      if (again?.received === again?.bytes && again !== null) throw refusals.wrongHash();
      // Another size for the same hash: one of them was wrong, and nothing was checked yet.
      if (again !== null) removeFile(tx, again);
      if (this.#unnamed(tx, member) >= unnamedMax) throw refusals.tooManyWaiting(unnamedMax);
      insertFile(tx, member, announced, { random, now });
      return { received: 0, bytes };
    };
    return store.write(begin, member);
  }

  /**
   * Takes the piece at `offset`; a piece that is here already does no harm. Resolves, once it is on
   * disk, to how much is here. Throws `attachment-unknown`, `attachment-erased`, `AttachmentGap`,
   * `attachment-piece`, `attachment-hash` (then nothing of it is kept), `member-ration`,
   * `disk-full`.
   */
  async put(member: MemberId, hash: FileId, offset: number, piece: Uint8Array): Promise<number> {
    const { store, allowance } = this.#options;
    this.#assertWanted(member, hash, offset, piece);
    const taken = await store.write((tx) => this.#take(tx, member, hash, offset, piece), member);
    if (taken.isNew) allowance.spend(member, piece.length);
    if (taken.isWrong) throw refusals.wrongHash();
    if (taken.isWhole) for (const listener of this.#listeners) listener();
    return taken.received;
  }

  /**
   * A whole file for a reader: `mayRead` says of the texts that name it whether they may see one.
   * Throws the same `attachment-absent` (404) for what is not here, not whole, and not for them.
   */
  read(
    hash: FileId,
    mayRead: (naming: { op: OpId; member: MemberId }) => boolean,
  ): { op: OpId; bytes: number; pieces: () => Generator<Uint8Array> } {
    const { store } = this.#options;
    const naming = namingsOf(store.db, hash).find(mayRead);
    const file = filesByHash(store.db, hash).find(({ received, bytes }) => received === bytes);
    const key = file === undefined ? null : store.sealingKey(file.key);
    if (naming === undefined || file === undefined || key === null) throw refusals.absent();
    return { op: naming.op, bytes: file.bytes, pieces: () => piecesOf(store, file, key) };
  }

  /** What is kept about a member, for the copy of everything. */
  listOf(member: MemberId): { hash: FileId; bytes: number; received: number }[] {
    return filesOfMember(this.#options.store.db, member).map(({ hash, bytes, received }) => ({
      hash,
      bytes,
      received,
    }));
  }

  /** Throws away everything of a member who leaves. */
  async forget(member: MemberId): Promise<void> {
    await this.#options.store.write((tx) => {
      for (const file of filesOfMember(tx.db, member)) removeFile(tx, file);
    });
  }

  /** Throws away what nobody came back to. */
  async sweep(): Promise<void> {
    const now = this.#now();
    await this.#options.store.write((tx) => sweep(tx, now));
  }

  async #sweepAndGoOn(): Promise<void> {
    const { later = timer } = this.#options;
    // A full disk or a busy box: the next time does.
    await this.sweep().catch(() => {});
    this.#stopTimer = later(sweepEveryMs, () => void this.#sweepAndGoOn());
  }

  #now(): number {
    return nowSeconds(this.#options.clock);
  }

  #assertAllowed(member: MemberId): void {
    const wait = this.#options.allowance.waitSeconds(member);
    if (wait > 0) throw refusals.tooMuchToday(wait);
  }

  /** What can be told before the piece stands in line with everything else. */
  #assertWanted(member: MemberId, hash: FileId, offset: number, piece: Uint8Array): void {
    const { db } = this.#options.store;
    if (isGone(db, member, hash)) throw refusals.erased();
    const file = fileOfMember(db, member, hash);
    if (file === null) throw refusals.unknown();
    const fits = piece.length === Math.min(pieceBytes, file.bytes - offset);
    if (piece.length === 0 || offset % pieceBytes !== 0 || !fits)
      throw refusals.wrongPiece(pieceBytes);
    if (offset >= file.received) this.#assertAllowed(member);
  }

  #take(tx: Tx, member: MemberId, hash: FileId, offset: number, piece: Uint8Array) {
    const { store, random } = this.#options;
    const file = fileOfMember(tx.db, member, hash);
    const key = file === null ? null : store.sealingKey(file.key);
    if (file === null || key === null) throw refusals.unknown();
    if (offset > file.received) throw new refusals.AttachmentGap(file.received);
    const nothing = { received: file.received, isNew: false, isWhole: false, isWrong: false };
    if (offset < file.received) return nothing;
    insertPiece(tx, file, piece, { key, random, now: this.#now() });
    const received = file.received + piece.length;
    const taken = { received, isNew: true, isWhole: received === file.bytes, isWrong: false };
    if (!taken.isWhole || isWhatItSays(tx.db, file, key)) return taken;
    removeFile(tx, file);
    return { ...taken, isWhole: false, isWrong: true };
  }

  #unnamed(tx: Tx, member: MemberId): number {
    const isNamed = tx.db.query(
      "SELECT 1 FROM attachment_naming WHERE hash = unhex(?) AND member = unhex(?)",
    );
    const all = filesOfMember(tx.db, member);
    return all.filter(({ hash }) => isNamed.get(hash, member) === null).length;
  }
}

/** How much is here of each, whoever brought it; 0 of what nobody has announced. */
export function receivedOf(db: Database, hashes: readonly FileId[]): Map<FileId, number> {
  return new Map(hashes.map((hash) => [hash, filesByHash(db, hash)[0]?.received ?? 0]));
}

function progressOf({ received, bytes }: StoredFile): Progress {
  return { received, bytes };
}

/** Throws `attachment-absent` where a piece was erased meanwhile, or is not what was sealed. */
function* piecesOf({ db }: Store, file: StoredFile, key: Uint8Array): Generator<Uint8Array> {
  for (let number = 0; number * pieceBytes < file.bytes; number++) {
    const piece = readPiece(db, file, number, key);
    if (piece === null) throw refusals.absent();
    yield piece;
  }
}

/** Nothing waits for it: a box that has nothing else to do may stop. */
function timer(waitMs: number, run: () => void): () => void {
  const timeout = setTimeout(run, waitMs);
  timeout.unref();
  return () => clearTimeout(timeout);
}
