/**
 * A world from a seed: boxes that lose power, phones with outboxes, a network that loses, delays,
 * doubles and splits, somebody who forges and somebody who says two things at once. Operations,
 * signatures, receipts, heads, radio packets and membership rules are the real ones.
 */
import { kinds, radioBodies } from "../../mesh/kinds/index.ts";
import { encodeRadio, type OpId, type Signer, toOpId } from "../../mesh/op/index.ts";
import { now } from "../support/membership.ts";
import { ModelBox } from "./box.ts";
import type { Bug } from "./bugs.ts";
import { problemsOf } from "./checks.ts";
import { type Dice, diceOf } from "./dice.ts";
import { Forger } from "./forger.ts";
import { Network } from "./network.ts";
import {
  enter,
  equivocateInviting,
  type Founding,
  found,
  founding,
  govern,
  invite,
  signerOf,
  talk,
} from "./people.ts";
import { Phone, type Written } from "./phone.ts";
import type { SimBox } from "./sim-box.ts";
import { StoreBox } from "./store-box.ts";

export interface Outcome {
  seed: number;
  problems: string[];
  operations: number;
  acknowledged: number;
  forgeries: number;
  forks: number;
  powerCuts: number;
}

export interface Settings {
  bug?: Bug;
  /** Three models that gossip, or one real store. */
  boxes?: "models" | "store";
}

const modelCount = 3;
/** A proposal that nobody made. */
const nothing = toOpId("0".repeat(32));
const newcomersMax = 5;
const ticks = 90;

export async function runWorld(seed: number, settings: Settings = {}): Promise<Outcome> {
  const world = await World.make(seed, settings);
  try {
    await world.live();
    return await world.end();
  } finally {
    await world.close();
  }
}

function models({ communityId, boxes }: Founding, bug: Bug | null): SimBox[] {
  const boxKeys = new Map(boxes.map(({ id, signer }) => [id, signer.publicKey]));
  return boxes.map(({ id, signer }, i) => {
    return new ModelBox({ name: `box ${i}`, id, communityId, signer, boxKeys, bug });
  });
}

async function realStore({ communityId, boxes }: Founding): Promise<SimBox[]> {
  return Promise.all(boxes.map(({ signer }) => StoreBox.open(communityId, signer)));
}

class World {
  private readonly seed: number;
  private readonly bug: Bug | null;
  private readonly dice: Dice;
  private readonly network: Network;
  private readonly founding: Founding;
  private readonly forger: Forger;
  private readonly boxes: SimBox[] = [];
  private readonly phones: Phone[] = [];
  private readonly questions: OpId[] = [];
  private tick = 0;
  private wishes = 0;
  private forgeries = 0;
  private powerCuts = 0;

  private constructor(seed: number, bug: Bug | null, of: Founding, forger: Signer) {
    this.seed = seed;
    this.bug = bug;
    this.dice = diceOf(seed);
    this.network = new Network(this.dice);
    this.founding = of;
    this.forger = new Forger(of.communityId, forger, this.dice);
  }

  static async make(seed: number, { bug, boxes = "models" }: Settings): Promise<World> {
    const of = await founding(boxes === "models" ? modelCount : 1);
    const world = new World(seed, bug ?? null, of, await signerOf("forger"));
    world.boxes.push(...(await (boxes === "models" ? models(of, bug ?? null) : realStore(of))));
    const founder = await world.addPhone("founder");
    await found(founder, of);
    const wires = founder.batch().map(({ wire }) => wire);
    for (const box of world.boxes) await founder.read(await box.submit(wires, world.time()));
    return world;
  }

  async close(): Promise<void> {
    for (const box of this.boxes) await box.close();
  }

  async live(): Promise<void> {
    for (; this.tick < ticks; this.tick++) {
      await this.weather();
      await this.people();
      await this.strangers();
      this.traffic();
      await this.network.deliver(this.tick);
    }
  }

