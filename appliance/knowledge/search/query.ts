/** A question as search understands it: words, what else each may stand for, and what it weighs. */
import { areForms } from "./spelling.ts";
import { isSpelt, type Vocabulary } from "./vocabulary.ts";
import { commonWords, isSpaceless, pairsOf, type Word, wordsOf } from "./words.ts";

/** Beyond this a question is a text; its rarest words say enough. */
export const queryCharsMax = 2_000;
const termsMax = 32;
const variantsMax = 6;

export interface Variant {
  readonly word: string;
  /** How surely the word is meant, 0 to 1. */
  readonly weight: number;
  /** Passages that hold it, among those the viewer may see. */
  readonly count: number;
}

export interface Term {
  /** The word as the person wrote it, folded. */
  readonly word: string;
  /** What the term counts in a score; words of every sentence count little. */
  readonly weight: number;
  readonly variants: readonly Variant[];
  /** Two characters of a script without spaces. */
  readonly isPair: boolean;
}

/** What the viewer may see, as numbers: how many passages, and how often words stand in them. */
export interface Lexicon {
  readonly passages: number;
  readonly vocabularies: readonly Vocabulary[];
}

const commonWeight = 0.15;
/** A single character of Chinese says little beside the pairs it stands in. */
const characterWeight = 0.25;
const formWeight = 0.8;
/** Who puts words between quotation marks means these words, function words included. */
const quotedWeight = 1.5;
const quoted = /"[^"]{2,80}"|“[^”]{2,80}”|«[^»]{2,80}»|(?<![\p{L}\p{N}])'[^']{2,80}'(?!\p{L})/gu;

export function readQuery(query: string, lexicon: Lexicon): Term[] {
  const asked = query.slice(0, queryCharsMax);
  const words = wordsOf(asked);
  const quotes = [...asked.matchAll(quoted)].map(({ index, 0: { length } }) => [
    index,
    index + length,
  ]);
  const terms = new Map<string, Term>();
  for (const { text, start } of words) {
    if (terms.has(text)) continue;
    const isQuoted = quotes.some(([from = 0, to = 0]) => from < start && start < to);
    const weight = isQuoted ? quotedWeight : weightOf(text, words);
    const variants = variantsOf(text, lexicon);
    terms.set(text, { word: text, weight, variants, isPair: false });
  }
  for (const { text } of pairsOf(words)) {
    if (terms.has(text)) continue;
    const variants = [{ word: text, weight: 1, count: countOf(text, lexicon) }];
    terms.set(text, { word: text, weight: 1, variants, isPair: true });
  }
  return rarest([...terms.values()], lexicon);
}

export function countOf(word: string, { vocabularies }: Lexicon): number {
  return vocabularies.reduce((sum, vocabulary) => sum + vocabulary.count(word), 0);
}

/** Inverse document frequency as in BM25, never negative. */
export function rarityOf(count: number, passages: number): number {
  return Math.log(1 + (passages - count + 0.5) / (count + 0.5));
}

function weightOf(word: string, all: readonly Word[]): number {
  if (isSpaceless(word)) return all.length === 1 ? 1 : characterWeight;
  // A question of common words alone ("who are we") still means something.
  return commonWords.has(word) ? commonWeight : 1;
}

function rarest(terms: Term[], { passages }: Lexicon): Term[] {
  if (terms.length <= termsMax) return terms;
  const worth = ({ weight, variants }: Term) =>
    weight *
    Math.max(...variants.map(({ count, weight: sure }) => sure * rarityOf(count, passages)));
  const kept = new Set([...terms].sort((a, b) => worth(b) - worth(a)).slice(0, termsMax));
  return terms.filter((term) => kept.has(term));
}

function variantsOf(word: string, lexicon: Lexicon): Variant[] {
  const count = countOf(word, lexicon);
  const variants: Variant[] = [{ word, weight: 1, count }];
  if (!isSpelt(word) || commonWords.has(word)) return variants;
  for (const form of formsOf(word, lexicon)) variants.push({ ...form, weight: formWeight });
  // Nobody misspells a word into another that the community uses often; a rare one may be a slip.
  if (count === 0) variants.push(...guessesOf(word, lexicon, variants.length > 1));
  return best(variants, lexicon.passages);
}

function best(variants: readonly Variant[], passages: number): Variant[] {
  const [own, ...others] = variants;
  if (own === undefined) return [];
  const worth = ({ weight, count }: Variant) => weight * rarityOf(count, passages);
  return [own, ...others.sort((a, b) => worth(b) - worth(a)).slice(0, variantsMax)];
}

/** Other forms of the word: plurals, tenses. */
function formsOf(word: string, lexicon: Lexicon): Omit<Variant, "weight">[] {
  const start = word.slice(0, Math.max(3, word.length - 6));
  const counts = new Map<string, number>();
  for (const vocabulary of lexicon.vocabularies) {
    for (const other of vocabulary.beginningWith(start)) {
      if (other.word === word || !areForms(word, other.word)) continue;
      counts.set(other.word, (counts.get(other.word) ?? 0) + other.count);
    }
  }
  return [...counts].map(([form, count]) => ({ word: form, count }));
}

/**
 * What a word that stands nowhere may have been meant to be. As a noisy channel: the likelier the
 * slips and the commoner the word, the surer; what is left is shared among the candidates.
 */
export function guessesOf(word: string, lexicon: Lexicon, hasForms = false): Variant[] {
  const found = new Map<string, { count: number; cost: number }>();
  for (const vocabulary of lexicon.vocabularies) {
    for (const { word: other, count, cost } of vocabulary.resembling(word)) {
      const known = found.get(other);
      found.set(other, {
        count: count + (known?.count ?? 0),
        cost: Math.min(cost, known?.cost ?? cost),
      });
    }
  }
  const scored = [...found].map(([other, { count, cost }]) => ({
    word: other,
    count,
    likelihood: Math.exp(-2 * cost) * Math.sqrt(count) * (other[0] === word[0] ? 1 : 0.6),
    cost,
  }));
  const sum = scored.reduce((total, { likelihood }) => total + likelihood, 0);
  return scored
    .sort((a, b) => b.likelihood - a.likelihood)
    .slice(0, variantsMax)
    .map(({ word: other, count, likelihood, cost }) => ({
      word: other,
      count,
      weight: (likelihood / sum) * (hasForms ? 0.4 : 1 - 0.15 * cost),
    }));
}
