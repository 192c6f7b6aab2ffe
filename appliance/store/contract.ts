import type { Database } from "bun:sqlite";
import type {
  CborValue,
  CommunityId,
  DeviceId,
  Heads,
  MemberId,
  OpId,
  PublicKey,
  Receipt,
  Signer,
} from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import type { Log } from "../log.ts";
import type { Random } from "../random.ts";

/** What an operation did. `reason` is a stable code that the app translates. */
export type Effect = { readonly done: true } | { readonly done: false; readonly reason: string };

/**
 * What became of one submitted operation.
 *
 * - `ok`: stored and fsynced. `dup`: was stored already (position and effect are the stored ones).
 * - `badsig`: malformed, unknown author or wrong signature; says nothing more to a stranger.
 * - `fork`: the author has signed another operation with this `seq`. Both are void; kept as proof.
 * - `retry`: the outcome of COMMIT is unknown, or the box is too busy, or will not take more from
 *   this member for now. Send it again: ids make it safe.
 */
export interface Submission {
  /** Null when the bytes could not be decoded, the author's key is unknown, or nobody looked. */
  readonly id: OpId | null;
  readonly state: "ok" | "dup" | "badsig" | "fork" | "retry";
  readonly position?: number;
  readonly effect?: Effect;
  /** Of a `dup`: its body had been missing and is stored now. */
  readonly late?: true;
  /** Of a `retry`: seconds before which trying again is of no use. */
  readonly again?: number;
}

/** Where an operation came from. `lane` groups requests that share one fair turn in the queue. */
export interface Origin {
  readonly carrier: "https" | "local" | "gossip" | "lora" | "bundle";
  readonly lane?: string;
}

/** One row of the log: everything but the body. */
export interface LoggedOperation {
  readonly position: number;
  readonly id: OpId;
  readonly author: DeviceId;
  readonly seq: number;
  readonly kind: number;
  /** Seconds since 1970, as the author's clock had it. */
  readonly time: number;
  /** Seconds since 1970 on this box's clock. */
  readonly received: number;
  readonly carrier: string;
  readonly effect: Effect;
  /** `inside` for lasting kinds; `absent` means the header arrived without its body. */
  readonly body: "inside" | "stored" | "absent" | "erased";
}

/** An operation as projections see it, decoded and with its author resolved. */
export interface AppliedOperation<Body = unknown> {
  readonly id: OpId;
  readonly position: number;
  readonly author: DeviceId;
  readonly member: MemberId;
  readonly roles: ReadonlySet<string>;
  readonly kind: number;
  readonly seq: number;
  readonly time: number;
  readonly received: number;
  /** Decoded by the kind's schema. Null once erased: only a replay of the log shows that. */
  readonly body: Body | null;
}

/** What seals one thing of a room, and the number by which it is found again. */
export interface SealingKey {
  readonly serial: number;
  /** 32 bytes, for AES-256-GCM. */
  readonly key: Uint8Array;
}

/**
 * The open transaction, on the writing connection. Use `tx.db` (never `store.db`, which is
 * read-only and sees committed rows only), and only until the callback returns.
 */
export interface Tx {
  readonly db: Database;
  operation(id: OpId): LoggedOperation | null;
  /** Decoded CBOR of the body, wherever it is kept; null if erased, absent or unknown. */
  body(id: OpId): CborValue[] | null;
  /**
   * Erases bodies for good: ciphertext and key are destroyed, every projection's `erase` hook runs,
   * and what freed pages and the WAL still hold is scrubbed before the caller gets its reply.
   * Ids not seen yet are remembered, so a body that arrives later is not stored.
   */
  erase(ids: readonly OpId[]): void;
  /** For private rows: what this transaction deletes is scrubbed in the same way. */
  scrub(): void;
  /** A key in the other database for something that a room seals; on disk when it returns. */
  makeKey(): SealingKey;
  /** Destroys it with this transaction for good, and scrubs what it had sealed. */
  destroyKey(serial: number): void;
}

/**
 * Tables computed from the log. Dropped and replayed when `version` changes, when two operations
 * turn out to be an equivocation, and when `rebuild()` is asked for. `apply` must depend on nothing
 * but the operation and the tables: no clock, no randomness.
 */
