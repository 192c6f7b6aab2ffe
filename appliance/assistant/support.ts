import type { RankedPassage } from "./best-passages.ts";
import { endAt, type LaidOut, startAt } from "./laid-out.ts";
import { eachOccurrence, needlesOf } from "./occurrences.ts";
import { type PassageWords, type Rankable, wordsOfPassage } from "./passage-words.ts";
import type { Question, WeighedTerm } from "./question.ts";

/** Facts answer in one sentence, or in a few that stand together: both are looked at alike. */
const windowsSentences = [1, 3] as const;
const passagesLooked = 3;
/** In a hasty question, what a word found nowhere still counts. */
const slipFactor = 0.3;
/**
 * What is missing weighs more in a short question: long ones have words beside the point. At so
 * many words it weighs as it is. With this and the windows above, questions that have an answer
 * are told from those that have none better than by the plain share (area under the curve 0.82 to
 * 0.87, alike on the half of the sample community's questions that it was chosen on and on the
 * other half).
 */
const wordsTypical = 7;
const lengthShare = 0.7;
const missingMin = 0.2;

/**
 * How much of what the question asks about is there, from 0 to 1.
 *
 * For each part of the question: the share of its content words, rare ones weighing more, that
 * stand together within one sentence or a few neighbouring ones of a passage, or in its title. A
 * question whose words are only scattered, or lack the rarest one, has no answer here.
 */
export function supportOf(question: Question, passages: readonly RankedPassage[]): number {
  const worths = question.terms.map((term) => worthOf(term, question));
  const asked = worths.reduce((sum, worth) => sum + worth, 0);
  if (asked === 0) return 0;
  const held = passages
    .slice(0, passagesLooked)
    .map(({ passage }) => heldByPassage(question, passage));
  const found = windowsSentences.map((length) => foundTogether(question, worths, held, length));
  const share = found.reduce((sum, worth) => sum + worth, 0) / found.length / asked;
  const words = question.terms.reduce((sum, term) => sum + term.weight, 0);
  const missing = 1 - lengthShare * Math.log((1 + words) / (1 + wordsTypical));
  return share === 0 ? 0 : Math.max(0, 1 - (1 - share) * Math.max(missingMin, missing));
}

/** The most that stands together in so many sentences, for each part of the question, added up. */
function foundTogether(
  { terms }: Question,
  worths: readonly number[],
  passages: readonly HeldPassage[],
  length: number,
): number {
  const clauses = terms.reduce((last, { clause }) => Math.max(last, clause), 0) + 1;
  const best = new Float64Array(clauses);
  const found = new Float64Array(clauses);
  for (const { around, sentences } of passages) {
    for (let at = 0; at < sentences.length; at += 1) {
      const end = Math.min(at + length, sentences.length);
      for (let index = 0; index < terms.length; index += 1) {
        let weight = around[index] ?? 0;
        for (let other = at; other < end; other += 1) {
          weight = Math.max(weight, sentences[other]?.[index] ?? 0);
        }
        const clause = terms[index]?.clause ?? 0;
        if (weight > 0)
          found[clause] = (found[clause] ?? 0) + (worths[index] ?? 0) * creditOf(weight);
      }
      for (let clause = 0; clause < clauses; clause += 1) {
        best[clause] = Math.max(best[clause] ?? 0, found[clause] ?? 0);
        found[clause] = 0;
      }
    }
  }
  return best.reduce((sum, worth) => sum + worth, 0);
}

/** For each of the question's terms the weight of its best variant that stands there, or 0. */
export type Held = Float64Array;

interface HeldPassage {
  /** By title, heading and tags. */
  readonly around: Held;
  readonly sentences: readonly Held[];
}

function heldByPassage(question: Question, passage: Rankable): HeldPassage {
  const words = wordsOfPassage(passage);
  const around = heldIn(question, words.title, words.heading, words.tags);
  return { around, sentences: heldBySentence(question, words) };
}

export function heldIn(question: Question, ...texts: readonly LaidOut[]): Held {
  const { terms, variants } = needlesOf(question);
  const held = new Float64Array(question.terms.length);
  for (const text of texts) {
    eachOccurrence(question, text, (needle) => {
      const term = terms[needle] ?? 0;
      held[term] = Math.max(held[term] ?? 0, variants[needle]?.weight ?? 0);
    });
  }
  return held;
}

export function heldBySentence(question: Question, { sentences, body }: PassageWords): Held[] {
  const { terms, variants } = needlesOf(question);
  const held = sentences.map(() => new Float64Array(question.terms.length));
  let sentence = 0;
  eachOccurrence(question, body, (needle, at, last) => {
    const start = startAt(body, at);
    while (sentence < sentences.length - 1 && (sentences[sentence]?.end ?? 0) <= start) {
      sentence += 1;
    }
    const { start: from = 0, end: to = 0 } = sentences[sentence] ?? {};
    const own = held[sentence];
    if (own === undefined || start < from || endAt(body, last) > to) return;
    const term = terms[needle] ?? 0;
    own[term] = Math.max(own[term] ?? 0, variants[needle]?.weight ?? 0);
  });
  return held;
}

/** A translation or a likely spelling is nearly as good as the member's own word. */
const guessExponent = 0.3;

/** How surely what is held by so weighty a variant is what is meant: 1 for the member's words. */
export function creditOf(weight: number): number {
  return weight === 1 ? 1 : weight ** guessExponent;
}

export function worthOf(term: WeighedTerm, { isHasty }: Question): number {
  return term.weight * term.rarity * (isHasty && !term.isKnown ? slipFactor : 1);
}
