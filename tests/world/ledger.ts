/**
 * What follows from a set of logged operations, wherever they were logged first.
 *
 * Boxes of one community log the same operations in different orders, and membership depends on
 * order. So an operation stands where the first box that logged it put it: each box stamps what it
 * takes with a time greater than any it has seen (Lamport), and the earliest stamp counts. A stamp
 * is the box's receipt, so an author cannot choose it.
 */
import {
  bodyOf,
  type CommunityId,
  type DeviceId,
  type Operation,
  type OpId,
  type Receipt,
} from "../../mesh/op/index.ts";
import {
  applyMembership,
  emptyMembership,
  type MembershipState,
  type Refusal,
} from "../../mesh/rules/index.ts";
import { rememberingCrypto } from "./memory.ts";

export interface Stamp {
  time: number;
  box: DeviceId;
  /** Its place in the receipt, which covers everything of one request. */
  index: number;
}

export interface Entry {
  id: OpId;
  op: Operation;
  wire: Uint8Array;
  stamp: Stamp;
  /** The stamping box's receipt: the stamp, signed. */
  receipt: Uint8Array;
}

export interface Ledger {
  state: MembershipState;
  /** In the order in which they count. Null: it had its effect. */
  effects: { id: OpId; refusal: Refusal | null }[];
}

export function isEarlier(a: Stamp, b: Stamp): boolean {
  if (a.time !== b.time) return a.time < b.time;
  return a.box === b.box ? a.index < b.index : a.box < b.box;
}

/** The stamp that a receipt gives to one of its operations; null if it is none of them. */
export function stampIn(receipt: Receipt, id: OpId): Stamp | null {
  const index = receipt.ids.indexOf(id);
  return index < 0 ? null : { time: receipt.time, box: receipt.box, index };
}

export function ledgerOf(
  communityId: CommunityId,
  entries: Iterable<Entry>,
  order: "stamp" | "arrival" = "stamp",
): Ledger {
  const state = emptyMembership(communityId);
  const list = [...entries];
  const sorted = order === "arrival" ? list : list.sort(compare);
  const forked = forkedIds(list);
  const effects = sorted.map(({ id, op, stamp }, i) => {
    if (forked.has(id)) return { id, refusal: "equivocation" as const };
    const { author, header } = op;
    const place = { position: i + 1, received: stamp.time };
    const statement = { id, author, kind: header.kind, body: bodyOf(op), ...place };
    return { id, refusal: applyMembership(state, statement, rememberingCrypto) };
  });
  return { state, effects };
}

/** Both operations of every pair that one device signed under one number. */
export function forkedIds(entries: Iterable<Pick<Entry, "id" | "op">>): Set<OpId> {
  const byNumber = Map.groupBy(entries, ({ op }) => `${op.author}/${op.header.seq}`);
  const forks = [...byNumber.values()].filter((same) => same.length > 1);
  return new Set(forks.flat().map(({ id }) => id));
}

function compare(a: Entry, b: Entry): number {
  if (isEarlier(a.stamp, b.stamp)) return -1;
  if (isEarlier(b.stamp, a.stamp)) return 1;
  return a.id < b.id ? -1 : 1;
}
