/** What of a passage is compared with questions: worked out once for as long as it is kept. */
import type { LaidOut } from "./laid-out.ts";
import { laidOutText } from "./occurrences.ts";
import { quotable } from "./orders.ts";
import { sentencesOf, type TextSentence } from "./sentences.ts";

/** The part of a passage that is compared with a question. */
export interface Rankable {
  readonly title: string;
  readonly heading: string | null;
  readonly text: string;
  readonly tags: readonly string[];
  readonly lang: string;
  readonly form: "article" | "term";
}

/**
 * Keyed by the passages themselves: the knowledge room hands out the same ones as long as they are
 * to be seen, and what it lets go of is gone from here, too.
 */
const known = new WeakMap<Rankable, PassageWords>();

export function wordsOfPassage(passage: Rankable): PassageWords {
  const kept = known.get(passage);
  if (kept !== undefined) return kept;
  const made = new PassageWords(passage);
  known.set(passage, made);
  return made;
}

/** Says that `other` is a copy of `passage`. */
export function shareWords(passage: Rankable, other: Rankable): void {
  known.set(other, wordsOfPassage(passage));
}

/** Each part is made when it is first asked for. */
export class PassageWords {
  readonly #title: string;
  readonly #heading: string;
  readonly #text: string;
  readonly #tags: readonly string[];
  readonly #lang: string;
  #inBody: LaidOut | null = null;
  #inTitle: LaidOut | null = null;
  #inHeading: LaidOut | null = null;
  #inTags: LaidOut | null = null;
  #sentences: readonly TextSentence[] | null = null;

  constructor({ title, heading, text, tags, lang }: Rankable) {
    this.#title = title;
    this.#heading = heading ?? "";
    this.#text = text;
    this.#tags = tags;
    this.#lang = lang;
  }

  get body(): LaidOut {
    this.#inBody ??= laidOutText(this.#text, this.#lang);
    return this.#inBody;
  }

  get title(): LaidOut {
    this.#inTitle ??= laidOutText(this.#title, this.#lang);
    return this.#inTitle;
  }

  get heading(): LaidOut {
    this.#inHeading ??= laidOutText(this.#heading, this.#lang);
    return this.#inHeading;
  }

  get tags(): LaidOut {
    this.#inTags ??= laidOutText(this.#tags.join(" . "), this.#lang);
    return this.#inTags;
  }

  /** Those that may be quoted. */
  get sentences(): readonly TextSentence[] {
    this.#sentences ??= quotable(sentencesOf(this.#text, this.#lang));
    return this.#sentences;
  }
}
