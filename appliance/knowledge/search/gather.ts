/** Passages that hold what is asked for, the most promising first, without reading any. Pure. */
import type { WantedWord } from "./hit.ts";
import type { Posting } from "./postings.ts";

/** A word of the title counts this much more than one of the body. */
const titleGain = 0.4;

/**
 * Adds up what passages gain by the words they hold. Every term counts by the best of its words;
 * how often a word stands in a passage, and how long that is, is left to whoever reads it.
 */
export class Gathering {
  /** By row id: the sum of all terms so far, and the gain by the present one. */
  #sums = new Float32Array(0);
  #gains = new Float32Array(0);

  /** Row ids of at most `limit` passages; of equals the newest come first. */
  gather(
    words: readonly WantedWord[],
    postingsOf: (word: WantedWord) => readonly Posting[],
    limit: number,
  ): number[] {
    const found: number[] = [];
    for (const same of Map.groupBy(words, ({ term }) => term).values()) {
      for (const id of this.#gainBy(same, postingsOf)) {
        if (this.#sums[id] === 0) found.push(id);
        this.#sums[id] = (this.#sums[id] ?? 0) + (this.#gains[id] ?? 0);
        this.#gains[id] = 0;
      }
    }
    const best = this.#bestOf(found, limit);
    for (const id of found) this.#sums[id] = 0;
    return best;
  }

  /** The passages that hold any of the words of one term. */
  #gainBy(
    words: readonly WantedWord[],
    postingsOf: (word: WantedWord) => readonly Posting[],
  ): number[] {
    const held: number[] = [];
    // The weakest first: what is better is written over it.
    for (const word of words.toSorted((one, other) => one.worth - other.worth)) {
      for (const { all, titled } of postingsOf(word)) {
        this.#makeRoom(all.at(-1) ?? 0);
        for (const id of all) {
          if (this.#gains[id] === 0) held.push(id);
          this.#gains[id] = word.worth;
        }
        for (const id of titled) this.#gains[id] = word.worth * (1 + titleGain);
      }
    }
    return held;
  }

  #bestOf(found: readonly number[], limit: number): number[] {
    const sums = Float32Array.from(found, (id) => this.#sums[id] ?? 0).sort();
    const least = sums[Math.max(0, sums.length - limit)] ?? 0;
    const sumOf = (id: number) => this.#sums[id] ?? 0;
    const above = found.filter((id) => sumOf(id) > least);
    const equal = found.filter((id) => sumOf(id) === least).sort((one, other) => other - one);
    return [...above, ...equal.slice(0, limit - above.length)].sort(
      (one, other) => sumOf(other) - sumOf(one) || other - one,
    );
  }

  #makeRoom(id: number): void {
    if (id < this.#sums.length) return;
    const size = Math.ceil((id + 1) * 1.2);
    const grown = (from: Float32Array) => {
      const made = new Float32Array(size);
      made.set(from);
      return made;
    };
    this.#sums = grown(this.#sums);
    this.#gains = grown(this.#gains);
  }
}
