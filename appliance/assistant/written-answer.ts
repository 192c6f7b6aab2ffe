/** Reads the answer of a model while it is being written. Pure. */

export interface WrittenSentence {
  readonly text: string;
  readonly cites: readonly number[];
}

/**
 * Takes the text piece by piece and gives each sentence as soon as its brackets close. What is
 * malformed, cites nothing, or cites a number that was not offered is dropped: a backend that does
 * not keep to the form must not slip anything through.
 */
export class WrittenAnswer {
  readonly #numbers: ReadonlySet<number>;
  #text = "";
  #at = 0;
  #depth = 0;
  #inString = false;
  #escaped = false;
  #begun = 0;

  constructor(numbers: Iterable<number>) {
    this.#numbers = new Set(numbers);
  }

  /** False once it has said that it does not know. */
  get isKnown(): boolean {
    return !/^\s*\{\s*"known"\s*:\s*false/.test(this.#text);
  }

  take(piece: string): WrittenSentence[] {
    this.#text += piece;
    const found: WrittenSentence[] = [];
    for (; this.#at < this.#text.length; this.#at++) {
      const character = this.#text[this.#at];
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (character === "\\") this.#escaped = true;
        else if (character === '"') this.#inString = false;
      } else if (character === '"') {
        this.#inString = true;
      } else if (character === "{" || character === "[") {
        this.#depth += 1;
        if (character === "{" && this.#depth === sentenceDepth) this.#begun = this.#at;
      } else if (character === "}" || character === "]") {
        if (character === "}" && this.#depth === sentenceDepth) {
          const sentence = this.#read(this.#text.slice(this.#begun, this.#at + 1));
          if (sentence !== null) found.push(sentence);
        }
        this.#depth -= 1;
      }
    }
    return found;
  }

  #read(json: string): WrittenSentence | null {
    let value: unknown;
    try {
      value = JSON.parse(json);
    } catch {
      return null;
    }
    if (typeof value !== "object" || value === null) return null;
    const { text, cites } = value as { text?: unknown; cites?: unknown };
    if (typeof text !== "string" || text.trim() === "" || !Array.isArray(cites)) return null;
    const known = [...new Set(cites)].filter((n): n is number => this.#numbers.has(n as number));
    return known.length === 0 ? null : { text: text.trim(), cites: known };
  }
}

/** {"sentences": [{…}]} */
const sentenceDepth = 3;
