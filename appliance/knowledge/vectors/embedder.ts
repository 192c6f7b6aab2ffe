/** What turns texts into vectors. The room does not know what that is: main.ts hands one in. */
export interface Embedder {
  /** Numbers in a vector. */
  readonly dims: number;
  /** SHA-256 of the model file, lower-case hex: vectors of two models cannot be compared. */
  readonly modelSha: string;
  /** One vector of length 1 (Euclidean) for each text, in order. Rejects when it cannot now. */
  embed(
    texts: readonly string[],
    as: "question" | "passage",
    signal: AbortSignal,
  ): Promise<readonly Float32Array[]>;
}

/** How far the passages are embedded, for people. */
export interface VectorStatus {
  /**
   * `off`: no model. `waiting`: the model does not answer at this moment. `disk-full`: it goes on
   * when there is room. `failed`: this machine cannot keep vectors, or could not for now.
   */
  readonly state: "off" | "embedding" | "ready" | "waiting" | "disk-full" | "failed";
  /** SHA-256 of the model; null when `off`. */
  readonly model: string | null;
  /** How far its vectors are believed, 0 to 1 (self-test.ts). */
  readonly trust: number;
  readonly done: number;
  readonly total: number;
}
