/**
 * Lets a few calls to a thread be under way at once, enough that it never waits for the next one;
 * the others wait in the order they came. Answers then arrive a few at a time, too: a hundred of
 * them at once would be taken apart in one turn of the server's event loop.
 */
export class FewAtOnce {
  readonly #max: number;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(max = 2) {
    this.#max = max;
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  async run<Answer>(call: () => Promise<Answer>): Promise<Answer> {
    if (this.#running < this.#max) this.#running += 1;
    else await new Promise<void>((go) => this.#waiting.push(go));
    try {
      return await call();
    } finally {
      // Whoever waits takes the place over.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
    }
  }
}