  /** The network becomes whole, everything gets through, and then the power fails once more. */
  async end(): Promise<Outcome> {
    this.network.heal();
    for (const box of this.boxes) {
      if (box.up) await box.cutPower(this.dice);
      await box.start();
    }
    for (let round = 0; round < 20 && (round < 3 || this.isWaiting()); round++) {
      for (const phone of this.phones) {
        for (const box of this.boxes) await this.flushTo(phone, box);
      }
      for (const from of this.boxes) for (const to of this.boxes) await this.passOn(from, to);
    }
    for (const box of this.boxes) {
      await box.cutPower(this.dice);
      await box.start();
    }
    const problems = await problemsOf({ boxes: this.boxes, phones: this.phones });
    const effects = this.boxes[0]?.ledger().effects ?? [];
    return {
      seed: this.seed,
      problems,
      operations: effects.length,
      acknowledged: this.phones.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0),
      forgeries: this.forgeries,
      forks: effects.filter(({ refusal }) => refusal === "equivocation").length,
      powerCuts: this.powerCuts,
    };
  }

  private async weather(): Promise<void> {
    const { dice } = this;
    const names = [...this.boxes, ...this.phones].map(({ name }) => name);
    if (dice.chance(0.05)) this.network.partition(names);
    if (dice.chance(0.07)) this.network.join();
    for (const box of this.boxes) {
      if (!box.up && dice.chance(0.2)) await box.start();
      else if (box.up && dice.chance(0.015)) {
        if (dice.chance(0.5)) box.doom(dice);
        else await box.cutPower(dice);
        this.powerCuts += 1;
      }
      if (box.up && dice.chance(0.1)) box.flush();
    }
  }

  private async people(): Promise<void> {
    const { dice } = this;
    const inside = this.phones.filter((phone) => phone.acknowledged.size > 0);
    if (dice.chance(0.25)) await this.speak(dice.pick(inside));
    if (dice.chance(0.05)) await this.askIn(dice.pick(inside));
    if (dice.chance(0.05)) await this.govern();
    if (dice.chance(0.015)) await this.equivocate(dice.pick(inside));
  }

  private async speak(phone: Phone): Promise<void> {
    const written = await talk(phone, this.questions, this.dice, this.time(), this.wish());
    const { kind } = written.op.header;
    if (kind === kinds.question.number) this.questions.push(written.id);
    if (kind !== kinds.ballot.number) return;
    const packet = encodeRadio(written.op, radioBodies);
    for (const box of this.boxes) {
      this.send(phone.name, box, () => box.hear(packet, this.time()));
    }
  }

  /** Sometimes more people hold the invitation than it is good for. */
  private async askIn(phone: Phone): Promise<void> {
    const uses = 1 + this.dice.below(2);
    const by = await invite(phone, uses, this.time(), this.wish());
    const holders = Math.min(uses + this.dice.below(2), newcomersMax + 1 - this.phones.length);
    for (let i = 0; i < holders; i++) {
      const newcomer = await this.addPhone(`newcomer ${this.phones.length}`);
      await enter(newcomer, this.founding.communityId, by, this.time());
    }
  }

  private async govern(): Promise<void> {
    const [steward, ...others] = this.phones;
    const members = others.flatMap(({ written }) => written.slice(0, 1).map(({ id }) => id));
    if (steward) await govern(steward, members, this.dice, this.time(), this.wish());
  }

  /** Tells one box one thing and another box another, under one number. */
  private async equivocate(phone: Phone): Promise<void> {
    if (phone === this.phones[0]) return;
    const both = this.dice.chance(0.3)
      ? await equivocateInviting(phone, this.time())
      : await this.equivocateVoting(phone);
    for (const { wire } of both) {
      const box = this.dice.pick(this.boxes);
      this.send(phone.name, box, async () => void (await box.submit([wire], this.time())));
    }
  }

  private equivocateVoting(phone: Phone) {
    const proposal = this.dice.pick([...this.questions, nothing]);
    const vote = (choice: number) => ({ proposal, choice, revision: 9 });
    return phone.equivocate(kinds.ballot, [vote(0), vote(1)], this.time());
  }

  private async strangers(): Promise<void> {
    if (!this.dice.chance(0.15)) return;
    const heard = this.dice.pick(this.phones.flatMap(({ written }) => written));
    const { wires, passed, packets } = await this.forger.forge(heard);
    this.forgeries += wires.length + passed.length + packets.length;
    const box = this.dice.pick(this.boxes);
    const time = this.time();
    this.send("forger", box, async () => {
      await box.submit(wires, time);
      await box.receive(passed);
      for (const packet of packets) await box.hear(packet, time);
      // Replaying what was said before is no forgery, and does nothing.
      await box.submit([heard.wire], time);
    });
  }

  /** Phones empty their outboxes, boxes compare heads. */
  private traffic(): void {
    const { dice } = this;
    for (const phone of this.phones) {
      if (phone.outbox.length > 0 && dice.chance(0.3)) this.post(phone, dice.pick(this.boxes));
    }
    for (const box of this.boxes) {
      const other = dice.pick(this.boxes);
      if (box.up && box !== other && dice.chance(0.15)) this.ask(box, other);
    }
  }

  private post(phone: Phone, box: SimBox): void {
    const batch: Written[] = phone.batch();
    this.send(phone.name, box, async () => {
      const reply = await box.submit(
        batch.map(({ wire }) => wire),
        this.time(),
      );
      this.network.send(this.tick, box.name, phone.name, () => phone.read(reply));
    });
    if (this.bug === "sign again instead of sending again" && this.dice.chance(0.2)) {
      this.network.send(this.tick, phone.name, phone.name, () => phone.signAgain(this.time()));
    }
  }

  private ask(box: SimBox, other: SimBox): void {
    const heads = box.heads();
    this.send(box.name, other, async () => {
      const passed = other.lackingFor(heads);
      this.send(other.name, box, () => box.receive(passed));
    });
  }

  /** A box without power hears nothing. */
  private send(from: string, box: SimBox, deliver: () => Promise<void>): void {
    this.network.send(this.tick, from, box.name, async () => {
      if (box.up) await deliver();
    });
  }

  private async flushTo(phone: Phone, box: SimBox | undefined): Promise<void> {
    if (box === undefined) return;
    for (let batch = 0; batch < 20 && phone.outbox.length > 0; batch++) {
      const wires = phone.batch().map(({ wire }) => wire);
      await phone.read(await box.submit(wires, this.time()));
    }
  }

  private async passOn(from: SimBox | undefined, to: SimBox): Promise<void> {
    if (from && from !== to) await to.receive(from.lackingFor(to.heads()));
  }

  private isWaiting(): boolean {
    return this.phones.some(({ outbox }) => outbox.length > 0);
  }

  private async addPhone(name: string): Promise<Phone> {
    const { communityId, boxes } = this.founding;
    const boxKeys = boxes.map(({ signer }) => signer.publicKey);
    const own = await signerOf(name);
    const phone = await Phone.make({ name, communityId, signer: own, boxKeys, dice: this.dice });
    this.phones.push(phone);
    return phone;
  }

  private time(): number {
    return now + this.tick;
  }

  private wish(): string {
    this.wishes += 1;
    return `wish ${this.wishes}`;
  }
}
