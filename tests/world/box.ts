/** A box as the rules know it: real operations, real checks, and a disk that can lose power. */
import { kinds, radioBodies } from "../../mesh/kinds/index.ts";
import {
  bodyOf,
  type CommunityId,
  createReceipt,
  type DeviceId,
  decodeOperation,
  decodeRadio,
  decodeReceipt,
  encodeOperation,
  encodeReceipt,
  type Heads,
  missingFrom,
  type Operation,
  type OpId,
  operationIdWith,
  type PublicKey,
  recordSeq,
  type Signer,
  signedBytes,
} from "../../mesh/op/index.ts";
import {
  applyMembership,
  emptyMembership,
  enrolmentOf,
  introducedKey,
} from "../../mesh/rules/index.ts";
import type { Bug } from "./bugs.ts";
import type { Dice } from "./dice.ts";
import { Disk } from "./disk.ts";
import { type Entry, forkedIds, isEarlier, type Ledger, ledgerOf, stampIn } from "./ledger.ts";
import { operationHolds, receiptHolds, rememberingCrypto } from "./memory.ts";
import type { Passed, Reply, SimBox, State } from "./sim-box.ts";

interface Claim {
  op: Operation;
  id: OpId;
  publicKey: PublicKey;
}

export interface BoxParts {
  name: string;
  id: DeviceId;
  communityId: CommunityId;
  signer: Signer;
  /** All boxes of the community, itself included. */
  boxKeys: Map<DeviceId, PublicKey>;
  bug: Bug | null;
}

export class ModelBox implements SimBox {
  readonly name: string;
  readonly id: DeviceId;
  up = true;
  readonly communityId: CommunityId;
  private readonly signer: Signer;
  private readonly boxKeys: Map<DeviceId, PublicKey>;
  private readonly bug: Bug | null;
  private readonly disk = new Disk<Entry>();
  /** What is in memory: gone with the power, read back at the start. */
  private entries = new Map<OpId, Entry>();
  private keys = new Map<DeviceId, PublicKey>();
  private ledgerNow: Ledger | null = null;
  /** What was passed on and looked at before: boxes tell each other the same things often. */
  private seen = new WeakMap<Uint8Array, Uint8Array>();
  private clock = 0;
  private doomed: Dice | null = null;

  constructor(parts: BoxParts) {
    this.name = parts.name;
    this.id = parts.id;
    this.communityId = parts.communityId;
    this.signer = parts.signer;
    this.boxKeys = parts.boxKeys;
    this.bug = parts.bug;
  }

  /** From a phone. What the reply says is on disk. */
  async submit(wires: Uint8Array[], now: number): Promise<Reply | null> {
    if (!this.up) return null;
    this.clock = Math.max(this.clock + 1, now);
    const taken: Entry[] = [];
    const results: Reply["results"] = [];
    for (const wire of wires) results.push(await this.take(wire, taken));
    const logged = await this.receiptFor(taken.map(({ id }) => id));
    for (const entry of taken) this.disk.write(entry.id, { ...entry, receipt: logged });
    for (const entry of taken) entry.receipt = logged;
    if (this.doomed !== null) {
      await this.cutPower(this.doomed);
      return null;
    }
    if (this.bug !== "acknowledge before sync") this.disk.sync();
    const isStored = ({ state }: Reply["results"][number]) => state === "ok" || state === "dup";
    const ids = results.filter(isStored).flatMap(({ id }) => id ?? []);
    if (ids.length === 0) return { results, receipt: null };
    const isAll = ids.every((id, i) => id === taken[i]?.id) && ids.length === taken.length;
    return { results, receipt: isAll ? logged : await this.receiptFor(ids) };
  }

  /** From a radio: nobody gets an answer. */
  async hear(packet: Uint8Array, now: number): Promise<void> {
    if (!this.up) return;
    const heard = await decodeRadio(packet, radioBodies, {
      devices: (prefix) =>
        [...this.keys]
          .filter(([id]) => id.startsWith(prefix))
          .map(([, publicKey]) => ({ communityId: this.communityId, publicKey })),
      references: (_, __, prefix) => [...this.entries.keys()].filter((id) => id.startsWith(prefix)),
    });
    if (heard === null) return;
    await this.submit([encodeOperation(heard.op)], now);
  }

  /** What another box logged. Its receipt vouches for it; the signatures are checked again. */
  async receive(passed: Passed[]): Promise<void> {
    if (!this.up) return;
    for (const each of passed) await this.takePassed(each);
    this.disk.sync();
  }

  heads(): Heads {
    const heads: Heads = new Map();
    for (const { op } of this.entries.values()) recordSeq(heads, op.author, op.header.seq);
    return heads;
  }

  /**
   * What somebody with these heads lacks. Heads do not tell forks, nor who stamped first, so both
   * halves of every fork and this box's own stamps come along.
   */
  lackingFor(theirs: Heads): Passed[] {
    const wanted = missingFrom(theirs, this.heads());
    const forked = forkedIds(this.entries.values());
    return [...this.entries.values()].filter(({ id, op, stamp }) => {
      const ranges = wanted.get(op.author) ?? [];
      const lacks = ranges.some(([from, to]) => from <= op.header.seq && op.header.seq <= to);
      return lacks || stamp.box === this.id || forked.has(id);
    });
  }

