import type { LlamaModel, Token } from "node-llama-cpp";
import type { GenerateRequest } from "../text-model.ts";
import { JsonEnd } from "./json-end.ts";
import { StopTexts } from "./stop-texts.ts";

/** How many tokens back the tokeniser looks to know whether a space belongs before the next. */
const tokensBefore = 8;
/** A character is at most four bytes, each possibly a token of its own. */
const characterTokensMax = 4;

/** Tokens as they come, into text as it can be said: whole characters, up to a stop. */
export class TokenText {
  readonly #model: LlamaModel;
  readonly #stops: StopTexts;
  readonly #json: JsonEnd | null;
  readonly #said: Token[] = [];
  #open: Token[] = [];
  #isJsonOver = false;

  constructor(model: LlamaModel, { stop = [] }: Pick<GenerateRequest, "stop">, isJson: boolean) {
    this.#model = model;
    this.#stops = new StopTexts(stop);
    this.#json = isJson ? new JsonEnd() : null;
  }

  get isOver(): boolean {
    return this.#stops.isOver || this.#isJsonOver;
  }

  take(token: Token): string {
    this.#open.push(token);
    const text = this.#model.detokenize(this.#open, false, this.#said);
    // Part of a character: the rest of its bytes is in the tokens to come.
    if (text.endsWith("\ufffd") && this.#open.length < characterTokensMax) return "";
    this.#said.push(...this.#open);
    this.#said.splice(0, this.#said.length - tokensBefore);
    this.#open = [];
    const end = this.#json?.take(text) ?? null;
    if (end !== null) this.#isJsonOver = true;
    return this.#stops.take(end === null ? text : text.slice(0, end));
  }

  /** What was held back, once nothing more comes. */
  rest(): string {
    const open = this.#open.length === 0 ? "" : this.#model.detokenize(this.#open, false);
    this.#open = [];
    return this.#stops.rest() + open;
  }
}
