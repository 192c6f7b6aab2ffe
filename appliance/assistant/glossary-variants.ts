import type { Meaning } from "./glossary.ts";
import { type Language, languages } from "./language.ts";
import type { Variant } from "./question.ts";

/** A word of like meaning is a weaker sign than the word itself, a translation less so. */
const synonymWeight = 0.45;
const translationWeight = 0.6;

/** Other words for what these meanings mean; the more meanings a word has, the less each counts. */
export function glossaryVariants(meanings: readonly Meaning[], from: Language): Variant[] {
  const sure = 1 / Math.sqrt(Math.max(1, meanings.length));
  return meanings.flatMap((meaning) =>
    languages.flatMap((language) => {
      const weight = (language === from ? synonymWeight : translationWeight) * sure;
      return meaning.expressions[language].map((parts) => ({ parts, compare: language, weight }));
    }),
  );
}
