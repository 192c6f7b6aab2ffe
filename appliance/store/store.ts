/** The store: its parts put together behind the contract. */
import type { Database } from "bun:sqlite";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { CborValue, DeviceId, Heads, OpId, PublicKey, Receipt } from "../../mesh/op/index.ts";
import { nowSeconds } from "../clock.ts";
import { silentLog } from "../log.ts";
import { Admission } from "./admission.ts";
import { writeBackup } from "./backup.ts";
import { Bodies } from "./bodies.ts";
import { truncateWal } from "./connection.ts";
import type {
  Fork,
  Keyring,
  LoggedOperation,
  Origin,
  RehashReport,
  Store,
  StoreEvent,
  StoreOptions,
  StoreStatus,
  Submission,
  Tx,
} from "./contract.ts";
import { destroyDoomedKeys } from "./doomed-keys.ts";
import type { KeyStore } from "./key-store.ts";
import { createKeyring } from "./keyring.ts";
import { Ledger } from "./ledger.ts";
import { LogReader } from "./log-reader.ts";
import { lastPosition } from "./operation-log.ts";
import { Projector } from "./projector.ts";
import { Rebuilds } from "./rebuilds.ts";
import { Receipts } from "./receipts.ts";
import { rehash } from "./rehash.ts";
import { freeBytes, type Reserve } from "./reserve.ts";
import { Scrubber } from "./scrubber.ts";
import { slices } from "./slices.ts";
import { Submitter } from "./submitter.ts";
import { WriteQueue } from "./write-queue.ts";

export interface Opened {
  readonly options: StoreOptions;
  readonly writer: Database;
  readonly reader: Database;
  readonly keys: KeyStore;
  readonly reserve: Reserve;
  readonly wrappingKey: Uint8Array;
}

export class SqliteStore implements Store {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly #opened: Opened;
  readonly #bodies: Bodies;
  readonly #projector: Projector;
  readonly #ledger: Ledger;
  readonly #queue: WriteQueue;
  readonly #submitter: Submitter;
  readonly #reader: LogReader;
  readonly #scrubber: Scrubber;
  readonly #rebuilds: Rebuilds;
  readonly #receipts: Receipts | null;
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  #position: number;

