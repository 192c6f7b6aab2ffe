/** A model that writes, with its slots: several requests in one context, sharing each step. */
import {
  type ChatHistoryItem,
  type ChatWrapper,
  type EvaluationPriority,
  type Llama,
  type LlamaContext,
  type LlamaContextSequence,
  type LlamaGrammar,
  LlamaGrammarEvaluationState,
  type LlamaModel,
  resolveChatWrapper,
  type Token,
} from "node-llama-cpp";
import { FolkmootError } from "../../../mesh/op/index.ts";
import type { LoadRequest } from "../protocol.ts";
import type { ChatMessage, GenerateRequest, JsonSchema } from "../text-model.ts";
import { type LoadedModel, unusable } from "./load.ts";
import { ReadingTurns } from "./reading-turns.ts";
import { TokenText } from "./token-text.ts";

const stepTokensMax = 512;
/** Less room than this for the answer is none. */
const answerTokensMin = 16;
const grammarsKept = 32;

type GrammarSchema = Parameters<Llama["createGrammarForJsonSchema"]>[0];

export interface Written {
  readonly reason: "stop" | "length";
  readonly promptTokens: number;
  readonly reusedTokens: number;
  readonly tokens: number;
}

interface Prefilled {
  readonly reusedTokens: number;
  /** What the answer begins with: the last piece, and at least the last token. */
  readonly unread: Token[];
  /** How much of a step was taken for it. */
  readonly turn: number;
}

interface Slot {
  readonly sequence: LlamaContextSequence;
  /** Its number, under the name by which the library tells it to `ReadingTurns`. */
  readonly at: EvaluationPriority;
}

export class AnswerModel {
  readonly #model: LlamaModel;
  readonly #llama: Llama;
  readonly #wrapper: ChatWrapper;
  readonly #contextTokens: number;
  readonly #turns: ReadingTurns;
  /** In the order in which the library numbers them: neighbours are computed together. */
  readonly #free: Slot[];
  readonly #waiting: ((slot: Slot) => void)[] = [];
  readonly #grammars = new Map<string, LlamaGrammar>();

  constructor(
    loaded: LoadedModel,
    sequences: readonly LlamaContextSequence[],
    turns: ReadingTurns,
  ) {
    this.#llama = loaded.llama;
    this.#model = loaded.model;
    this.#contextTokens = sequences[0]?.contextSize ?? loaded.contextTokens;
    this.#free = sequences.map((sequence, at) => ({ sequence, at: at as EvaluationPriority }));
    this.#turns = turns;
    this.#wrapper = resolveChatWrapper(loaded.model);
  }

  get contextTokens(): number {
    return this.#contextTokens;
  }

  /** Aborting throws the reason; what is being computed for it then ends in the background. */
  async write(
    request: GenerateRequest,
    signal: AbortSignal,
    say: (text: string, tokens: number) => void,
  ): Promise<Written> {
    const tokens = this.#promptOf(request.messages);
    const room = this.#contextTokens - tokens.length;
    if (room < answerTokensMin) throw promptTooLong(tokens.length, this.#contextTokens);
    const grammar = request.schema === undefined ? null : await this.#grammarOf(request.schema);
    signal.throwIfAborted();
    const slot = await this.#take(tokens);
    try {
      const { reusedTokens, unread, turn } = await prefill(slot, tokens, this.#turns, signal);
      const maxTokens = Math.min(request.maxTokens, room);
      const wish = { ...request, maxTokens, unread, turn, grammar };
      const written = await this.#continue(slot, wish, signal, say);
      return { ...written, promptTokens: tokens.length, reusedTokens };
    } finally {
      this.#giveBack(slot);
    }
  }

  async #continue(
    { sequence, at }: Slot,
    request: GenerateRequest &
      Pick<Prefilled, "unread" | "turn"> & { grammar: LlamaGrammar | null },
    signal: AbortSignal,
    say: (text: string, tokens: number) => void,
  ): Promise<Pick<Written, "reason" | "tokens">> {
    const model = this.#model;
    const { temperature = 0, topK, topP, seed = 0, grammar, unread } = request;
    const text = new TokenText(model, request, grammar !== null);
    const sampled = sequence.evaluate(unread, {
      temperature,
      seed,
      evaluationPriority: at,
      ...(topK === undefined ? {} : { topK }),
      ...(topP === undefined ? {} : { topP }),
      ...(grammar === null
        ? {}
        : { grammarEvaluationState: new LlamaGrammarEvaluationState({ model, grammar }) }),
    });
    let tokens = 0;
    const stream = this.#turns.begin(request.turn);
    try {
      signal.throwIfAborted();
      for await (const token of sampled) {
        stream.hasToken();
        signal.throwIfAborted();
        tokens += 1;
        say(text.take(token), 1);
        if (text.isOver) return { reason: "stop", tokens };
        if (tokens >= request.maxTokens) {
          say(text.rest(), 0);
          return { reason: "length", tokens };
        }
      }
    } finally {
      stream.leave();
    }
    signal.throwIfAborted();
    say(text.rest(), 0);
    return { reason: "stop", tokens };
  }

  /** Contents are plain text to the tokeniser: a marker of the template in them is only letters. */
  #promptOf(messages: readonly ChatMessage[]): Token[] {
    const chatHistory = messages.map(({ role, content }): ChatHistoryItem => {
      if (role === "system") return { type: "system", text: content };
      return role === "user"
        ? { type: "user", text: content }
        : { type: "model", response: [content] };
    });
    chatHistory.push({ type: "model", response: [] });
    const { contextText } = this.#wrapper.generateContextState({ chatHistory });
    return contextText.tokenize(this.#model.tokenizer);
  }

  async #grammarOf(schema: JsonSchema): Promise<LlamaGrammar> {
    // Other values have no end that can be seen while they are written.
    if (schema["type"] !== "object" && schema["type"] !== "array") throw badSchema();
    const key = JSON.stringify(schema);
    const known = this.#grammars.get(key);
    if (known !== undefined) return known;
    try {
      // A schema it cannot express makes it throw, whatever the type says.
      const made = await this.#llama.createGrammarForJsonSchema(schema as GrammarSchema);
      this.#grammars.set(key, made);
      const [oldest] = this.#grammars.keys();
      if (this.#grammars.size > grammarsKept && oldest !== undefined) this.#grammars.delete(oldest);
      return made;
    } catch (cause) {
      throw badSchema(cause);
    }
  }

  /** The free sequence that remembers most of this prompt. */
  #take(tokens: Token[]): Promise<Slot> | Slot {
    const kept = this.#free.map(({ sequence }) => sequence.compareContextTokens(tokens));
    let best = 0;
    for (const [at, { firstDifferentIndex }] of kept.entries()) {
      if (firstDifferentIndex > (kept[best]?.firstDifferentIndex ?? 0)) best = at;
    }
    const [taken] = this.#free.splice(best, 1);
    return taken ?? new Promise((resolve) => this.#waiting.push(resolve));
  }

  #giveBack(slot: Slot): void {
    const next = this.#waiting.shift();
    if (next === undefined) {
      this.#free.push(slot);
      this.#free.sort((one, other) => one.at - other.at);
    } else next(slot);
  }
}

