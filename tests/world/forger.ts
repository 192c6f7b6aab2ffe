/** Somebody who hears everything and holds no key of the community. */
import { kinds, radioBodies } from "../../mesh/kinds/index.ts";
import {
  type CommunityId,
  concatBytes,
  createOperation,
  createReceipt,
  encodeOperation,
  encodeRadio,
  encodeReceipt,
  type Operation,
  type Signer,
  signedBytes,
  toCommunityId,
} from "../../mesh/op/index.ts";
import { enrolmentBytes } from "../../mesh/rules/index.ts";
import { flipBit } from "../support/operations.ts";
import type { Dice } from "./dice.ts";
import type { Written } from "./phone.ts";
import type { Passed } from "./sim-box.ts";

export interface Forgery {
  wires: Uint8Array[];
  /** Sent as if another box had logged it. */
  passed: Passed[];
  packets: Uint8Array[];
}

type Trick = (heard: Written) => Promise<Partial<Forgery>>;

export class Forger {
  private readonly communityId: CommunityId;
  private readonly signer: Signer;
  private readonly dice: Dice;

  constructor(communityId: CommunityId, signer: Signer, dice: Dice) {
    this.communityId = communityId;
    this.signer = signer;
    this.dice = dice;
  }

  /** Makes something out of what was overheard. */
  async forge(heard: Written): Promise<Forgery> {
    const made = await this.dice.pick(this.tricks)(heard);
    return { wires: [], passed: [], packets: [], ...made };
  }

  private readonly tricks: readonly Trick[] = [
    // Turns a bit over, anywhere.
    async ({ wire }) => ({ wires: [flipBit(wire, this.dice.below(wire.length * 8))] }),
    // Cuts something off.
    async ({ wire }) => ({ wires: [wire.slice(0, this.dice.below(wire.length))] }),
    // Puts other words above a good signature.
    async ({ op }) => ({
      wires: [encodeOperation({ ...op, header: { ...op.header, seq: op.header.seq + 1 } })],
    }),
    // Signs with a key of its own in somebody else's name.
    async ({ op }) => ({ wires: [await this.inTheNameOf(op)] }),
    // Signs properly, for a community whose tag is the same.
    async () => ({ wires: [await this.foreign()] }),
    // Enrols itself by a proof it made up.
    async () => ({ wires: [await this.intruding()] }),
    // Claims that another box has logged it.
    async ({ op }) => ({ passed: [await this.vouchedFor(await this.inTheNameOf(op))] }),
    // The same by radio, where hints are short.
    async ({ op }) => ({ packets: await this.packetsOf(op) }),
  ];

  private async inTheNameOf(op: Operation): Promise<Uint8Array> {
    const header = { ...op.header, seq: op.header.seq + 1 + this.dice.below(3) };
    const signed = signedBytes(this.communityId, this.signer.publicKey, header);
    return encodeOperation({ ...op, header, signature: await this.signer.sign(signed) });
  }

  private async foreign(): Promise<Uint8Array> {
    const communityId = toCommunityId(`${this.communityId.slice(0, 8)}${"0".repeat(56)}`);
    const body = kinds.leave.schema.encode({});
    const { number: kind } = kinds.leave;
    const made = { communityId, signer: this.signer, kind, seq: 1, time: 0, body };
    return (await createOperation({ ...made, erasable: false, random: this.dice })).bytes;
  }

  private async intruding(): Promise<Uint8Array> {
    const device = this.signer.publicKey;
    const proof = await this.signer.sign(enrolmentBytes(this.communityId, device));
    const authority = this.dice.pick(["founder", "invite", "recovery-key"] as const);
    const { number: kind, schema } = kinds.enrol;
    const body = schema.encode({ device, authority, invite: null, proof });
    const made = { communityId: this.communityId, signer: this.signer, kind, seq: 1, time: 0 };
    return (await createOperation({ ...made, body, erasable: false, random: this.dice })).bytes;
  }

  private async vouchedFor(wire: Uint8Array): Promise<Passed> {
    const receipt = await createReceipt(this.communityId, this.signer, 1, []);
    return { wire, receipt: encodeReceipt(receipt) };
  }

  private async packetsOf(op: Operation): Promise<Uint8Array[]> {
    if (op.header.kind !== kinds.ballot.number) return [this.dice.bytes(this.dice.below(231))];
    const packet = encodeRadio(op, radioBodies);
    return [
      flipBit(packet, this.dice.below(packet.length * 8)),
      concatBytes(packet.slice(0, -64), this.dice.bytes(64)),
      packet.slice(0, this.dice.below(packet.length)),
    ];
  }
}
