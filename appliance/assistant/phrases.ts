/** Whether words that somebody named stand in a text, in whatever form. Pure. */
import { stem } from "./stem.ts";
import { words } from "./words.ts";

/** Ready to be looked for in many texts: its words, and their stems. */
export interface Phrase {
  readonly words: readonly string[];
  readonly english: readonly string[];
  readonly spanish: readonly string[];
}

export function phraseOf(text: string): Phrase {
  const found = words(text).map((word) => word.text);
  return {
    words: found,
    english: found.map((word) => stem(word, "en")),
    spanish: found.map((word) => stem(word, "es")),
  };
}

/** All of the phrase's words, one after the other: "the old seeds" holds "old seed". */
export function holdsPhrase(text: Phrase, phrase: Phrase): boolean {
  const { length } = phrase.words;
  if (length === 0) return false;
  for (let at = 0; at + length <= text.words.length; at += 1) {
    let offset = 0;
    while (offset < length && areAlike(phrase, offset, text, at + offset)) offset += 1;
    if (offset === length) return true;
  }
  return false;
}

/** The community's languages mix within a sentence: forms of either of them will do. */
function areAlike(one: Phrase, at: number, other: Phrase, place: number): boolean {
  return (
    one.words[at] === other.words[place] ||
    one.english[at] === other.english[place] ||
    one.spanish[at] === other.spanish[place]
  );
}
