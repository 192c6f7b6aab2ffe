/** A member's phone: signs once, keeps what it signed until a receipt comes, sends again. */
import { type Kind, kindByNumber } from "../../mesh/kinds/index.ts";
import {
  bodyOf,
  type CommunityId,
  createOperation,
  type DeviceId,
  decodeReceipt,
  deviceIdOf,
  type Operation,
  type OpId,
  type PublicKey,
  type Signer,
} from "../../mesh/op/index.ts";
import type { Dice } from "./dice.ts";
import { receiptHolds } from "./memory.ts";
import type { Reply } from "./sim-box.ts";

export interface Written {
  id: OpId;
  op: Operation;
  wire: Uint8Array;
  /** What the person wanted, once: several operations for one wish are a fault. */
  wish: string;
}

export interface PhoneParts {
  name: string;
  communityId: CommunityId;
  signer: Signer;
  boxKeys: PublicKey[];
  dice: Dice;
}

const batchMax = 5;

export class Phone {
  readonly name: string;
  readonly device: DeviceId;
  readonly signer: Signer;
  readonly outbox: Written[] = [];
  /** Everything it ever signed. */
  readonly written: Written[] = [];
  readonly acknowledged = new Set<OpId>();
  /** A box said that its invitation is worth nothing: this person never got in. */
  turnedAway = false;
  /** This device signed two operations under one number. */
  equivocates = false;
  private readonly parts: PhoneParts;
  private seq = 0;

  private constructor(parts: PhoneParts, device: DeviceId) {
    this.parts = parts;
    this.name = parts.name;
    this.signer = parts.signer;
    this.device = device;
  }

  static async make(parts: PhoneParts): Promise<Phone> {
    return new Phone(parts, await deviceIdOf(parts.signer.publicKey));
  }

  /** Signs and keeps. A network is not needed. */
  async write<Body>(kind: Kind<Body>, body: Body, time: number, wish: string): Promise<Written> {
    this.seq += 1;
    const written = await this.sign(kind, body, time, wish, this.seq);
    this.outbox.push(written);
    return written;
  }

  /** Two operations under one number: what only a cheat or a copied key does. */
  async equivocate<Body>(
    kind: Kind<Body>,
    bodies: [Body, Body],
    time: number,
  ): Promise<[Written, Written]> {
    this.equivocates = true;
    this.seq += 1;
    const [first, second] = bodies;
    return [
      await this.sign(kind, first, time, `one of two ${this.seq}`, this.seq),
      await this.sign(kind, second, time, `two of two ${this.seq}`, this.seq),
    ];
  }

  batch(): Written[] {
    return this.outbox.slice(0, batchMax);
  }

  /** Takes off what a box's receipt covers. Without a reply, everything is sent again. */
  async read(reply: Reply | null): Promise<void> {
    if (reply === null) return;
    const covered = await this.covered(reply.receipt);
    for (const { id, state } of reply.results) {
      if (id === null) continue;
      // A box that knows less may say so after another one has let the phone in.
      if (state === "turned-away" && !this.acknowledged.has(id)) this.giveUp();
      const isDone = state === "fork" || covered.has(id);
      const at = this.outbox.findIndex((entry) => entry.id === id);
      if (isDone && at >= 0) this.outbox.splice(at, 1);
      if (covered.has(id)) this.acknowledged.add(id);
    }
  }

  /** What a careless app might do when no reply comes: sign the same wish anew. */
  async signAgain(time: number): Promise<void> {
    const [oldest] = this.outbox;
    if (oldest === undefined) return;
    this.seq += 1;
    const kind = kindByNumber(oldest.op.header.kind);
    const body = bodyOf(oldest.op);
    if (kind === null || body === null) return;
    this.outbox[0] = await this.sign(kind, kind.schema.decode(body), time, oldest.wish, this.seq);
  }

  private async covered(receiptBytes: Uint8Array | null): Promise<Set<OpId>> {
    if (receiptBytes === null) return new Set();
    const receipt = decodeReceipt(receiptBytes);
    for (const key of this.parts.boxKeys) {
      if (await receiptHolds(receiptBytes, this.parts.communityId, key))
        return new Set(receipt.ids);
    }
    return new Set();
  }

  private giveUp(): void {
    this.turnedAway = true;
    this.outbox.length = 0;
  }

  private async sign<Body>(
    kind: Kind<Body>,
    body: Body,
    time: number,
    wish: string,
    seq: number,
  ): Promise<Written> {
    const { communityId, signer, dice } = this.parts;
    const { op, id, bytes } = await createOperation({
      communityId,
      signer,
      kind: kind.number,
      seq,
      time,
      body: kind.schema.encode(body),
      erasable: !kind.lasting,
      random: dice,
    });
    const written = { id, op, wire: bytes, wish };
    this.written.push(written);
    return written;
  }
}