export interface Projection {
  readonly name: string;
  readonly version: number;
  /** CREATE TABLE, CREATE INDEX, CREATE VIRTUAL TABLE… without IF NOT EXISTS. */
  readonly schema: readonly string[];
  /** Names of the tables of `schema`, in an order in which they can be dropped. */
  readonly tables: readonly string[];
  /**
   * By kind number. Runs in a savepoint: `{done: false}` and exceptions roll back what it wrote.
   * Several projections may apply one kind; all must agree for the effect to be done.
   * An erased operation is applied (with body null) only if it had its effect before.
   */
  readonly apply: {
    readonly [kind: number]: (op: AppliedOperation<never>, tx: Tx) => Effect;
  };
  /** Deletes every row and index entry that holds something of this body. May run twice. */
  readonly erase?: (op: LoggedOperation, tx: Tx) => void;
  /** Tables went for a replay, or came back after one: what is remembered of them is wrong. */
  readonly forget?: (db: Database) => void;
}

/** What is known of an operation before its author is: enough to ask who may introduce whom. */
export interface Introduction {
  readonly id: OpId;
  readonly author: DeviceId;
  readonly kind: number;
  readonly seq: number;
  readonly time: number;
  readonly received: number;
  /** Decoded by the kind's schema; null if it did not decode. */
  readonly body: unknown;
}

export type Standing =
  | { readonly member: MemberId; readonly roles: ReadonlySet<string> }
  | { readonly refusal: string };

/** Who may speak, told to the store by the members room. All synchronous, all from tables. */
export interface Authority {
  /**
   * The public key an operation of an unknown author brings along for that author (enrol: the
   * device; root version 1: the founder's key), or null. Pure: only looks at its argument.
   * The store checks that the key hashes to `author` and verifies the signature with it.
   */
  introducedKey(op: Pick<Introduction, "author" | "kind" | "body">): PublicKey | null;
  /**
   * The key of an author who never introduces itself because everybody knows it already: a box,
   * which the root document lists. Null for all others.
   */
  listedKey?(author: DeviceId, db: Database): PublicKey | null;
  /** May this operation introduce that key? Consumes nothing. Runs inside the transaction. */
  introduce(op: Introduction, publicKey: PublicKey, db: Database): boolean;
  /**
   * The author's member and roles just before `position`, or why an operation of that kind by that
   * device has no effect (revoked, not allowed: one table says what each role may author).
   * For an operation that introduces its own author, asked with its own id as `introducing`.
   */
  standing(
    op: { readonly author: DeviceId; readonly kind: number; readonly position: number },
    db: Database,
    introducing: Introduction | null,
  ): Standing;
}

/** A forward-only step for private tables (rows that are not computed from the log). */
export interface Migration {
  /** The room it belongs to; numbers count up from 1 within a room. */
  readonly room: string;
  readonly number: number;
  readonly sql: string;
}

export interface StoreOptions {
  /** The data directory; created (0700) if missing. */
  readonly dir: string;
  /** Null before founding: then nothing verifies and every operation is `badsig`. */
  readonly communityId: () => CommunityId | null;
  readonly clock: Clock;
  readonly random: Random;
  readonly projections: readonly Projection[];
  readonly authority: Authority;
  readonly migrations: readonly Migration[];
  /** Signs receipts. Without one, `receipt` returns null. */
  readonly boxSigner?: Signer;
  /** Kinds that may use the reserve when the disk is full. */
  readonly urgentKinds?: readonly number[];
  readonly log?: Log;
  /** Sets a timer and returns what ends it; of the system unless given. */
  readonly later?: (waitMs: number, run: () => void) => () => void;
  /** For tests: what a weaker sync would lose, and a database that is full without a full disk. */
  readonly trial?: {
    readonly synchronous?: "NORMAL";
    readonly pagesMax?: number;
    readonly checkpointPages?: number;
  };
}

