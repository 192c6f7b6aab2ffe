/**
 * Sees where a JSON object or array ends while it is being written. The grammar that constrains a
 * model allows blank lines behind it, which nobody waits for.
 */
export class JsonEnd {
  #depth = 0;
  #inString = false;
  #escaped = false;
  #begun = false;

  /** How many characters of `text` belong to the value; null while it goes on. */
  take(text: string): number | null {
    for (let at = 0; at < text.length; at++) {
      const character = text[at];
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false;
        else if (character === "\\") this.#escaped = true;
        else if (character === '"') this.#inString = false;
      } else if (character === '"') {
        this.#inString = true;
      } else if (character === "{" || character === "[") {
        this.#begun = true;
        this.#depth += 1;
      } else if (character === "}" || character === "]") {
        this.#depth -= 1;
      }
      if (this.#begun && this.#depth <= 0) return at + 1;
    }
    return null;
  }
}
