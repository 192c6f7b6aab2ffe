import { createHash } from "node:crypto";
import type { Kind } from "../../mesh/kinds/index.ts";
import {
  type CommunityId,
  createOperation,
  type DeviceId,
  deviceIdOf,
  type OpId,
  type Signer,
  signerFromSeed,
} from "../../mesh/op/index.ts";

/**
 * Keys and salts of the sample community follow from its seed, so that it is the same everywhere
 * and its links work again after a restart. Anybody can compute them: nothing real belongs in it.
 */
export class DemoSeed {
  readonly #seed: string;

  constructor(seed: string) {
    this.#seed = seed;
  }

  bytes(name: string, length: number): Uint8Array<ArrayBuffer> {
    const hash = createHash("sha256").update(`folkmoot demo/${this.#seed}/${name}`).digest();
    return new Uint8Array(hash).slice(0, length);
  }

  signer(name: string): Promise<Signer> {
    return signerFromSeed(this.bytes(name, 32));
  }
}

/** Collects signed operations in the order in which they are said. */
export class DemoLog {
  readonly communityId: CommunityId;
  readonly seed: DemoSeed;
  readonly wires: Uint8Array[] = [];

  constructor(communityId: CommunityId, seed: DemoSeed) {
    this.communityId = communityId;
    this.seed = seed;
  }

  /** Hands over what has been collected. */
  take(): Uint8Array[] {
    return this.wires.splice(0);
  }
}

/** A device of somebody in the sample community. */
export class DemoAuthor {
  readonly signer: Signer;
  readonly device: DeviceId;
  readonly #log: DemoLog;
  #seq = 0;

  private constructor(log: DemoLog, signer: Signer, device: DeviceId) {
    this.#log = log;
    this.signer = signer;
    this.device = device;
  }

  static async of(log: DemoLog, name: string): Promise<DemoAuthor> {
    const signer = await log.seed.signer(`device of ${name}`);
    return new DemoAuthor(log, signer, await deviceIdOf(signer.publicKey));
  }

  /** Continues after what this device has said before. */
  goOn(seq: number): void {
    this.#seq = Math.max(this.#seq, seq);
  }

  /** Signs a statement. `time`: seconds since 1970. */
  async say<Body>(kind: Kind<Body>, body: Body, time: number): Promise<OpId> {
    this.#seq += 1;
    const name = `salt ${this.device} ${this.#seq}`;
    const { id, bytes } = await createOperation({
      communityId: this.#log.communityId,
      signer: this.signer,
      kind: kind.number,
      seq: this.#seq,
      time,
      body: kind.schema.encode(body),
      erasable: !kind.lasting,
      random: { bytes: (length) => this.#log.seed.bytes(name, length) },
    });
    this.#log.wires.push(bytes);
    return id;
  }
}
