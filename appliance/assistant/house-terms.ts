import type { HouseTerm } from "./engine.ts";
import { isOrder } from "./orders.ts";
import type { FoundPassage } from "./passage-source.ts";
import { holdsPhrase, type Phrase, phraseOf } from "./phrases.ts";

/** A term, and how far it may go. */
export interface FoundTerm extends HouseTerm, Pick<FoundPassage, "audience" | "consent"> {}

/** More would crowd out the passages. */
const termsMax = 6;
const definitionCharsMax = 300;

/**
 * Entries of the community's vocabulary whose word occurs in the question: definition, context and
 * example as members wrote them. What speaks to a program instead of to people is left out.
 */
export function houseTermsIn(question: string, found: readonly FoundPassage[]): FoundTerm[] {
  const asked = phraseOf(question);
  return found
    .filter(
      ({ form, part, supersededBy }) => form === "term" && part === 0 && supersededBy === null,
    )
    .filter((passage) => holdsPhrase(asked, titleOf(passage)))
    .filter(({ title, text }) => !isOrder(title) && !isOrder(text))
    .slice(0, termsMax)
    .map(({ title, text, audience, consent }) => ({
      term: title,
      definition: text.slice(0, definitionCharsMax),
      audience,
      consent,
    }));
}

/** With the passages that carry them, for as long as these are kept. */
const titles = new WeakMap<FoundPassage, Phrase>();

function titleOf(passage: FoundPassage): Phrase {
  const known = titles.get(passage);
  if (known !== undefined) return known;
  const made = phraseOf(passage.title);
  titles.set(passage, made);
  return made;
}
