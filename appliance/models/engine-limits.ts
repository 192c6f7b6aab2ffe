/** What folkmoot.yml says about the engine, as the models need it. */

/** What the engine may take; 0 leaves it to the box. */
export interface EngineLimits {
  readonly slots: number;
  readonly contextTokens: number;
  readonly threads: number;
  readonly memoryBytesMax: number;
  /** Where the system starts the engine; null: the box does. */
  readonly engineSocket: string | null;
  /** Other machines of the network, in OpenAI's form. */
  readonly machines: readonly Machine[];
}

export interface Machine {
  readonly url: string;
  readonly model: string;
  readonly key?: string;
  readonly slots?: number;
  readonly weight?: number;
  readonly contextTokens?: number;
  /** What may go there: things given to the commons, things for all members, or anything. */
  readonly privacy?: "public-only" | "members" | "any";
  /** Whether it may stand outside the local network. */
  readonly outside?: boolean;
  /** It finds instead of writing: it turns texts into vectors. */
  readonly embeds?: boolean;
}
