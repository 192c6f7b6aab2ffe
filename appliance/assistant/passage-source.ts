import type { Role } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";

/** Who asks. What they may not see never reaches the assistant. */
export interface Viewer {
  readonly member: MemberId;
  readonly roles: ReadonlySet<Role>;
  /** Names of groups. */
  readonly groups: ReadonlySet<string>;
}

/** A piece of an item's newest accepted version, with what is needed to rank, cite and show it. */
export interface FoundPassage {
  readonly item: OpId;
  readonly version: OpId;
  /** Its number within the version, from 0. */
  readonly part: number;
  readonly title: string;
  /** Verbatim, from `start` on in the version's body (UTF-16). */
  readonly text: string;
  readonly start: number;
  readonly lang: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly form: "article" | "term";
  readonly author: MemberId;
  /** Whose knowledge it is, when not the author's. */
  readonly attribution: string | null;
  /** Seconds since 1970. */
  readonly created: number;
  readonly validUntil: number | null;
  /** The newest item that took this one's place and that the viewer may see. */
  readonly supersededBy: OpId | null;
}

/** A folded word, or with `prefix` the beginning of one. */
export interface SearchWord {
  readonly word: string;
  readonly prefix: boolean;
}

export interface Frequencies {
  /** Passages there are for this viewer, and words in one on average. */
  readonly passages: number;
  readonly wordsAverage: number;
  /** For each word asked, in how many passages it stands. Approximate counts will do. */
  readonly of: readonly number[];
}

/** A word of the community that a mistyped one may stand for. */
export interface SpellingGuess {
  readonly word: string;
  /** 1 is the same word. */
  readonly likeness: number;
}

/** What the assistant needs of the room that keeps the knowledge. */
export interface PassageSource {
  /** Passages that hold any of the words, the most telling first. */
  candidates(
    viewer: Viewer,
    words: readonly SearchWord[],
    limit: number,
  ): Promise<readonly FoundPassage[]>;
  /** Every passage of an item's newest version; empty when the viewer may not see it. */
  passagesOf(viewer: Viewer, item: OpId): readonly FoundPassage[];
  /** Null once erased, hidden or not for this viewer (any more). */
  passage(viewer: Viewer, version: OpId, part: number): FoundPassage | null;
  frequencies(viewer: Viewer, words: readonly SearchWord[]): Promise<Frequencies>;
  /** For each word its likely meant ones; none for a word that stands somewhere as it is. */
  spelling(
    viewer: Viewer,
    words: readonly string[],
  ): Promise<readonly (readonly SpellingGuess[])[]>;
}
