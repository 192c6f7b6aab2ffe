import { longestFrom, meaningsOf } from "./glossary.ts";
import { glossaryVariants } from "./glossary-variants.ts";
import { hanQuestionPhrases, stopwords } from "./language.ts";
import type { SpellingGuess } from "./passage-source.ts";
import type { Term, Variant } from "./question.ts";
import type { Readings } from "./readings.ts";
import { isHan, type Word } from "./words.ts";

/** Pairs of characters are nearly words; single characters rarely are. */
const pairWeight = 0.7;
const pairWithStopwordWeight = 0.3;
const singleWeight = 0.3;

/** Chinese has no spaces: known expressions, and pairs of characters where none is known. */
export function hanTerms(found: readonly Word[], readings: Readings): Term[] {
  const terms: Term[] = [];
  if (!found.some(({ text }) => isHan(text))) return terms;
  let at = 0;
  while (at < found.length) {
    const phrase = questionPhraseAt(found, at);
    if (phrase > 0) {
      at += phrase;
      continue;
    }
    const known = expressionAt(found, at, readings);
    if (known !== null) {
      terms.push(known.term);
      at += known.length;
      continue;
    }
    const start = found[at]?.start ?? 0;
    const pair = run(found, at, 2);
    const small = pair?.filter((part) => stopwords.zh.has(part)).length ?? 0;
    if (pair !== null && small < 2) {
      const weight = small === 0 ? pairWeight : pairWithStopwordWeight;
      terms.push(asWritten(pair, weight, start, readings));
    }
    const single = run(found, at, 1);
    if (single !== null && !stopwords.zh.has(single[0] ?? "")) {
      terms.push(asWritten(single, singleWeight, start, readings));
    }
    at += 1;
  }
  return terms;
}

/** The length of the question phrase that begins here; 0 when there is none. */
function questionPhraseAt(found: readonly Word[], at: number): number {
  for (const phrase of hanQuestionPhrases) {
    if (run(found, at, phrase.length)?.join("") === phrase) return phrase.length;
  }
  return 0;
}

function asWritten(parts: readonly string[], weight: number, at: number, readings: Readings): Term {
  const source = parts.join("");
  const variants = readings.variants(`zh ${source}`, noGuesses, () => [writtenAs(parts)]);
  return { source, variants, weight, at };
}

function writtenAs(parts: readonly string[]): Variant {
  return { parts, compare: "words", weight: 1 };
}

const noGuesses: readonly SpellingGuess[] = [];

function expressionAt(
  found: readonly Word[],
  at: number,
  readings: Readings,
): { readonly term: Term; readonly length: number } | null {
  for (let length = longestFrom(found[at]?.text ?? "", "zh"); length > 0; length -= 1) {
    const parts = run(found, at, length);
    if (parts === null || (length === 1 && stopwords.zh.has(parts[0] ?? ""))) continue;
    const meanings = meaningsOf(parts, "zh");
    if (meanings.length === 0) continue;
    const source = parts.join("");
    const make = () => [writtenAs(parts), ...glossaryVariants(meanings, "zh")];
    const variants = readings.variants(`zh expression ${source}`, noGuesses, make);
    return { term: { source, variants, weight: 1, at: found[at]?.start ?? 0 }, length };
  }
  return null;
}

/** `length` characters from `at` on that stand without a gap, or null. */
function run(found: readonly Word[], at: number, length: number): string[] | null {
  const parts: string[] = [];
  for (let offset = 0; offset < length; offset += 1) {
    const word = found[at + offset];
    if (word === undefined || !isHan(word.text)) return null;
    if (offset > 0 && found[at + offset - 1]?.end !== word.start) return null;
    parts.push(word.text);
  }
  return parts;
}
