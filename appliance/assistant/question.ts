import { hanTerms } from "./han-terms.ts";
import { type Language, languageOf } from "./language.ts";
import type { Frequencies, PassageSource, SearchWord, Viewer } from "./passage-source.ts";
import { type Readings, readingsFor, type Weighed } from "./readings.ts";
import { mayBeMistyped, spellOut, wordTerms } from "./word-terms.ts";
import { isHan, type Word, words } from "./words.ts";

/** One way in which a passage may say what a term of the question says. */
export interface Variant {
  /** Folded words or stems that stand one after the other. */
  readonly parts: readonly string[];
  /** Compare with a passage's folded words, or with the stems of one language. */
  readonly compare: "words" | Language;
  /** 1 is the member's own word; less is a guess at what they meant. */
  readonly weight: number;
}

/** Something the question asks about. Counts once in a passage, by its best variant. */
export interface Term {
  readonly source: string;
  /** The member's own word comes first. */
  readonly variants: readonly Variant[];
  /** 1 for an ordinary content word; less for words that say little about what is asked. */
  readonly weight: number;
  /** UTF-16 offset in the question. */
  readonly at: number;
}

/** A variant, and how much finding it tells: its inverse document frequency. */
export interface WeighedVariant extends Variant {
  readonly rarity: number;
}

export interface WeighedTerm extends Term {
  readonly variants: readonly WeighedVariant[];
  readonly rarity: number;
  /** Whether it, or what it may stand for, stands anywhere in the community's knowledge. */
  readonly isKnown: boolean;
  /** Which part of the question it stands in: "how many, how long and who?" asks three things. */
  readonly clause: number;
}

/** A question as the box understood it. */
export interface Question {
  readonly text: string;
  readonly language: Language;
  readonly terms: readonly WeighedTerm[];
  /** Asks what a word means: then a vocabulary entry is the answer. */
  readonly asksMeaning: boolean;
  /** Written in a hurry: a word found nowhere is more likely a slip than a subject. */
  readonly isHasty: boolean;
  readonly wordsAverage: number;
}

/** Reads a question in the light of what the community's knowledge holds for this viewer. */
export async function analyse(
  text: string,
  viewer: Viewer,
  source: PassageSource,
  fallback: Language,
): Promise<Question> {
  const found = words(text);
  const language = languageOf(text, found, fallback);
  const options = {
    text,
    language: language === "zh" ? ("en" as const) : language,
    quoted: quotedIn(text),
  };
  const latin = found.filter((word) => !isHan(word.text));
  const spelt = spellOut(latin, options);
  const doubtful = spelt.words.filter((word) => mayBeMistyped(word, options));
  const asked = [...new Set(doubtful.map((word) => word.text))].slice(0, doubtfulWordsMax);
  const answers = await source.spelling(viewer, asked);
  const guesses = new Map(
    asked.flatMap((word, at) => {
      const guessed = answers[at] ?? [];
      return guessed.length === 0 ? [] : [[word, guessed] as const];
    }),
  );
  const readings = readingsFor(source.lexicon?.(viewer) ?? null);
  const terms = [
    ...hanTerms(found, readings),
    ...wordTerms(spelt.words, guesses, options, readings),
  ];
  const guessed = answers.filter((answer) => answer.length > 0).length;
  return {
    text,
    language,
    asksMeaning: meaningPattern.test(text),
    isHasty: spelt.isHasty || guessed > 1,
    ...(await weigh(terms, viewer, source, clauseStarts(text), readings)),
  };
}

/** A question of 2,000 characters has more words than anybody mistypes. */
const doubtfulWordsMax = 40;

/** Where a new part of the question begins. */
function clauseStarts(text: string): number[] {
  return [
    ...text.matchAll(/[,;:?!¿。、\uff0c\uff1b\uff1a\uff1f\uff01]|\b(?:and|y|e)\b|和|以及/giu),
  ].map((match) => match.index);
}

