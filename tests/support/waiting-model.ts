/** A model that is let begin, and go on, by the test. */
import type {
  Generated,
  GenerateRequest,
  TextModel,
  TextModelState,
} from "../../appliance/engine/index.ts";

/** Writes one sentence twice, both citing passage 1: once it is ready, and once it may go on. */
export class WaitingModel implements TextModel {
  readonly info = { name: "waiting", sha256: "a".repeat(64), contextTokens: 4_096 };
  readonly slots = 1;
  readonly asked: GenerateRequest[] = [];
  readonly goOn = Promise.withResolvers<void>();
  readonly #sentence: string;
  isReady = false;

  constructor(sentence: string) {
    this.#sentence = sentence;
  }

  state(): TextModelState {
    return { is: this.isReady ? "ready" : "starting" };
  }

  /** Everything it was told. */
  read(): string[] {
    return this.asked.flatMap(({ messages }) => messages.map(({ content }) => content));
  }

  async *generate(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<Generated> {
    this.asked.push(request);
    const sentence = JSON.stringify({ text: this.#sentence, cites: [1] });
    yield { type: "text", text: `{"known":true,"sentences":[${sentence}`, tokens: 1 };
    const stopped = new Promise<never>((_, reject) => {
      signal.addEventListener("abort", () => reject(signal.reason));
    });
    await Promise.race([this.goOn.promise, stopped]);
    yield { type: "text", text: `,${sentence}]}`, tokens: 1 };
    yield { type: "end", reason: "stop", promptTokens: 1, reusedTokens: 0, tokens: 2 };
  }
}
