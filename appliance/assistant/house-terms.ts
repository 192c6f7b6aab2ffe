import type { HouseTerm } from "./engine.ts";
import { isOrder } from "./orders.ts";
import type { FoundPassage } from "./passage-source.ts";
import { holdsPhrase, type Phrase, phraseOf } from "./phrases.ts";
import { shortened } from "./shortened.ts";

/** A term, where it stands, and how far it may go. */
export interface FoundTerm
  extends HouseTerm,
    Pick<FoundPassage, "version" | "part" | "audience" | "consent"> {}

/** More would crowd out the passages. */
const termsMax = 6;
const definitionCharsMax = 300;

/**
 * Entries of the community's vocabulary whose word occurs in a text: definition, context and
 * example as members wrote them. What speaks to a program instead of to people is left out.
 */
export function houseTermsIn(text: string, found: readonly FoundPassage[]): FoundTerm[] {
  return termsHeldBy([phraseOf(text)], found);
}

/**
 * Those of the question first, then those that occur in the passages that are read about it; an
 * entry that is read itself needs no explaining.
 */
export function houseTermsRead(
  asked: readonly FoundTerm[],
  read: readonly FoundPassage[],
  vocabulary: readonly FoundPassage[],
): FoundTerm[] {
  const known = new Set([...asked, ...read].map(({ version }) => version));
  const others = vocabulary.filter(({ version }) => !known.has(version));
  return [...asked, ...termsHeldBy(read.map(phraseOfText), others)].slice(0, termsMax);
}

function termsHeldBy(texts: readonly Phrase[], found: readonly FoundPassage[]): FoundTerm[] {
  return found
    .filter(
      ({ form, part, supersededBy }) => form === "term" && part === 0 && supersededBy === null,
    )
    .filter((passage) => texts.some((text) => holdsPhrase(text, phraseOfTitle(passage))))
    .filter(({ title, text }) => !isOrder(title) && !isOrder(text))
    .slice(0, termsMax)
    .map(({ title, text, version, part, audience, consent }) => ({
      term: title,
      definition: shortened(text, definitionCharsMax),
      ...{ version, part, audience, consent },
    }));
}

/** With the passages that carry them, for as long as these are kept. */
const titles = new WeakMap<FoundPassage, Phrase>();
const texts = new WeakMap<FoundPassage, Phrase>();

function phraseOfTitle(passage: FoundPassage): Phrase {
  return kept(titles, passage, ({ title }) => title);
}

function phraseOfText(passage: FoundPassage): Phrase {
  return kept(texts, passage, ({ text }) => text);
}

function kept(
  known: WeakMap<FoundPassage, Phrase>,
  passage: FoundPassage,
  textOf: (passage: FoundPassage) => string,
): Phrase {
  const phrase = known.get(passage) ?? phraseOf(textOf(passage));
  known.set(passage, phrase);
  return phrase;
}
