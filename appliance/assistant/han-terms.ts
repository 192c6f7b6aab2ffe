import { longestFrom, meaningsOf } from "./glossary.ts";
import { glossaryVariants } from "./glossary-variants.ts";
import { hanQuestionPhrases, stopwords } from "./language.ts";
import type { Term, Variant } from "./question.ts";
import { isHan, type Word } from "./words.ts";

/** Pairs of characters are nearly words; single characters rarely are. */
const pairWeight = 0.7;
const pairWithStopwordWeight = 0.3;
const singleWeight = 0.3;

/** Chinese has no spaces: known expressions, and pairs of characters where none is known. */
export function hanTerms(found: readonly Word[]): Term[] {
  const terms: Term[] = [];
  if (!found.some(({ text }) => isHan(text))) return terms;
  let at = 0;
  while (at < found.length) {
    const phrase = questionPhraseAt(found, at);
    if (phrase > 0) {
      at += phrase;
      continue;
    }
    const known = expressionAt(found, at);
    if (known !== null) {
      terms.push(known.term);
      at += known.length;
      continue;
    }
    const start = found[at]?.start ?? 0;
    const pair = run(found, at, 2);
    const small = pair?.filter((part) => stopwords.zh.has(part)).length ?? 0;
    if (pair !== null && small < 2) {
      terms.push(asWritten(pair, small === 0 ? pairWeight : pairWithStopwordWeight, start));
    }
    const single = run(found, at, 1);
    if (single !== null && !stopwords.zh.has(single[0] ?? "")) {
      terms.push(asWritten(single, singleWeight, start));
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

function asWritten(parts: readonly string[], weight: number, at: number): Term {
  const variants: Variant[] = [{ parts, compare: "words", weight: 1 }];
  return { source: parts.join(""), variants, weight, at };
}

function expressionAt(
  found: readonly Word[],
  at: number,
): { readonly term: Term; readonly length: number } | null {
  for (let length = longestFrom(found[at]?.text ?? "", "zh"); length > 0; length -= 1) {
    const parts = run(found, at, length);
    if (parts === null || (length === 1 && stopwords.zh.has(parts[0] ?? ""))) continue;
    const meanings = meaningsOf(parts, "zh");
    if (meanings.length === 0) continue;
    const written = asWritten(parts, 1, found[at]?.start ?? 0);
    const variants = [...written.variants, ...glossaryVariants(meanings, "zh")];
    return { term: { ...written, variants }, length };
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
