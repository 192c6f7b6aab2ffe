import { longestFrom, meaningsOf } from "./glossary.ts";
import { glossaryVariants } from "./glossary-variants.ts";
import { type Language, quietWords, shorthand, stopwords } from "./language.ts";
import type { SpellingGuess } from "./passage-source.ts";
import type { Term, Variant } from "./question.ts";
import type { Readings } from "./readings.ts";
import { stem } from "./stem.ts";
import type { Word } from "./words.ts";

const stemWeight = 0.9;
const guessWeight = 0.8;
/** "People", "say", "find": they stand in many questions and say little about any. */
const quietWeight = 0.4;
const quotedWeight = 2;
/** A scrap of one or two letters that means nothing known: mostly haste. */
const scrapWeight = 0.1;

export interface WordOptions {
  readonly text: string;
  readonly language: Exclude<Language, "zh">;
  readonly quoted: (word: Word) => boolean;
}

/** The words of a question as they are meant to be read: shorthand written out. */
export function spellOut(
  found: readonly Word[],
  { text, language, quoted }: WordOptions,
): { readonly words: readonly Word[]; readonly isHasty: boolean } {
  const spelt = found.flatMap((word) => {
    const isAsMeant = quoted(word) || isLetter(word, text);
    const meant = isAsMeant ? undefined : shorthand[language].get(word.text);
    return meant === undefined ? [word] : meant.map((written) => ({ ...word, text: written }));
  });
  return { words: spelt, isHasty: spelt.some((word, at) => word !== found[at]) };
}

/** Whether it helps to ask which word was meant: not for what is known, nor for numbers. */
export function mayBeMistyped(word: Word, { text, language }: WordOptions): boolean {
  if (isStopword(word.text) || isLetter(word, text) || /\d/.test(word.text)) return false;
  return meaningsOf([stem(word.text, language)], language).length === 0;
}

/** Terms of the words written in letters, as against Chinese characters. */
export function wordTerms(
  spelt: readonly Word[],
  guessesFor: ReadonlyMap<string, readonly SpellingGuess[]>,
  options: WordOptions,
  readings: Readings,
): Term[] {
  const stems = spelt.map((word) => stem(word.text, options.language));
  return spelt.flatMap((word, at) => {
    const expression = expressionAt(stems, at, options.language, word.start, readings);
    const isContent = !isStopword(word.text) || isLetter(word, options.text);
    const guesses = guessesFor.get(word.text) ?? noGuesses;
    const term = isContent ? wordTerm(word, guesses, options, readings) : null;
    return [expression, term].filter((each) => each !== null);
  });
}

const noGuesses: readonly SpellingGuess[] = [];

function wordTerm(
  word: Word,
  guesses: readonly SpellingGuess[],
  options: WordOptions,
  readings: Readings,
): Term | null {
  const { language } = options;
  // The nearest known word is a function word: "wenn" stands for "when", not for "went".
  if (guesses[0] !== undefined && isStopword(guesses[0].word)) return null;
  const { text, start } = word;
  const make = () => variantsOf(text, guesses, language);
  const variants = readings.variants(`${language} ${text}`, guesses, make);
  return { source: text, variants, weight: weightOf(word, options), at: start };
}

function variantsOf(
  word: string,
  guesses: readonly SpellingGuess[],
  language: WordOptions["language"],
): Variant[] {
  const own = stem(word, language);
  const variants: Variant[] = [
    { parts: [word], compare: "words", weight: 1 },
    { parts: [stem(word, "en")], compare: "en", weight: stemWeight },
    { parts: [stem(word, "es")], compare: "es", weight: stemWeight },
    ...glossaryVariants(meaningsOf([own], language), language),
  ];
  for (const [guessed, { forms, likeness }] of byStem(guesses, language)) {
    const weight = guessWeight * Math.sqrt(likeness);
    for (const form of forms) variants.push({ parts: [form], compare: "words", weight });
    variants.push({ parts: [guessed], compare: language, weight: weight * stemWeight });
    for (const variant of glossaryVariants(meaningsOf([guessed], language), language)) {
      variants.push({ ...variant, weight: variant.weight * weight });
    }
  }
  return variants;
}

/** "tequio" and "tequios" are one guess, as likely as both together. */
function byStem(
  guesses: readonly SpellingGuess[],
  language: Language,
): ReadonlyMap<string, { readonly forms: readonly string[]; readonly likeness: number }> {
  const guessed = new Map<string, { forms: string[]; likeness: number }>();
  for (const { word, likeness } of guesses) {
    const key = stem(word, language);
    const known = guessed.get(key);
    if (known === undefined) {
      guessed.set(key, { forms: [word], likeness });
    } else {
      known.forms.push(word);
      known.likeness = Math.min(1, known.likeness + likeness);
    }
  }
  return guessed;
}

function weightOf(word: Word, options: WordOptions): number {
  const isScrap = word.text.length < 3 && mayBeMistyped(word, options);
  const isQuiet = quietWords[options.language].has(stem(word.text, options.language));
  const weight = isScrap ? scrapWeight : isQuiet ? quietWeight : 1;
  return options.quoted(word) ? weight * quotedWeight : weight;
}

/** Expressions of several words ("power cut"): their meaning is not that of their words. */
function expressionAt(
  stems: readonly string[],
  at: number,
  language: Language,
  start: number,
  readings: Readings,
): Term | null {
  const longest = longestFrom(stems[at] ?? "", language);
  for (let length = Math.min(longest, stems.length - at); length > 1; length -= 1) {
    const parts = stems.slice(at, at + length);
    const meanings = meaningsOf(parts, language);
    if (meanings.length === 0) continue;
    const own: Variant = { parts, compare: language, weight: 1 };
    const make = () => [own, ...glossaryVariants(meanings, language)];
    const source = parts.join(" ");
    const variants = readings.variants(`${language} expression ${source}`, noGuesses, make);
    return { source, variants, weight: 1, at: start };
  }
  return null;
}

/** A single capital inside the text: "machine A", "plan B" (but not the English "I"). */
function isLetter({ start, end }: Word, text: string): boolean {
  return end - start === 1 && start > 0 && /^(?!I)\p{Lu}$/u.test(text.slice(start, end));
}

function isStopword(word: string): boolean {
  return stopwords.en.has(word) || stopwords.es.has(word);
}
