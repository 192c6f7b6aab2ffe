import { quotable } from "./orders.ts";
import type { Question, WeighedTerm } from "./question.ts";
import { match } from "./rank.ts";
import type { RankedPassage } from "./retrieve.ts";
import { sentencesOf } from "./sentences.ts";

/** Facts answer in a few sentences that stand together. */
const windowSentences = 3;
const passagesLooked = 5;
/** In a hasty question, what a word found nowhere still counts. */
const slipFactor = 0.3;

/**
 * How much of what the question asks about is there, from 0 to 1.
 *
 * For each part of the question: the share of its content words, rare ones weighing more, that
 * stand together within a few neighbouring sentences of one passage, or in its title. A question
 * whose words are only scattered, or lack the rarest one, has no answer here.
 */
export function supportOf(question: Question, passages: readonly RankedPassage[]): number {
  const best = new Map<number, number>();
  for (const { passage } of passages.slice(0, passagesLooked)) {
    const sentences = quotable(sentencesOf(passage.text, passage.lang));
    for (const [at] of sentences.entries()) {
      const window = sentences.slice(at, at + windowSentences);
      const text = window.map((sentence) => sentence.text).join("\n");
      const found = new Map<number, number>();
      for (const { term, weight } of match(question, { ...passage, text }).terms) {
        const worth = worthOf(term, question) * Math.sqrt(weight);
        found.set(term.clause, (found.get(term.clause) ?? 0) + worth);
      }
      for (const [clause, worth] of found) {
        best.set(clause, Math.max(best.get(clause) ?? 0, worth));
      }
    }
  }
  const asked = question.terms.reduce((sum, term) => sum + worthOf(term, question), 0);
  const found = [...best.values()].reduce((sum, worth) => sum + worth, 0);
  return asked === 0 ? 0 : found / asked;
}

export function worthOf(term: WeighedTerm, { isHasty }: Question): number {
  return term.weight * term.rarity * (isHasty && !term.isKnown ? slipFactor : 1);
}
