/**
 * Keeps the record: the tree over everything that was logged, and the box's signed word on it. Told
 * by the store's events, it follows right behind the commit; on a start it reads the whole log
 * again and signs nothing until that is what it had signed before.
 */
import type { Database } from "bun:sqlite";
import {
  encodeInclusion,
  encodeInclusionFile,
  signCheckpoint,
  signOpening,
} from "../../mesh/log/index.ts";
import {
  type CommunityId,
  type DeviceId,
  deviceIdOf,
  FolkmootError,
  type OpId,
  type PublicKey,
  type Signer,
  toHex,
} from "../../mesh/op/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Random } from "../random.ts";
import { beginningOf, changedPositions, lastRestore } from "./beginnings.ts";
import { isMarkedRestored, readHead, unmarkRestored, writeHead } from "./head-file.ts";
import {
  dropTilesFrom,
  insertLog,
  type LogRow,
  logRows,
  putTile,
  tileRoots,
  updateLog,
} from "./record-table.ts";
import { RecordTree, tileLeaves } from "./record-tree.ts";
import { notInTree, notLogged, notSignedYet, recordChanged } from "./refusals.ts";

/** What the audit is told: the store, as far as it needs to know it. */
export interface ToldStore {
  readonly db: Database;
  write<T>(job: (tx: { readonly db: Database }) => T): Promise<T>;
  operation(id: OpId): { readonly position: number; readonly author: DeviceId } | null;
  ids(page: { after: number; limit: number }): OpId[];
  wire(id: OpId, part: "header"): Uint8Array | null;
  publicKey(device: DeviceId): PublicKey | null;
  on(listener: () => void): () => void;
}

export interface AuditOptions {
  readonly store: ToldStore;
  readonly communityId: () => CommunityId | null;
  readonly signer: Signer;
  readonly dataDir: string;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  /** Between two checkpoints; a test may be impatient. */
  readonly spacingMs?: number;
}

/** `checking`: a start is reading the log. `changed`: what was signed is not what is there. */
export type RecordState = "unfounded" | "checking" | "signed" | "changed";

// A checkpoint a second or two after the last operation is soon enough for every phone, and a
// burst of thousands costs a handful of signatures.
const defaultSpacingMs = 2_000;
const afterFailureMs = 10_000;
const idsPerRead = 1_000;

export class Audit {
  readonly #options: AuditOptions;
  #tree: RecordTree;
  #state: RecordState = "checking";
  #logs: LogRow[] = [];
  #tilesStored = 0;
  #damage: readonly [number, number] | null = null;
  #signedMs = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #running: Promise<void> = Promise.resolve();
  #stopListening: (() => void) | null = null;
  #closed = false;

  constructor(options: AuditOptions) {
    this.#options = options;
    this.#tree = this.#emptyTree();
  }

  get state(): RecordState {
    return this.#state;
  }

  /** The log in use; null before the first, and while a start is checking. */
  get current(): LogRow | null {
    return this.#state === "signed" ? (this.#logs.at(-1) ?? null) : null;
  }

  /** Oldest first. */
  get logs(): readonly LogRow[] {
    return this.#logs;
  }

  /** Positions that were changed, as far as it can tell. */
  get damage(): readonly [from: number, to: number] | null {
    return this.#damage;
  }

  /** Begins to check, then to follow. Resolves when the first check is over. */
  start(): Promise<void> {
    this.#stopListening ??= this.#options.store.on(() => this.#heard());
    this.#run(() => this.#begin());
    return this.#running;
  }

  /**
   * When the box was last restored from a copy (seconds since 1970), 0 for never: what it said
   * after that copy was made is forgotten here. Resolves once a start has found out.
   */
  async restoredAt(): Promise<number> {
    const { store, dataDir, clock } = this.#options;
    if (this.#stopListening !== null) await this.#running;
    if (isMarkedRestored(dataDir)) return nowSeconds(clock);
    return lastRestore(logRows(store.db));
  }

  /** The proof that the tree of `to` begins with the one of `from`. Throws `not-in-tree`. */
  consistency(from: number, to: number) {
    const { size } = this.#signed();
    if (to > size) throw notInTree();
    const path = this.#tree.consistencyPath(from, to);
    return { from, to, fromRoot: this.#tree.root(from), path };
  }

  /** CBOR for phones: `encodeInclusion`. Throws `not-logged`, `not-signed-yet`. */
  inclusion(id: OpId): Uint8Array<ArrayBuffer> {
    return encodeInclusion(this.#prove(id));
  }

  /** A file that anybody can check: `encodeInclusionFile`. Throws as `inclusion`. */
  proofFile(id: OpId): string {
    const { store, communityId, signer } = this.#options;
    const proof = this.#prove(id);
    const author = store.operation(id)?.author;
    const wire = store.wire(id, "header");
    const authorKey = author === undefined ? null : store.publicKey(author);
    const community = communityId();
    if (wire === null || authorKey === null || community === null) throw notLogged();
    return encodeInclusionFile(proof, { community, boxKey: signer.publicKey, authorKey, wire });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#stopListening?.();
    if (this.#timer !== null) clearTimeout(this.#timer);
    await this.#running;
  }

  #prove(id: OpId) {
    const { size, checkpoint } = this.#signed();
    const found = this.#options.store.operation(id);
    if (found === null) throw notLogged();
    const index = found.position - 1;
    if (checkpoint === null || index >= size) throw notSignedYet();
    return { index, path: this.#tree.inclusionPath(index, size), checkpoint };
  }

  #signed(): LogRow {
    const row = this.current;
    if (row !== null) return row;
    if (this.#state === "changed") throw recordChanged();
    throw notSignedYet();
  }

  #emptyTree(): RecordTree {
    const { store } = this.#options;
    return new RecordTree((number) => store.ids({ after: number * tileLeaves, limit: tileLeaves }));
  }

  /** One thing after the other; a failure is tried again later. */
  #run(work: () => Promise<void>): void {
    this.#running = this.#running.then(work).catch((error: unknown) => {
      const code = error instanceof FolkmootError ? error.code : "fault";
      this.#options.log.warn("record-not-signed", { code });
      this.#schedule(afterFailureMs);
    });
  }

