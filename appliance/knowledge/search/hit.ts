/** What search finds, as plain values that can pass between threads. */
import type { Consent, ItemForm } from "../../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../../mesh/op/index.ts";

/** A passage of a shown version, with what is needed to rank, cite and show it. */
export interface FoundPassage {
  readonly item: OpId;
  readonly version: OpId;
  /** Its number within the version, from 0. */
  readonly part: number;
  readonly title: string;
  readonly heading: string | null;
  /**
   * Verbatim: what stands from `start` on in the body, which in a term is followed by its context
   * and its example.
   */
  readonly text: string;
  readonly start: number;
  readonly lang: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly form: ItemForm;
  readonly audience: string;
  readonly consent: Consent;
  readonly author: MemberId;
  /** Whose knowledge it is, when not the author's. */
  readonly attribution: string | null;
  readonly source: string | null;
  /** Seconds since 1970: of the first version. */
  readonly created: number;
  readonly validUntil: number | null;
  /** The newest item that took this one's place and that the viewer may see. */
  readonly supersededBy: OpId | null;
}

export type Range = readonly [start: number, end: number];

export interface SearchHit extends FoundPassage {
  readonly score: number;
  /** 0 to 1: the share of the question's weight that the passage holds. */
  readonly matched: number;
  readonly expired: boolean;
  readonly highlights: readonly Range[];
  readonly titleHighlights: readonly Range[];
}

/** A folded word, or with `prefix` the beginning of one. */
export interface SearchWord {
  readonly word: string;
  readonly prefix: boolean;
}

/** A word to find passages by. */
export interface WantedWord extends SearchWord {
  /** Words of one term are ways to say the same: a passage gains by one of them. */
  readonly term: number;
  /** What a passage gains by it; more than 0. */
  readonly worth: number;
}

export interface Frequencies {
  /** Passages there are, and words in one on average. */
  readonly passages: number;
  readonly wordsAverage: number;
  /** For each word asked, in how many passages it stands. */
  readonly of: readonly number[];
}

export interface SpellingGuess {
  readonly word: string;
  /** 1 is the same word. */
  readonly likeness: number;
}

export interface SearchRequest {
  readonly query: string;
  /** The audiences that the viewer belongs to. */
  readonly audiences: readonly string[];
  /** Seconds since 1970. */
  readonly now: number;
  readonly limit: number;
  /** Passages of one item at most. */
  readonly perItem: number;
  readonly lang: string | null;
  readonly category: string | null;
  readonly tag: string | null;
}
