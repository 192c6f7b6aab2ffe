/** Something that writes text: the engine process, or another machine of the community's. */

export interface TextModelInfo {
  readonly name: string;
  /** SHA-256 of the model file, lower-case hex; null when it runs where we cannot hash it. */
  readonly sha256: string | null;
  /** Prompt and answer of one request together. */
  readonly contextTokens: number;
}

export interface ChatMessage {
  readonly role: "system" | "user" | "assistant";
  /** Text, never markup: nothing in it can open or close a turn. */
  readonly content: string;
}

export type JsonSchema = Readonly<Record<string, unknown>>;

export interface GenerateRequest {
  readonly messages: readonly ChatMessage[];
  readonly maxTokens: number;
  /** 0 takes the likeliest token each time. */
  readonly temperature?: number;
  readonly topP?: number;
  readonly topK?: number;
  /** The same seed and request give the same text from the same model. */
  readonly seed?: number;
  /** Texts at which to stop; they are not part of what is written. */
  readonly stop?: readonly string[];
  /** What is written is one JSON value of this schema. */
  readonly schema?: JsonSchema;
}

export type Generated =
  | { readonly type: "text"; readonly text: string; readonly tokens: number }
  /** The last, always. */
  | {
      readonly type: "end";
      /** `stop`: it came to its end. `length`: `maxTokens` or the context was full. */
      readonly reason: "stop" | "length";
      readonly promptTokens: number;
      /** How many of those were still in memory from an earlier request. */
      readonly reusedTokens: number;
      readonly tokens: number;
    };

/** Where a text model is now: `down` comes with why. */
export type TextModelState =
  | { readonly is: "ready" }
  | { readonly is: "starting" }
  | { readonly is: "down"; readonly code: string; readonly hint: string };

export interface TextModel {
  readonly info: TextModelInfo;
  /** How many requests it works on at the same time. */
  readonly slots: number;
  state(): TextModelState;
  /**
   * Writes. Aborting throws the signal's reason at once. Throws FolkmootError `engine-stopped`,
   * `engine-down`, `prompt-too-long`, `bad-schema`, `engine-failed`.
   */
  generate(request: GenerateRequest, signal: AbortSignal): AsyncIterable<Generated>;
}

/** Something that turns texts into vectors of one length. */
export interface Embedder {
  readonly info: TextModelInfo;
  readonly dimensions: number;
  state(): TextModelState;
  /** In order, each of length 1 (Euclidean). Long texts are cut at the model's context. */
  embed(texts: readonly string[], signal: AbortSignal): Promise<Float32Array[]>;
}