  #heard(): void {
    if (this.#state !== "signed" && this.#state !== "unfounded") return;
    const sinceMs = this.#options.clock.monotonicMs() - this.#signedMs;
    const { spacingMs = defaultSpacingMs } = this.#options;
    this.#schedule(Math.max(0, spacingMs - sinceMs));
  }

  #schedule(delayMs: number): void {
    if (this.#timer !== null || this.#closed) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#run(() => (this.#state === "signed" ? this.#sign() : this.#begin()));
    }, delayMs);
    this.#timer.unref();
  }

  /** Takes in the next of what was logged; false once there is no more. */
  #follow(): boolean {
    const { store } = this.#options;
    const page = store.ids({ after: this.#tree.size, limit: idsPerRead });
    for (const id of page) this.#tree.append(id);
    return page.length === idsPerRead;
  }

  /** Takes in everything, in slices between which requests are answered. */
  async #followWhole(): Promise<void> {
    while (this.#follow() && !this.#closed) await new Promise((next) => setImmediate(next));
  }

  async #begin(): Promise<void> {
    const { store, communityId, dataDir, log } = this.#options;
    if (this.#state === "changed") return;
    if (communityId() === null) {
      this.#state = "unfounded";
      return;
    }
    this.#state = "checking";
    this.#tree = this.#emptyTree();
    await this.#followWhole();
    if (this.#closed) return;
    this.#logs = logRows(store.db);
    const beginning = beginningOf({
      tree: this.#tree,
      logs: this.#logs,
      head: readHead(dataDir),
      markedRestored: isMarkedRestored(dataDir),
    });
    const tiles = tileRoots(store.db);
    if (beginning === "changed") {
      this.#state = "changed";
      this.#damage = changedPositions(this.#tree, tiles, tileLeaves);
      log.error("record-changed", { from: this.#damage?.[0] ?? null });
      return;
    }
    // The signed heads hold, so tiles that say otherwise are what was damaged: they are made anew.
    const isSound = changedPositions(this.#tree, tiles, tileLeaves) === null;
    this.#tilesStored = isSound ? inARow(tiles, this.#tree.tileCount) : 0;
    if (beginning !== "go-on") await this.#openLog(beginning);
    await this.#sign();
    this.#state = "signed";
    // What was logged while this was being signed has not been heard of.
    this.#heard();
  }

  async #openLog(beginning: "begin" | "restore"): Promise<void> {
    const { store, communityId, signer, dataDir, clock, random, log } = this.#options;
    const { size } = this.#tree;
    const [root, number] = [this.#tree.root(size), (this.#logs.at(-1)?.number ?? 0) + 1];
    const { origin, note } = await signOpening(
      {
        community: communityId() as CommunityId,
        box: await deviceIdOf(signer.publicKey),
        number,
        nonce: toHex(random.bytes(16)),
        opened: nowSeconds(clock),
        reason: beginning === "begin" ? "begun" : "restored",
        previous: this.#logs.at(-1)?.origin ?? null,
        size,
        root,
      },
      signer,
    );
    const row = { number, origin, opening: note, size, root, checkpoint: null, signed: null };
    await store.write(({ db }) => {
      insertLog(db, row);
      dropTilesFrom(db, this.#tree.tileCount);
    });
    await writeHead(dataDir, row);
    unmarkRestored(dataDir);
    this.#logs.push(row);
    log.info("record-opened", { number, size, restored: beginning === "restore" });
  }

  /** On disk first: the box must never show a head that it could forget to have signed. */
  async #sign(): Promise<void> {
    const { store, signer, dataDir, clock } = this.#options;
    await this.#followWhole();
    const last = this.#logs.at(-1);
    const { size } = this.#tree;
    if (last === undefined || size === 0 || this.#closed) return;
    if (last.checkpoint !== null && last.size === size) return;
    const root = this.#tree.root(size);
    const checkpoint = await signCheckpoint({ origin: last.origin, size, root }, signer);
    const row: LogRow = { ...last, size, root, checkpoint, signed: nowSeconds(clock) };
    const tiles = this.#newTiles();
    await store.write(({ db }) => {
      updateLog(db, row);
      for (const [number, tile] of tiles) putTile(db, number, tile);
    });
    await writeHead(dataDir, row);
    this.#tilesStored = Math.max(this.#tilesStored, (tiles.at(-1)?.[0] ?? -1) + 1);
    this.#logs[this.#logs.length - 1] = row;
    this.#signedMs = clock.monotonicMs();
  }

  #newTiles(): (readonly [number, Uint8Array])[] {
    const count = Math.max(0, this.#tree.tileCount - this.#tilesStored);
    return Array.from({ length: count }, (_, at) => {
      const number = this.#tilesStored + at;
      return [number, this.#tree.tileRoot(number)] as const;
    });
  }
}

/** How many tiles there are from the first on without a gap. */
function inARow(tiles: ReadonlyMap<number, unknown>, countMax: number): number {
  for (let number = 0; number < countMax; number++) if (!tiles.has(number)) return number;
  return countMax;
}
