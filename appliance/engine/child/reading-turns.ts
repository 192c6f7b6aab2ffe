/**
 * How prompts are read beside answers that are being written, so that nobody's text stands still.
 *
 * A step of the model holds the next token of every stream and some of the prompts' tokens, and
 * cannot be interrupted: while it lasts nobody gets a token, nobody new begins, and what was
 * stopped goes on. So its length is held near `stepMs` whatever model and machine: what steps took
 * decides how many tokens of prompts the next may have.
 *
 * Pieces are no longer than their step: a rest would make the library take the next step at once,
 * before the streams have come back with their next token, and they would miss every second one.
 */

/** Half of what is promised to the others, who have their own part of it too. */
const stepMs = 150;
/** Fewer hardly make a step shorter: reading the weights takes the time then. */
export const stepPromptTokensMin = 16;
export const stepPromptTokensMax = 256;
const stepPromptTokensFirst = 32;
/** One odd step, on a machine that was busy, must not change much. */
const changeMax = 1.5;

interface Waiting {
  readonly tokens: readonly unknown[];
}

interface Share<Item> {
  readonly item: Item;
  readonly processAmount: number;
}

export class ReadingTurns {
  readonly #nowMs: () => number;
  readonly #queue: { readonly wanted: number; readonly grant: (tokens: number) => void }[] = [];
  #stepTokens = stepPromptTokensFirst;
  #granted = 0;
  /** The latest step that read prompts: when it began, and how much of them. */
  #last: { readonly atMs: number; readonly tokens: number } | null = null;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** How many tokens of prompts a step may have now. */
  get stepTokens(): number {
    return this.#stepTokens;
  }

  /**
   * Resolves with how many of the `wanted` tokens may be read next, at least one. Give them back
   * with `done` once they are read, or not read at all. Whoever waits longest is first.
   */
  take(wanted: number): Promise<number> {
    return new Promise((grant) => {
      this.#queue.push({ wanted, grant });
      this.#grantNext();
    });
  }

  done(tokens: number): void {
    this.#granted -= tokens;
    this.#grantNext();
  }

  #grantNext(): void {
    while (true) {
      const [first] = this.#queue;
      if (first === undefined) return;
      const tokens = Math.min(first.wanted, this.#stepTokens - this.#granted);
      // Crumbs at the end of a step would cost a turn each.
      if (tokens < Math.min(first.wanted, stepPromptTokensMin)) return;
      this.#queue.shift();
      this.#granted += tokens;
      first.grant(tokens);
    }
  }

  /** What goes into the next step, in node-llama-cpp's form: streams, then prompts, up to `size`. */
  readonly share = <Item extends Waiting>({
    items,
    size,
  }: {
    readonly items: readonly Item[];
    readonly size: number;
  }): Share<Item>[] => {
    const streams = items.filter(({ tokens }) => tokens.length === 1);
    const prompts = items.filter(({ tokens }) => tokens.length > 1);
    this.#learn(prompts.length > 0);
    let left = size;
    const shares: Share<Item>[] = [];
    for (const item of [...streams, ...prompts]) {
      const processAmount = Math.min(item.tokens.length, left);
      if (processAmount === 0) break;
      shares.push({ item, processAmount });
      left -= processAmount;
    }
    const tokens = shares.reduce((sum, each) => sum + each.processAmount, 0);
    const read = tokens - Math.min(streams.length, size);
    this.#last = read > 0 ? { atMs: this.#nowMs(), tokens: read } : null;
    return shares;
  };

  /** `isNext`: a prompt waits again, so the step before ended just now. */
  #learn(isNext: boolean): void {
    // A short one says little about a whole one.
    if (this.#last === null || !isNext || this.#last.tokens < this.#stepTokens / 2) return;
    const tookMs = Math.max(1, this.#nowMs() - this.#last.atMs);
    const fitting = (this.#last.tokens * stepMs) / tookMs;
    const [least, most] = [this.#stepTokens / changeMax, this.#stepTokens * changeMax];
    const next = Math.round(Math.min(most, Math.max(least, fitting)));
    this.#stepTokens = Math.min(stepPromptTokensMax, Math.max(stepPromptTokensMin, next));
  }
}