  /** What the operating system does by itself, sooner or later. */
  flush(): void {
    this.disk.sync();
  }

  async cutPower(dice: Dice): Promise<void> {
    this.up = false;
    this.doomed = null;
    this.disk.cutPower(dice);
    this.entries.clear();
  }

  doom(dice: Dice): void {
    this.doomed = dice;
  }

  async start(): Promise<void> {
    this.up = true;
    this.entries = new Map();
    this.keys = new Map();
    this.clock = 0;
    this.ledgerNow = null;
    this.seen = new WeakMap();
    for (const [, entry] of this.disk.read()) this.remember(entry);
  }

  log(): Map<OpId, Entry> {
    return this.entries;
  }

  ledger(): Ledger {
    const order = this.bug === "apply in order of arrival" ? "arrival" : "stamp";
    this.ledgerNow ??= ledgerOf(this.communityId, this.entries.values(), order);
    return this.ledgerNow;
  }

  async ownProblems(): Promise<string[]> {
    return [];
  }

  async close(): Promise<void> {
    // Its disk was never more than memory.
  }

  private async take(wire: Uint8Array, taken: Entry[]): Promise<Reply["results"][number]> {
    const claim = this.read(wire);
    if (claim === null || !(await this.holds(claim))) return { id: null, state: "badsig" };
    const { id, op } = claim;
    if (this.entries.has(id)) return { id, state: "dup" };
    const refusal = this.keys.has(op.author) ? null : this.refuseStranger(claim);
    if (refusal !== null) return { id, state: refusal };
    const forked = this.hasNumber(op);
    if (forked && this.bug === "forget forks") return { id, state: "fork" };
    const stamp = { time: this.clock, box: this.id, index: taken.length };
    const entry = { id, op, wire, stamp, receipt: new Uint8Array() };
    taken.push(entry);
    this.remember(entry);
    return { id, state: forked ? "fork" : "ok" };
  }

  private async takePassed({ wire, receipt }: Passed): Promise<void> {
    if (this.seen.get(wire) === receipt) return;
    const claim = this.read(wire);
    if (claim === null) return;
    const { id, op } = claim;
    const stamp = stampIn(decodeReceipt(receipt), id);
    const boxKey = stamp && this.boxKeys.get(stamp.box);
    if (!stamp || !boxKey) return;
    const known = this.entries.get(id);
    if (known !== undefined && !isEarlier(stamp, known.stamp)) {
      this.seen.set(wire, receipt);
      return;
    }
    if (this.bug === "forget forks" && this.hasNumber(op)) return;
    if (!(await this.holds(claim))) return;
    if (!(await receiptHolds(receipt, this.communityId, boxKey))) return;
    const entry = { id, op, wire, stamp, receipt };
    this.disk.write(id, entry);
    this.remember(entry);
  }

  /** What these bytes claim to be; nothing is believed yet. */
  private read(wire: Uint8Array): Claim | null {
    let op: Operation;
    try {
      op = decodeOperation(wire);
    } catch {
      return null;
    }
    const known = this.keys.get(op.author);
    const publicKey = known ?? introducedKey(op.header.kind, bodyOf(op) ?? []);
    if (publicKey === null) return null;
    const signed = signedBytes(this.communityId, publicKey, op.header);
    return { op, id: operationIdWith(rememberingCrypto.sha256, signed), publicKey };
  }

  private async holds({ op, publicKey }: Claim): Promise<boolean> {
    if (this.bug === "skip signatures") return true;
    return operationHolds(op, this.communityId, publicKey);
  }

  /** A stranger is judged before the log takes a word of theirs. */
  private refuseStranger({ id, op }: Claim): State | null {
    const { author, header } = op;
    if (!Array.isArray(header.body)) return "badsig";
    const place = { author, time: header.time, received: this.clock };
    if (header.kind === kinds.root.number) {
      const nothing = emptyMembership(this.communityId);
      const statement = { ...place, id, kind: header.kind, body: header.body, position: 1 };
      return applyMembership(nothing, statement, rememberingCrypto) === null ? null : "badsig";
    }
    if (header.kind !== kinds.enrol.number) return "badsig";
    const body = kinds.enrol.schema.decode(header.body);
    const given = { op: place, body, crypto: rememberingCrypto };
    const enrolment = enrolmentOf(this.ledger().state, given);
    if (typeof enrolment !== "string") return null;
    // An invitation that has not come here yet may still come.
    const isLate = body.invite !== null && !this.entries.has(body.invite);
    return enrolment === "unknown-invite" && isLate ? "retry" : "turned-away";
  }

  private hasNumber({ author, header }: Operation): boolean {
    return [...this.entries.values()].some(
      ({ op }) => op.author === author && op.header.seq === header.seq,
    );
  }

  private async receiptFor(ids: OpId[]): Promise<Uint8Array> {
    if (ids.length === 0) return new Uint8Array();
    return encodeReceipt(await createReceipt(this.communityId, this.signer, this.clock, ids));
  }

  private remember(entry: Entry): void {
    const { id, op, stamp } = entry;
    this.entries.set(id, entry);
    const key = introducedKey(op.header.kind, bodyOf(op) ?? []);
    if (key !== null && !this.keys.has(op.author)) this.keys.set(op.author, key);
    this.clock = Math.max(this.clock, stamp.time);
    this.ledgerNow = null;
  }
}
