import type { Meaning } from "./glossary.ts";
import { type Language, languages } from "./language.ts";
import type { Variant } from "./question.ts";

/** A word of like meaning is a weaker sign than the word itself, a translation less so. */
const synonymWeight = 0.45;
const translationWeight = 0.6;

/** Meanings are asked for again and again, and what else says the same never changes. */
const made = new WeakMap<readonly Meaning[], Map<Language, readonly Variant[]>>();

/** Other words for what these meanings mean; the more meanings a word has, the less each counts. */
export function glossaryVariants(meanings: readonly Meaning[], from: Language): readonly Variant[] {
  if (meanings.length === 0) return none;
  const known = made.get(meanings) ?? new Map<Language, readonly Variant[]>();
  made.set(meanings, known);
  const variants = known.get(from) ?? variantsOf(meanings, from);
  known.set(from, variants);
  return variants;
}

const none: readonly Variant[] = [];

function variantsOf(meanings: readonly Meaning[], from: Language): Variant[] {
  const sure = 1 / Math.sqrt(Math.max(1, meanings.length));
  return meanings.flatMap((meaning) =>
    languages.flatMap((language) => {
      const weight = (language === from ? synonymWeight : translationWeight) * sure;
      return meaning.expressions[language].map((parts) => ({ parts, compare: language, weight }));
    }),
  );
}