  constructor(opened: Opened) {
    const { options, writer, reader, keys, reserve, wrappingKey } = opened;
    const { boxSigner, clock, random, authority, projections, log = silentLog } = options;
    this.#receipts = boxSigner === undefined ? null : new Receipts(boxSigner, clock);
    const monotonicMs = () => clock.monotonicMs();
    this.#opened = opened;
    this.db = reader;
    this.#bodies = new Bodies(keys);
    const parts = { db: writer, keys, bodies: this.#bodies, authority };
    this.#projector = new Projector({ ...parts, projections, log });
    const now = () => nowSeconds(clock);
    this.#ledger = new Ledger({ ...parts, projector: this.#projector, now });
    this.#reader = new LogReader(reader, this.#bodies, options.communityId);
    this.#scrubber = new Scrubber(writer, keys, log);
    const { later = timer } = options;
    this.#rebuilds = new Rebuilds({ rebuild: () => this.rebuild(), monotonicMs, later });
    this.#queue = new WriteQueue({
      db: writer,
      keys,
      reserve,
      monotonicMs,
      committed: () => this.#committed(),
      rolledBack: () => this.#ledger.rolledBack(),
    });
    this.#submitter = new Submitter({
      admission: new Admission({
        communityId: options.communityId,
        authority,
        deviceKey: (device) => this.publicKey(device),
        listedKey: (author) => authority.listedKey?.(author, reader) ?? null,
      }),
      ledger: this.#ledger,
      queue: this.#queue,
      urgentKinds: new Set(options.urgentKinds),
    });
    const write = (job: () => void) =>
      this.#queue.add(job, { lane: "keys", urgent: true, repeatable: true });
    this.keyring = createKeyring({ keys, random, wrappingKey, write });
    this.#position = lastPosition(reader);
  }

  /** What a start owes: no key that outlived its body, and tables that fit the projections. */
  async settle(): Promise<void> {
    const { writer, keys, options } = this.#opened;
    this.#bodies.finishErasures(writer);
    destroyDoomedKeys(writer, keys);
    if (this.#projector.isStale()) await this.rebuild();
    if (!truncateWal(writer) || !truncateWal(keys.db)) {
      (options.log ?? silentLog).warn("database-in-use");
    }
  }

  submit(wires: readonly Uint8Array[], origin: Origin): Promise<Submission[]> {
    return this.#submitter.submit(wires, origin);
  }

  write<T>(job: (tx: Tx) => T, lane = "local"): Promise<T> {
    return this.#queue.add(() => job(this.#projector.tx), {
      lane,
      urgent: false,
      repeatable: false,
    });
  }

  async receipt(submissions: readonly Submission[]): Promise<Receipt | null> {
    const community = this.#opened.options.communityId();
    const stored = submissions.filter(({ state }) => state === "ok" || state === "dup");
    const ids = stored.flatMap(({ id }) => (id === null ? [] : [id]));
    if (this.#receipts === null || community === null || ids.length === 0) return null;
    return this.#receipts.over(ids, community);
  }

  operation(id: OpId): LoggedOperation | null {
    return this.#reader.operation(id);
  }

  operations(page: { after: number; limit: number }): LoggedOperation[] {
    return this.#reader.operations(page);
  }

  ids(page: { after: number; limit: number }): OpId[] {
    return this.#reader.ids(page);
  }

  wire(id: OpId, part: "whole" | "header"): Uint8Array | null {
    return this.#reader.wire(id, part);
  }

  body(id: OpId): CborValue[] | null {
    return this.#reader.body(id);
  }

  publicKey(device: DeviceId): PublicKey | null {
    return this.#reader.publicKey(device);
  }

  sealingKey(serial: number): Uint8Array | null {
    return this.#opened.keys.bodyKey(serial);
  }

  heads(): Heads {
    return this.#reader.heads();
  }

  forks(): Fork[] {
    return this.#reader.forks();
  }

  position(): number {
    return this.#position;
  }

  on(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async rebuild(): Promise<void> {
    const breathe = this.#breathe();
    try {
      await this.#queue.exclusive(async () => {
        for (const _ of this.#projector.replay()) await breathe();
      });
    } catch (error) {
      this.#projector.forget();
      throw error;
    }
    this.#rebuilds.done();
    this.#tell({ positions: [1, this.#position], rebuilt: true });
  }

  async caughtUp(): Promise<void> {
    if (this.#rebuilds.isWanted) await this.rebuild();
  }

  async rehash(): Promise<RehashReport> {
    const communityId = this.#opened.options.communityId();
    if (communityId === null) return { checked: 0, damaged: [] };
    const { db } = this;
    const deviceKey = (device: DeviceId) => this.#reader.storedKey(device);
    const bodies = this.#bodies;
    return rehash({ db, bodies, communityId, deviceKey, breathe: this.#breathe() });
  }

  backup(dir: string): Promise<void> {
    const { clock, dir: dataDir } = this.#opened.options;
    return writeBackup(dataDir, dir, { breathe: this.#breathe(), now: nowSeconds(clock) });
  }

  status(): StoreStatus {
    const { dir } = this.#opened.options;
    const sizes = storeFiles.map((name) => statSync(join(dir, name), { throwIfNoEntry: false }));
    return {
      position: this.#position,
      queued: this.#queue.queued,
      diskFull: !this.#opened.reserve.present(),
      scrubPending: this.#scrubber.pending,
      bytes: sizes.reduce((sum, stat) => sum + (stat?.size ?? 0), 0),
      freeBytes: freeBytes(dir),
    };
  }

  async close(): Promise<void> {
    this.#rebuilds.close();
    await this.#queue.close();
    this.#scrubber.close();
    const { writer, reader, keys } = this.#opened;
    reader.close();
    truncateWal(writer);
    truncateWal(keys.db);
    writer.close();
    keys.db.close();
  }

  #committed(): void {
    const { operations, offenders } = this.#ledger.takeAdditions();
    const [first] = operations;
    const last = operations.at(-1);
    this.#reader.added(operations);
    if (last !== undefined) this.#position = last.position;
    this.#scrubber.afterCommit();
    for (const offender of offenders) this.#rebuilds.want(offender);
    if (first !== undefined && last !== undefined) {
      this.#tell({ positions: [first.position, last.position], rebuilt: false });
    }
  }

  #tell(event: StoreEvent): void {
    for (const listener of this.#listeners) {
      try {
        listener(event);
      } catch {
        (this.#opened.options.log ?? silentLog).error("store-listener-failed");
      }
    }
  }

  #breathe() {
    const { clock } = this.#opened.options;
    return slices(() => clock.monotonicMs());
  }
}

/** Nothing waits for these: a box that has nothing else to do may stop. */
function timer(waitMs: number, run: () => void): () => void {
  const timeout = setTimeout(run, waitMs);
  timeout.unref();
  return () => clearTimeout(timeout);
}

const storeFiles = ["folkmoot.db", "folkmoot.db-wal", "keys.db", "keys.db-wal"];
