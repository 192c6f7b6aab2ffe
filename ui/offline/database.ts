import { type DBSchema, type IDBPDatabase, openDB, unwrap } from "idb";
import type { CommunityId, DeviceId, MemberId, OpId } from "../../mesh/op/index.ts";
import { followTransactions, type OpenTransactions } from "./open-transactions.ts";

/** This device's key. The private half cannot be read out, not even by us. */
export interface StoredDevice {
  id: DeviceId;
  publicKey: Uint8Array;
  privateKey: CryptoKey;
}

/** Who this device speaks for. Kept over restarts, so that the app knows it while offline. */
export interface Membership {
  communityId: CommunityId;
  communityName: string;
  /** Encoded public key of the box; receipts are checked against it. */
  boxKey: Uint8Array;
  device: DeviceId;
  member: MemberId;
  roles: string[];
  groups: string[];
  /** `closed`: the box says that this device may speak no more. What is stored stays readable. */
  standing: "open" | "closed";
}

/** What became of an own operation. `sent`: on the box's disk, effect not known yet. */
export type OwnState = "queued" | "sent" | "done" | "no-effect" | "badsig" | "fork";

/** An operation this device signed. Kept for ever: a restored box may need it again. */
export interface OwnOperation<Body = unknown> {
  id: OpId;
  seq: number;
  kind: number;
  /** Seconds since 1970. */
  time: number;
  wire: Uint8Array;
  /** As given to `append`; null once erased. */
  body: Body | null;
  state: OwnState;
  /** Code of the reason when it has no effect. */
  reason: string | null;
  /** Seconds since 1970 by the box's clock, from its receipt; null before that. */
  receivedAt: number | null;
  /** The member has seen that it came to nothing, and wants to see it no more. */
  dismissed: boolean;
  /** How often the box did not know this device: after a restore it must learn it first. */
  unknownTries: number;
  /** Until then the box takes no more of this kind; milliseconds since 1970, this phone's clock. */
  heldUntilMs?: number;
}

/** Somebody else's operation, imported from a file to be carried to the box. */
export interface CarriedOperation {
  /** SHA-256 of the wire form, hex: the id needs the author's key, which a carrier may lack. */
  hash: string;
  wire: Uint8Array;
  state: "queued" | "sent" | "refused";
}

interface CachedResource {
  data: unknown;
  atMs: number;
}

interface StoredDraft {
  value: unknown;
  atMs: number;
}

interface FolkmootSchema extends DBSchema {
  /** `device`: StoredDevice. */
  keys: { key: string; value: StoredDevice };
  /** `membership`, `seq`, `contact`. */
  meta: { key: string; value: unknown };
  operations: { key: string; value: OwnOperation; indexes: { seq: number; state: string } };
  outbox: { key: number; value: { seq: number; id: OpId } };
  carried: { key: string; value: CarriedOperation };
  /** By `[member or "", path]`: another member on this phone never sees them. */
  cache: { key: [string, string]; value: CachedResource; indexes: { atMs: number } };
  drafts: { key: string; value: StoredDraft };
}

export type FolkmootDatabase = IDBPDatabase<FolkmootSchema>;

/** Operations and what goes with them are on disk when the transaction is done. */
export const strict = { durability: "strict" } as const;

let opened: Promise<FolkmootDatabase> | undefined;
let transactions: OpenTransactions | undefined;

/** The app's database, opened once per tab (or service worker). */
export function database(): Promise<FolkmootDatabase> {
  opened ??= openDB<FolkmootSchema>("folkmoot", 1, {
    upgrade(db) {
      db.createObjectStore("keys");
      db.createObjectStore("meta");
      const operations = db.createObjectStore("operations", { keyPath: "id" });
      operations.createIndex("seq", "seq");
      operations.createIndex("state", "state");
      db.createObjectStore("outbox", { keyPath: "seq" });
      db.createObjectStore("carried", { keyPath: "hash" });
      db.createObjectStore("cache").createIndex("atMs", "atMs");
      db.createObjectStore("drafts");
    },
    // Another tab runs a newer version: let it go ahead, and open again when next needed.
    blocking: (_now, _wanted, event) => {
      (event.target as IDBDatabase).close();
      opened = undefined;
    },
    terminated: () => {
      opened = undefined;
    },
  }).then((db) => {
    transactions = followTransactions(unwrap(db));
    return db;
  });
  return opened;
}

/**
 * For a page that is being left and may be kept to be shown again: whatever it has not committed
 * is taken back, so that no other page waits for a page that stands still.
 */
export function letGoOfDatabase(): void {
  transactions?.abort();
  opened?.then((db) => db.close()).catch(() => undefined);
  opened = undefined;
}

export async function readMembership(): Promise<Membership | null> {
  return ((await (await database()).get("meta", "membership")) as Membership | undefined) ?? null;
}

export async function writeMembership(membership: Membership): Promise<void> {
  await (await database()).put("meta", membership, "membership");
}

/** Removes everything the app keeps on this device: key, operations, copies, drafts. */
export async function wipeDevice(): Promise<void> {
  const db = await database();
  const stores = [...db.objectStoreNames];
  const tx = db.transaction(stores, "readwrite", strict);
  await Promise.all([...stores.map((store) => tx.objectStore(store).clear()), tx.done]);
}