/** Makes the context and its slots, with one more than is used: what stops needs a moment to end. */
export async function openAnswerModel(
  loaded: LoadedModel,
  { slots, threads, adapters }: LoadRequest,
): Promise<AnswerModel> {
  const sequences = slots + 1;
  const turns = new ReadingTurns(() => performance.now());
  const made = await loaded.model
    .createContext({
      contextSize: loaded.contextTokens,
      sequences,
      batchSize: Math.min(stepTokensMax, loaded.contextTokens),
      threads,
      batching: { itemPrioritizationStrategy: turns.share },
      ...(adapters.length === 0
        ? {}
        : {
            lora: {
              adapters: adapters.map(({ path, scale }) => ({ filePath: path, scale })),
            },
          }),
    })
    .catch((cause: unknown): LlamaContext => {
      throw unusable(loaded.name, cause);
    });
  return new AnswerModel(
    loaded,
    Array.from({ length: sequences }, () => made.getSequence()),
    turns,
  );
}

/**
 * Everything but the last piece, with which the answer begins: a step of its own for the last token
 * would cost as much as a token that is written.
 */
async function prefill(
  { sequence, at: evaluationPriority }: Slot,
  tokens: Token[],
  turns: ReadingTurns,
  signal: AbortSignal,
): Promise<Prefilled> {
  const { firstDifferentIndex } = sequence.compareContextTokens(tokens);
  const kept = Math.min(firstDifferentIndex, tokens.length - 1);
  const { nextTokenIndex } = sequence;
  if (kept < nextTokenIndex) {
    await sequence.eraseContextTokenRanges([{ start: kept, end: nextTokenIndex }]);
  }
  // A model with memory of another kind may have had to forget more.
  const reusedTokens = sequence.nextTokenIndex;
  for (let at = reusedTokens; ; ) {
    const unread = tokens.slice(at);
    // The next token of what it has read before, as every other stream's.
    if (unread.length === 1) return { reusedTokens, unread, turn: 0 };
    const turn = await turns.take(unread.length);
    if (turn === unread.length) return { reusedTokens, unread, turn };
    try {
      // In pieces: between two of them, whoever stops is heard.
      signal.throwIfAborted();
      const piece = unread.slice(0, turn);
      await sequence.evaluateWithoutGeneratingNewTokens(piece, { evaluationPriority });
    } finally {
      turns.done(turn);
    }
    at += turn;
  }
}

function badSchema(cause?: unknown): FolkmootError {
  return new FolkmootError("bad-schema", "The engine cannot hold to this JSON schema.", {
    hint: "Ask for an object or an array, of texts, numbers, booleans, enums and constants.",
    cause,
    status: 400,
  });
}

function promptTooLong(tokens: number, contextTokens: number): FolkmootError {
  return new FolkmootError(
    "prompt-too-long",
    `This is too long for the model: ${tokens} of ${contextTokens} tokens.`,
    { hint: "Shorten the text, or use a model with a longer context.", status: 413 },
  );
}
