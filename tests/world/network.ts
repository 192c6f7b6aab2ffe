/** Messages that are lost, late, doubled, out of order, or on the wrong side of a partition. */
import type { Dice } from "./dice.ts";

interface Message {
  due: number;
  from: string;
  to: string;
  deliver: () => Promise<void>;
}

export class Network {
  private readonly dice: Dice;
  private readonly sides = new Map<string, number>();
  private messages: Message[] = [];
  private loss: number;
  private doubling: number;
  private delayMax: number;

  constructor(dice: Dice) {
    this.dice = dice;
    this.loss = dice.below(40) / 100;
    this.doubling = dice.below(30) / 100;
    this.delayMax = 1 + dice.below(25);
  }

  send(tick: number, from: string, to: string, deliver: () => Promise<void>): void {
    const copies = this.dice.chance(this.doubling) ? 2 : 1;
    for (let copy = 0; copy < copies; copy++) {
      if (this.dice.chance(this.loss)) continue;
      this.messages.push({ due: tick + this.dice.below(this.delayMax), from, to, deliver });
    }
  }

  /** Delivers what is due, in any order. */
  async deliver(tick: number): Promise<void> {
    const due = this.messages.filter((message) => message.due <= tick);
    this.messages = this.messages.filter((message) => message.due > tick);
    while (due.length > 0) {
      const [message] = due.splice(this.dice.below(due.length), 1);
      if (message && this.canReach(message.from, message.to)) await message.deliver();
    }
  }

  canReach(from: string, to: string): boolean {
    return (this.sides.get(from) ?? 0) === (this.sides.get(to) ?? 0);
  }

  /** Splits everybody into two halves that do not hear each other. */
  partition(names: readonly string[]): void {
    for (const name of names) this.sides.set(name, this.dice.below(2));
  }

  join(): void {
    this.sides.clear();
  }

  /** From here on everything arrives. */
  heal(): void {
    this.join();
    this.loss = 0;
    this.doubling = 0;
    this.delayMax = 1;
  }
}
