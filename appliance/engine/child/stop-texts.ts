/** Holds back what may become a text at which to stop. */
export class StopTexts {
  readonly #stops: readonly string[];
  #held = "";
  #isOver = false;

  constructor(stops: readonly string[]) {
    this.#stops = stops.filter((stop) => stop !== "");
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** What of everything written so far may be said now. */
  take(text: string): string {
    if (this.#stops.length === 0) return text;
    const all = this.#held + text;
    const found = this.#stops.map((stop) => all.indexOf(stop)).filter((at) => at >= 0);
    if (found.length > 0) {
      this.#isOver = true;
      this.#held = "";
      return all.slice(0, Math.min(...found));
    }
    const kept = Math.max(...this.#stops.map((stop) => overlap(all, stop)));
    this.#held = all.slice(all.length - kept);
    return all.slice(0, all.length - kept);
  }

  /** What was held back, once nothing more comes. */
  rest(): string {
    return this.#isOver ? "" : this.#held;
  }
}

/** How many characters at the end of `text` are the beginning of `stop`. */
function overlap(text: string, stop: string): number {
  for (let length = Math.min(stop.length - 1, text.length); length > 0; length--) {
    if (text.endsWith(stop.slice(0, length))) return length;
  }
  return 0;
}