const meaningPattern =
  /\bwhat(?:'s|’s| is| are| does)\b.{0,40}$|\bmean(?:s|ing)?\b|\bqué (?:es|son|significa|quiere decir)\b|\bsignifica|是什么|什么叫|什么意思/iu;

const quotePattern = /["“«‘「『](.{1,60}?)["”»’」』]|(?<=^|\s)'(.{1,60}?)'(?=\s|$|[.,?!])/gu;

/** What stands between quotation marks is what the question is about. */
function quotedIn(text: string): (word: Word) => boolean {
  const spans = [...text.matchAll(quotePattern)].map(
    (match) => [match.index, match.index + match[0].length] as const,
  );
  return (word) => spans.some(([start, end]) => word.start >= start && word.end <= end);
}

/** Words that stand together tell more than the rarest of them alone. */
const togetherFactor = 1.15;

async function weigh(
  terms: readonly Term[],
  viewer: Viewer,
  source: PassageSource,
  starts: readonly number[],
  readings: Readings,
): Promise<{ readonly terms: WeighedTerm[]; readonly wordsAverage: number }> {
  const asked: SearchWord[] = [];
  const whole = new Map<string, number>();
  const beginnings = new Map<string, number>();
  const placeOf = (wanted: SearchWord): number => {
    const places = wanted.prefix ? beginnings : whole;
    const known = places.get(wanted.word);
    if (known !== undefined) return known;
    places.set(wanted.word, asked.length);
    return asked.push(wanted) - 1;
  };
  const placesOf = terms.map(({ variants }) =>
    readings.weighed(variants) === undefined
      ? variants.map((variant) => searchWords(variant).map(placeOf))
      : [],
  );
  const frequencies = await source.frequencies(viewer, asked);
  // What was counted meanwhile weighs by other counts.
  const isSame = readingsFor(source.lexicon?.(viewer) ?? null) === readings;
  const weighed = terms.map((term, at) => {
    const { variants } = term;
    const known = readings.weighed(variants) ?? weighedBy(variants, placesOf[at], frequencies);
    if (isSame) readings.keep(variants, known);
    return { ...term, ...known, clause: starts.filter((start) => start < term.at).length };
  });
  return { terms: weighed, wordsAverage: Math.max(1, frequencies.wordsAverage) };
}

/** @param places for each variant, where among the frequencies its words are */
function weighedBy(
  variants: readonly Variant[],
  places: readonly (readonly number[])[] = [],
  frequencies: Frequencies,
): Weighed {
  const counts = variants.map((_, at) =>
    (places[at] ?? []).reduce(
      (least, place) => Math.min(least, frequencies.of[place] ?? 0),
      Infinity,
    ),
  );
  const weighed = variants.map((variant, at) => {
    const rarity = inverseFrequency(counts[at] ?? 0, frequencies);
    return { ...variant, rarity: variant.parts.length > 1 ? rarity * togetherFactor : rarity };
  });
  return {
    variants: weighed,
    rarity: weighed[0]?.rarity ?? 0,
    isKnown: counts.some((count) => count > 0),
  };
}

/** Of the variants that the glossary gives, which are the same each time. */
const searched = new WeakMap<Variant, readonly SearchWord[]>();

/**
 * What to look for in the index to find a variant. Stems are asked as beginnings of words; of
 * Chinese, pairs of characters, since single ones stand nearly everywhere.
 */
export function searchWords(variant: Variant): readonly SearchWord[] {
  const known = searched.get(variant);
  if (known !== undefined) return known;
  const { parts, compare } = variant;
  const made = parts.flatMap((part, at) => {
    if (!isHan(part)) return [{ word: part, prefix: compare !== "words" && !/\d/.test(part) }];
    const next = parts[at + 1];
    if (next !== undefined && isHan(next)) return [{ word: part + next, prefix: false }];
    const isAlone = parts.length === 1 || !isHan(parts[at - 1] ?? "");
    return isAlone ? [{ word: part, prefix: false }] : [];
  });
  searched.set(variant, made);
  return made;
}

/** Robertson and Spärck Jones, as in BM25; never negative. */
function inverseFrequency(count: number, { passages }: Frequencies): number {
  const capped = Math.min(count, passages);
  return Math.log(1 + (passages - capped + 0.5) / (capped + 0.5));
}
