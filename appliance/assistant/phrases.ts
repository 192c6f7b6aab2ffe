/** Whether words that somebody named stand in a text, in whatever form. Pure. */
import { stem } from "./stem.ts";
import { words } from "./words.ts";

/** Ready to be looked for in many texts. */
export interface Phrase {
  readonly words: readonly string[];
}

export function phraseOf(text: string): Phrase {
  return { words: words(text).map((word) => word.text) };
}

/** All of the phrase's words, one after the other: "the old seeds" holds "old seed". */
export function holdsPhrase(text: Phrase, phrase: Phrase): boolean {
  const { length } = phrase.words;
  if (length === 0) return false;
  return text.words.some((_, at) =>
    phrase.words.every((word, index) => areAlike(word, text.words[at + index])),
  );
}

/** The community's languages mix within a sentence: forms of either of them will do. */
function areAlike(word: string, other: string | undefined): boolean {
  if (other === undefined) return false;
  if (word === other) return true;
  return stem(word, "en") === stem(other, "en") || stem(word, "es") === stem(other, "es");
}
