/** Whether words that somebody named stand in a text, in whatever form. Pure. */
import { meaningsOf } from "./glossary.ts";
import { type Language, languages } from "./language.ts";
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

/**
 * Whether a text says in another language what the phrase says: as far as everyday words go
 * (glossary.txt), all of it together, or word by word beside each other in any order: "old seeds"
 * are "semillas viejas".
 */
export function holdsMeaning(text: Phrase, phrase: Phrase): boolean {
  return languages.some((from) => {
    const own = stemsIn(phrase, from);
    if (own.length === 0) return false;
    const whole = translationsOf(own, from);
    if (whole.some((each) => placesOf(text, each).length > 0)) return true;
    if (own.length === 1) return false;
    return languages.some((to) => {
      const each = own.map((word) =>
        translationsOf([word], from)
          .filter((one) => one.language === to)
          .flatMap((one) => placesOf(text, one)),
      );
      return standTogether(each, own.length);
    });
  });
}

interface Translation {
  readonly language: Language;
  readonly stems: readonly string[];
}

function translationsOf(stems: readonly string[], from: Language): Translation[] {
  return meaningsOf(stems, from).flatMap(({ expressions }) =>
    languages
      .filter((language) => language !== from)
      .flatMap((language) => expressions[language].map((each) => ({ language, stems: each }))),
  );
}

/** Chinese is compared as it is written. */
function stemsIn({ words: own, english, spanish }: Phrase, language: Language) {
  return { en: english, es: spanish, zh: own }[language];
}

/** At which words an expression begins. */
function placesOf(text: Phrase, { language, stems }: Translation): number[] {
  const own = stemsIn(text, language);
  return own.flatMap((_, at) =>
    stems.every((part, offset) => own[at + offset] === part) ? [at] : [],
  );
}

/** Whether one of each stands within so many words. */
function standTogether(each: readonly (readonly number[])[], wordsMax: number): boolean {
  return each
    .flat()
    .some((from) =>
      each.every((places) => places.some((at) => at >= from && at < from + wordsMax)),
    );
}
