/** The only source of chance in a simulated world: one seed, one story. */
import { seededRandom } from "../support/operations.ts";

export interface Dice {
  chance(probability: number): boolean;
  below(count: number): number;
  pick<T>(from: readonly T[]): T;
  bytes(length: number): Uint8Array;
}

export function diceOf(seed: number): Dice {
  const random = seededRandom(seed);
  return {
    chance: (probability) => random.next() < probability,
    below: random.below,
    pick(from) {
      const picked = from[random.below(from.length)];
      if (picked === undefined) throw new Error("There is nothing to pick from.");
      return picked;
    },
    bytes: random.bytes,
  };
}
