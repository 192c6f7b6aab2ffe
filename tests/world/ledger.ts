/**
 * What follows from a set of logged operations, wherever they were logged first.
 *
 * Boxes of one community log the same operations in different orders, and membership depends on
 * order. So an operation stands where the first box that logged it put it: each box stamps what it
 * takes with a time greater than any it has seen (Lamport), and the earliest stamp counts. A stamp
 * is the box's receipt, so an author cannot choose it.
 */
import { kindByNumber } from "../../mesh/kinds/index.ts";
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
  const voided = voidIds(sorted);
  const effects = sorted.map(({ id, op, stamp }, i) => {
    if (voided.has(id)) return { id, refusal: "equivocation" as const };
    const { author, header } = op;
    const place = { position: i + 1, time: header.time, received: stamp.time };
    const statement = { id, author, kind: header.kind, body: bodyOf(op), ...place };
    return { id, refusal: applyMembership(state, statement, rememberingCrypto) };
  });
  return { state, effects };
}

type Said = Pick<Entry, "id" | "op">;

/** Both operations of every pair that one device signed under one number. */
export function forkedIds(entries: Iterable<Said>): Set<OpId> {
  return new Set(forks(entries).flatMap((same) => same.map(({ id }) => id)));
}

/** Those that have no effect: both, unless others build on the first from the moment it stands. */
function voidIds(sorted: Iterable<Said>): Set<OpId> {
  const voided = forks(sorted).flatMap(([first, ...others]) =>
    first === undefined || isBinding(first) ? others : [first, ...others],
  );
  return new Set(voided.map(({ id }) => id));
}

export function isBinding({ op }: Said): boolean {
  return kindByNumber(op.header.kind)?.binding === true;
}

function forks(entries: Iterable<Said>): Said[][] {
  const byNumber = Map.groupBy(entries, ({ op }) => `${op.author}/${op.header.seq}`);
  return [...byNumber.values()].filter((same) => same.length > 1);
}

function compare(a: Entry, b: Entry): number {
  if (isEarlier(a.stamp, b.stamp)) return -1;
  if (isEarlier(b.stamp, a.stamp)) return 1;
  return a.id < b.id ? -1 : 1;
}
