/** The store: its parts put together behind the contract. */
import type { Database } from "bun:sqlite";
import { statSync } from "node:fs";
import { join } from "node:path";
import {
  type CborValue,
  createReceipt,
  type DeviceId,
  encodeOperation,
  FolkmootError,
  type Heads,
  type OpId,
  opsPerRequestMax,
  type PublicKey,
  type Receipt,
  recordSeq,
} from "../../mesh/op/index.ts";
import { nowSeconds } from "../clock.ts";
import { silentLog } from "../log.ts";
import { Admission, type Candidate } from "./admission.ts";
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
import { bytesOf } from "./hex.ts";
import type { KeyStore } from "./key-store.ts";
import { createKeyring } from "./keyring.ts";
import { Ledger } from "./ledger.ts";
import { readForks, readHeads } from "./log-queries.ts";
import {
  bodyValue,
  lastPosition,
  loggedOf,
  operationOf,
  rowById,
  rowsAfter,
} from "./operation-log.ts";
import { Projector } from "./projector.ts";
import { Rebuilds } from "./rebuilds.ts";
import { rehash } from "./rehash.ts";
import { freeBytes, type Reserve } from "./reserve.ts";
import { Scrubber } from "./scrubber.ts";
import { slices } from "./slices.ts";
import { WriteQueue } from "./write-queue.ts";

export interface Opened {
  readonly options: StoreOptions;
  readonly writer: Database;
  readonly reader: Database;
  readonly keys: KeyStore;
  readonly reserve: Reserve;
  readonly wrappingKey: Uint8Array;
}

/** Rows of one page of the log at most, whatever was asked for. */
export const operationsPerPageMax = 1_000;

export class SqliteStore implements Store {
  readonly db: Database;
  readonly keyring: Keyring;
  readonly #opened: Opened;
  readonly #bodies: Bodies;
  readonly #projector: Projector;
  readonly #ledger: Ledger;
  readonly #admission: Admission;
  readonly #queue: WriteQueue;
  readonly #scrubber: Scrubber;
  readonly #rebuilds: Rebuilds;
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #deviceKeys = new Map<DeviceId, PublicKey>();
  #position: number;
  #heads: Heads | null = null;
  readonly #urgentKinds: ReadonlySet<number>;