/** Two operations that a device signed with one `seq`: whoever has its key can check the proof. */
export interface Fork {
  readonly author: DeviceId;
  readonly seq: number;
  /** The operation in the log, and the other one, which is kept as a header only. */
  readonly logged: OpId;
  readonly other: OpId;
  readonly otherWire: Uint8Array;
}

export interface Damage {
  readonly position: number | null;
  readonly id: OpId | null;
  readonly what: "row" | "id" | "signature" | "body" | "author" | "index" | "unreadable";
}

export interface RehashReport {
  readonly checked: number;
  readonly damaged: readonly Damage[];
}

export type StoreEvent = {
  /** First and last position stored by one commit. */
  readonly positions: readonly [from: number, to: number];
  /** Tables were computed anew: anything read before may have changed. */
  readonly rebuilt: boolean;
};

export interface Keyring {
  /** Makes the member's key unless it exists. */
  create(member: MemberId): Promise<void>;
  has(member: MemberId): boolean;
  /** AES-256-GCM under the member's key. Throws `no-member-key` if there is none. */
  seal(member: MemberId, bytes: Uint8Array): Uint8Array;
  /** Each for itself, with the key unwrapped once. */
  sealEach(member: MemberId, parts: readonly Uint8Array[]): Uint8Array[];
  /** Null when the key was destroyed or the bytes are not what was sealed. */
  open(member: MemberId, sealed: Uint8Array): Uint8Array | null;
  /** Destroys the key: everything sealed with it is unreadable from then on. */
  destroy(member: MemberId): Promise<void>;
}

export interface StoreStatus {
  readonly position: number;
  readonly queued: number;
  readonly diskFull: boolean;
  /** Erased bytes that a running backup still keeps from being scrubbed. */
  readonly scrubPending: boolean;
  readonly bytes: number;
  readonly freeBytes: number;
}

/**
 * The box's memory. A resolved promise means COMMIT returned and the disk confirmed it.
 * Writes while the disk is full throw `FolkmootError("disk-full", status 507)`; when the queue is
 * full, `FolkmootError("busy", status 503)`. Reads go on in both cases.
 */
export interface Store {
  /** For reads: a connection of its own that refuses to write. */
  readonly db: Database;
  /** One result per wire, in order. Requests that arrive together share one COMMIT. */
  submit(wires: readonly Uint8Array[], origin: Origin): Promise<Submission[]>;
  /** Private rows, in the same queue; a throwing job rolls back alone and rejects alone. */
  write<T>(job: (tx: Tx) => T, lane?: string): Promise<T>;
  /**
   * A receipt over those of the submissions that are stored (`ok` and `dup`); what arrived at the
   * same time may share it.
   */
  receipt(submissions: readonly Submission[]): Promise<Receipt | null>;
  operation(id: OpId): LoggedOperation | null;
  /** Rows with a position greater than `after`, in order. */
  operations(page: { after: number; limit: number }): LoggedOperation[];
  /** Their ids alone, for whoever needs no more. */
  ids(page: { after: number; limit: number }): OpId[];
  /** The wire bytes, with the body beside them if asked and still there; null if unknown. */
  wire(id: OpId, part: "whole" | "header"): Uint8Array | null;
  body(id: OpId): CborValue[] | null;
  publicKey(device: DeviceId): PublicKey | null;
  /** A key made by `Tx.makeKey`; null once destroyed. */
  sealingKey(serial: number): Uint8Array | null;
  heads(): Heads;
  forks(): Fork[];
  position(): number;
  on(listener: (event: StoreEvent) => void): () => void;
  /** Drops the projections' tables and replays the log, in one transaction beside the readers. */
  rebuild(): Promise<void>;
  /**
   * Resolves once the tables follow from everything in the log: whoever is about to act on them
   * for good does not wait until a replay comes that was put off. Mostly at once.
   */
  caughtUp(): Promise<void>;
  /** Reads every stored operation and body again, in slices that leave the event loop free. */
  rehash(): Promise<RehashReport>;
  /** Writes a consistent, fsynced copy with a manifest into `dir`, which must not exist. */
  backup(dir: string): Promise<void>;
  status(): StoreStatus;
  readonly keyring: Keyring;
  close(): Promise<void>;
}
