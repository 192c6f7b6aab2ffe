import type { Knowledge } from "../knowledge/index.ts";

export type {
  FoundPassage,
  Frequencies,
  SearchWord,
  SpellingGuess,
  Viewer,
  WantedWord,
} from "../knowledge/index.ts";

/**
 * What the assistant needs of the room that keeps the knowledge. Everything is asked for a viewer:
 * what they may not see never reaches the assistant, not even as a count.
 */
export type PassageSource = Pick<
  Knowledge,
  "candidates" | "frequencies" | "nearest" | "spelling" | "passagesOf" | "passage"
> &
  Partial<Pick<Knowledge, "everyPassage" | "lexicon">>;
