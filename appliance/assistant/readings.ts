/**
 * What the words of questions may stand for, and how much finding them tells: worked out once for
 * as long as the community's vocabulary stays as it is. Questions share most of their words.
 */
import type { SpellingGuess } from "./passage-source.ts";
import type { Variant, WeighedVariant } from "./question.ts";

/** How much finding what a term may stand for tells, in one vocabulary. */
export interface Weighed {
  readonly variants: readonly WeighedVariant[];
  /** Of the member's own word. */
  readonly rarity: number;
  /** Whether any of them stands anywhere. */
  readonly isKnown: boolean;
}

/** Some three kilobytes each, with what is worked out of them. */
const keptMax = 1_000;

export class Readings {
  readonly #variants = new Map<string, { of: readonly Variant[]; by: readonly SpellingGuess[] }>();
  /** The same variants weigh the same; they go when the word goes. */
  readonly #weighed = new WeakMap<readonly Variant[], Weighed>();

  /**
   * The same array for the same key and the same guesses, so that whoever works something out of
   * it can hang that on the array.
   */
  variants(
    key: string,
    guesses: readonly SpellingGuess[],
    make: () => readonly Variant[],
  ): readonly Variant[] {
    const known = this.#variants.get(key);
    if (known?.by === guesses) return known.of;
    const made = make();
    if (this.#variants.size >= keptMax) this.#variants.clear();
    this.#variants.set(key, { of: made, by: guesses });
    return made;
  }

  weighed(variants: readonly Variant[]): Weighed | undefined {
    return this.#weighed.get(variants);
  }

  keep(variants: readonly Variant[], weighed: Weighed): void {
    this.#weighed.set(variants, weighed);
  }
}

/** Gone with the vocabulary, and so with what is erased. */
const kept = new WeakMap<object, Readings>();

/** @param lexicon what words are counted by, or null where that cannot be told from another */
export function readingsFor(lexicon: object | null): Readings {
  if (lexicon === null) return new Readings();
  const known = kept.get(lexicon);
  if (known !== undefined) return known;
  const made = new Readings();
  kept.set(lexicon, made);
  return made;
}