  constructor(opened: Opened) {
    const { options, writer, reader, keys, reserve, wrappingKey } = opened;
    const { clock, random, authority, projections, log = silentLog } = options;
    const monotonicMs = () => clock.monotonicMs();
    this.#opened = opened;
    this.#urgentKinds = new Set(options.urgentKinds);
    this.db = reader;
    this.#bodies = new Bodies(keys);
    const parts = { db: writer, keys, bodies: this.#bodies, authority };
    this.#projector = new Projector({ ...parts, projections, log });
    const now = () => nowSeconds(clock);
    this.#ledger = new Ledger({ ...parts, projector: this.#projector, now });
    const { communityId } = options;
    const deviceKey = (device: DeviceId) => this.publicKey(device);
    this.#admission = new Admission({ communityId, authority, deviceKey });
    this.#scrubber = new Scrubber(writer, keys, log);
    this.#rebuilds = new Rebuilds(() => this.rebuild(), monotonicMs);
    this.#queue = new WriteQueue({
      db: writer,
      keys,
      reserve,
      monotonicMs,
      committed: () => this.#committed(),
      rolledBack: () => this.#ledger.rolledBack(),
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
    if (this.#projector.isStale()) await this.rebuild();
    if (!truncateWal(writer) || !truncateWal(keys.db)) {
      (options.log ?? silentLog).warn("database-in-use");
    }
  }

  async submit(wires: readonly Uint8Array[], origin: Origin): Promise<Submission[]> {
    if (wires.length > opsPerRequestMax) {
      throw new FolkmootError("too-many-operations", "These are too many operations at once.", {
        status: 413,
      });
    }
    const candidates = await this.#admission.check(wires);
    const first = candidates.find((candidate) => candidate !== null);
    if (!first) return candidates.map(() => badSignature);
    const lane = origin.lane ?? first.op.author;
    return this.#admit(candidates, { ...origin, lane });
  }

  async #admit(
    candidates: readonly (Candidate | null)[],
    origin: Origin & { lane: string },
  ): Promise<Submission[]> {
    const { lane, carrier } = origin;
    const urgent = candidates.every((candidate) => candidate === null || this.#isUrgent(candidate));
    const job = (careful: boolean) =>
      candidates.map((one) =>
        one === null ? badSignature : this.#ledger.admit(one, { carrier, careful }),
      );
    try {
      return await this.#queue.add(job, { lane, urgent, repeatable: true });
    } catch (error) {
      const code = error instanceof FolkmootError ? error.code : null;
      if (code === "unknown-outcome" || code === "busy") return candidates.map(toRetry);
      if (code !== "disk-full" || urgent) throw error;
      const some = candidates.map((one) => (one !== null && this.#isUrgent(one) ? one : null));
      if (some.every((one) => one === null)) throw error;
      const results = await this.#admit(some, origin);
      return results.map((result, i) => (some[i] ? result : toRetry(candidates[i] ?? null)));
    }
  }

  write<T>(job: (tx: Tx) => T, lane = "local"): Promise<T> {
    return this.#queue.add(() => job(this.#projector.tx), {
      lane,
      urgent: false,
      repeatable: false,
    });
  }

  async receipt(submissions: readonly Submission[]): Promise<Receipt | null> {
    const { boxSigner, communityId, clock } = this.#opened.options;
    const community = communityId();
    const stored = submissions.filter(({ state }) => state === "ok" || state === "dup");
    const ids = stored.flatMap(({ id }) => (id === null ? [] : [id]));
    if (boxSigner === undefined || community === null || ids.length === 0) return null;
    return createReceipt(community, boxSigner, nowSeconds(clock), ids);
  }

  operation(id: OpId): LoggedOperation | null {
    const row = rowById(this.db, id);
    return row && loggedOf(row);
  }

  operations({ after, limit }: { after: number; limit: number }): LoggedOperation[] {
    return rowsAfter(this.db, after, Math.min(limit, operationsPerPageMax)).map(loggedOf);
  }

  wire(id: OpId, part: "whole" | "header"): Uint8Array | null {
    const row = rowById(this.db, id);
    const communityId = this.#opened.options.communityId();
    if (row === null || communityId === null) return null;
    const whole = part === "whole" && row.body === "stored";
    const detached = whole ? this.#bodies.read(this.db, { id, position: row.position }) : null;
    return encodeOperation({ ...operationOf(row, communityId), detached });
  }

  body(id: OpId): CborValue[] | null {
    return bodyValue(this.db, this.#bodies, id);
  }

  /** Devices are never forgotten, so what is committed can be remembered. */
  publicKey(device: DeviceId): PublicKey | null {
    const known = this.#deviceKeys.get(device);
    if (known !== undefined) return known;
    const key = this.#storedKey(device);
    if (key !== null) this.#deviceKeys.set(device, key);
    return key;
  }

  #storedKey(device: DeviceId): PublicKey | null {
    const row = this.db
      .query<{ key: Uint8Array }, [Uint8Array]>("SELECT key FROM device WHERE id = ?")
      .get(bytesOf(device));
    return row?.key ?? null;
  }

  heads(): Heads {
    this.#heads ??= readHeads(this.db);
    return structuredClone(this.#heads);
  }

  forks(): Fork[] {
    const communityId = this.#opened.options.communityId();
    return communityId === null ? [] : readForks(this.db, communityId);
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
    await this.#queue.exclusive(async () => {
      for (const _ of this.#projector.replay()) await breathe();
    });
    this.#tell({ positions: [1, this.#position], rebuilt: true });
  }

  async rehash(): Promise<RehashReport> {
    const communityId = this.#opened.options.communityId();
    if (communityId === null) return { checked: 0, damaged: [] };
    const { db } = this;
    const deviceKey = (device: DeviceId) => this.#storedKey(device);
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
    const { operations, rebuild } = this.#ledger.takeAdditions();
    const [first] = operations;
    const last = operations.at(-1);
    if (this.#heads !== null) {
      for (const { author, seq } of operations) recordSeq(this.#heads, author, seq);
    }
    if (last !== undefined) this.#position = last.position;
    this.#scrubber.afterCommit();
    if (rebuild) this.#rebuilds.want();
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

  #isUrgent({ op }: Candidate): boolean {
    return this.#urgentKinds.has(op.header.kind);
  }

  #breathe() {
    const { clock } = this.#opened.options;
    return slices(() => clock.monotonicMs());
  }
}

const storeFiles = ["folkmoot.db", "folkmoot.db-wal", "keys.db", "keys.db-wal"];
const badSignature: Submission = { id: null, state: "badsig" };

function toRetry(candidate: Candidate | null): Submission {
  return candidate === null ? badSignature : { id: candidate.id, state: "retry" };
}
