import type { Support } from "./check-support.ts";
import type { Question } from "./question.ts";

/** The language model that wrote an answer. */
export interface ModelInfo {
  readonly name: string;
  /** SHA-256 of the model file, lower-case hex; null on a machine where we cannot look at it. */
  readonly sha256: string | null;
}

export interface EngineCapabilities {
  /** Writes sentences of its own; otherwise every sentence is a quote. */
  readonly generates: boolean;
}

/** A passage as an engine gets it: numbered, and nothing but data. */
export interface EnginePassage {
  /** The number to cite, from 1. */
  readonly n: number;
  readonly title: string;
  /** The heading it stands under, if any. */
  readonly heading: string | null;
  readonly text: string;
  readonly lang: string;
  readonly tags: readonly string[];
  readonly form: "article" | "term";
  /** Past its date, or replaced by another item. */
  readonly isOutdated: boolean;
  /** How well it fits the question next to the best one, which has 1. */
  readonly closeness: number;
}

export interface EngineRequest {
  readonly question: Question;
  /** Best first. What is not here cannot be cited. */
  readonly passages: readonly EnginePassage[];
  /** How much of what is asked about the passages hold, from 0 to 1 (support.ts). */
  readonly support: number;
  /** To write in (BCP 47). */
  readonly language: string;
  /** What the community has decided about how it answers, a sentence each. */
  readonly instructions?: readonly string[];
  /** Words of the community that occur in the question, and what they mean here. */
  readonly terms?: readonly HouseTerm[];
}

export interface HouseTerm {
  readonly term: string;
  readonly definition: string;
}

/** One sentence of an answer, with the passages it rests on. */
export type AnswerSentence =
  | {
      readonly kind: "quote";
      /** Exactly one: the passage it was copied from. */
      readonly citations: readonly number[];
      /** Where in that passage's text it stands (UTF-16 offsets). */
      readonly start: number;
      readonly end: number;
    }
  | {
      readonly kind: "generated";
      /** At least one. */
      readonly citations: readonly number[];
      readonly text: string;
      /** Whether the passages say so. */
      readonly support: Support;
    };

export type AnswerEvent =
  | { readonly type: "sentence"; readonly sentence: AnswerSentence }
  /** The last event, always. `unknown` comes without sentences. */
  | { readonly type: "end"; readonly outcome: "answered" | "unknown" };

/**
 * Answers a question from passages. Implementations pass `engineConformance`
 * (engine-conformance.ts): they cite only what they were given, end exactly once, stop when the
 * signal aborts (throwing its reason), and treat everything inside a passage as data.
 */
export interface Engine {
  readonly name: string;
  readonly capabilities: EngineCapabilities;
  /** Null when no language model takes part. */
  readonly model: ModelInfo | null;
  answer(request: EngineRequest, signal: AbortSignal): AsyncIterable<AnswerEvent>;
}
