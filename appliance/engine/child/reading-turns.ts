/**
 * Who takes part in a step of the model: every stream with its next token, and prompts in turns,
 * so that nobody's text stands still.
 *
 * A step of the model holds the next token of every stream and some of the prompts' tokens, and
 * cannot be interrupted: while it lasts nobody gets a token, nobody new begins, and what was
 * stopped goes on. So the prompts' part of it is held near `stepMs` whatever model and machine: what
 * steps took decides how many tokens of prompts the next may have.
 *
 * Pieces are no longer than their step: a rest would make the library take the next step at once,
 * before the streams have come back with their next token, and they would miss every second one.
 */

/** Beside streams: half of what is promised to them, and their own tokens come on top. */
const stepMs = 150;
/** How much longer a step may be while nothing is being written: longer ones cost less a token. */
const aloneFactor = 2;
/** Fewer hardly make a step shorter: reading the weights takes the time then. */
export const stepPromptTokensMin = 16;
export const stepPromptTokensMax = 256;
const stepPromptTokensFirst = 32;
/** How often a step waits for who comes back in a moment. A turn of promises takes about three. */
const waitsMax = 32;
/** One odd step, on a machine that was busy, must not change much. */
const changeMax = 1.5;

interface Waiting {
  readonly tokens: readonly unknown[];
  /** The number of its sequence: what the library carries along for a strategy like this one. */
  readonly evaluationPriority: number;
}

interface Share<Item> {
  readonly item: Item;
  readonly processAmount: number;
}

interface WritingStream {
  /** To be called with its tokens; only the first says something. */
  hasToken(): void;
  leave(): void;
}

export class ReadingTurns {
  readonly #nowMs: () => number;
  readonly #queue: { readonly wanted: number; readonly grant: (tokens: number) => void }[] = [];
  #stepTokens = stepPromptTokensFirst;
  /** Pieces that may be read in the next step, and their tokens. */
  #pieces = 0;
  #granted = 0;
  #writing = 0;
  #waits = 0;
  /** The latest step that read prompts: when it began, how much of them, and tokens of all. */
  #last: { readonly atMs: number; readonly read: number; readonly tokens: number } | null = null;

  constructor(nowMs: () => number) {
    this.#nowMs = nowMs;
  }

  /** How many tokens of prompts a step may have now. */
  get stepTokens(): number {
    if (this.#writing > 0) return this.#stepTokens;
    return Math.min(stepPromptTokensMax, this.#stepTokens * aloneFactor);
  }

  /**
   * A stream that takes part in each step from now on; or, where `turn` tokens were taken that it
   * begins with, from its first token on.
   */
  begin(turn: number): WritingStream {
    let isWriting = turn === 0;
    let hasLeft = false;
    if (isWriting) this.#writing += 1;
    return {
      hasToken: () => {
        if (isWriting || hasLeft) return;
        isWriting = true;
        this.#writing += 1;
        this.done(turn);
      },
      leave: () => {
        if (hasLeft) return;
        hasLeft = true;
        if (!isWriting) this.done(turn);
        else {
          this.#writing -= 1;
          this.#grantNext();
        }
      },
    };
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
    this.#pieces -= 1;
    this.#granted -= tokens;
    this.#grantNext();
  }

  #grantNext(): void {
    while (true) {
      const [first] = this.#queue;
      if (first === undefined) return;
      const tokens = Math.min(first.wanted, this.stepTokens - this.#granted);
      // Crumbs at the end of a step would cost a turn each.
      if (tokens < Math.min(first.wanted, stepPromptTokensMin)) return;
      this.#queue.shift();
      this.#pieces += 1;
      this.#granted += tokens;
      first.grant(tokens);
    }
  }

  /**
   * What goes into the next step, in node-llama-cpp's form, up to `size`, in the order of
   * sequences: llama.cpp computes together only what stands in that order
   * (llama_batch_allocr::split_equal). In the order of arrival, 32 streams cost a third more.
   *
   * The library begins the next step as soon as one is over, when whoever got a token last is only
   * about to ask for another: one of eight streams would miss every step. Nothing is taken then,
   * and it asks again, after the promises that were ready have run.
   */
  readonly share = <Item extends Waiting>({
    items,
    size,
  }: {
    readonly items: readonly Item[];
    readonly size: number;
  }): Share<Item>[] => {
    const isWhole = items.length >= this.#writing + this.#pieces;
    this.#waits = isWhole || this.#waits === waitsMax ? 0 : this.#waits + 1;
    if (this.#waits > 0) return [];
    const streams = items.filter(({ tokens }) => tokens.length === 1);
    this.#learn(streams.length < items.length);
    // Nobody who writes is left out for a prompt.
    const room = { streams: Math.min(streams.length, size), prompts: 0 };
    room.prompts = size - room.streams;
    const shares: Share<Item>[] = [];
    for (const item of items.toSorted(bySequence)) {
      const kind = item.tokens.length === 1 ? "streams" : "prompts";
      const processAmount = Math.min(item.tokens.length, room[kind]);
      if (processAmount === 0) continue;
      shares.push({ item, processAmount });
      room[kind] -= processAmount;
    }
    const tokens = size - room.prompts;
    const read = tokens - Math.min(streams.length, size);
    this.#last = read > 0 ? { atMs: this.#nowMs(), read, tokens } : null;
    return shares;
  };

  /** `isNext`: a prompt waits again, so the step before ended just now. */
  #learn(isNext: boolean): void {
    // A short one says little about a whole one.
    if (this.#last === null || !isNext || this.#last.read < this.#stepTokens / 2) return;
    const tookMs = Math.max(1, this.#nowMs() - this.#last.atMs);
    const fitting = (this.#last.tokens * stepMs) / tookMs;
    const [least, most] = [this.#stepTokens / changeMax, this.#stepTokens * changeMax];
    const next = Math.round(Math.min(most, Math.max(least, fitting)));
    this.#stepTokens = Math.min(stepPromptTokensMax, Math.max(stepPromptTokensMin, next));
  }
}

function bySequence(one: Waiting, other: Waiting): number {
  return one.evaluationPriority - other.evaluationPriority;
}
