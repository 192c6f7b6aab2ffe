import text from "./glossary.txt" with { type: "text" };
import type { Language } from "./language.ts";
import { stem } from "./stem.ts";
import { isHan, words } from "./words.ts";

/**
 * Everyday words of one meaning in the languages the assistant knows (glossary.txt).
 *
 * It stands in for an embedding model where it honestly can: "faucet" finds "tap", "lunes" finds
 * "Monday". It holds no names and no facts of any community.
 */
export interface Meaning {
  /** Each expression as its stems, or as its characters in Chinese. */
  readonly expressions: Record<Language, readonly (readonly string[])[]>;
}

/** The longest expression in the glossary, in words or characters. */
const expressionWordsMax = 6;

const columns: readonly Language[] = ["en", "es", "zh"];
const byExpression: Record<Language, Map<string, Meaning[]>> = {
  en: new Map(),
  es: new Map(),
  zh: new Map(),
};
/** How many words or characters the longest expression has that begins with one. */
const longestBy: Record<Language, Map<string, number>> = {
  en: new Map(),
  es: new Map(),
  zh: new Map(),
};
for (const line of text.split("\n")) {
  if (line !== "" && !line.startsWith("#")) add(line);
}

/** The meanings an expression may have, given its stems; empty when the glossary lacks it. */
export function meaningsOf(stems: readonly string[], language: Language): readonly Meaning[] {
  return byExpression[language].get(stems.join(" ")) ?? none;
}

const none: readonly Meaning[] = [];

/** The most parts of an expression that begins with this one; 0 when none does. */
export function longestFrom(first: string, language: Language): number {
  return longestBy[language].get(first) ?? 0;
}

/** The expression's parts as the glossary, the question and the ranking compare them. */
export function stemsOf(expression: string, language: Language): string[] {
  return words(expression).map((word) =>
    isHan(word.text) ? word.text : stem(word.text, language),
  );
}

function add(line: string): void {
  const cells = line.split("|");
  const expressions: Record<Language, string[][]> = { en: [], es: [], zh: [] };
  for (const [column, language] of columns.entries()) {
    for (const expression of (cells[column] ?? "").split(",")) {
      const stems = stemsOf(expression, language);
      if (stems.length > 0 && stems.length <= expressionWordsMax) {
        expressions[language].push(stems);
      }
    }
  }
  const meaning: Meaning = { expressions };
  for (const language of columns) {
    for (const stems of expressions[language]) {
      const key = stems.join(" ");
      const [first = ""] = stems;
      const longest = Math.max(stems.length, longestFrom(first, language));
      longestBy[language].set(first, longest);
      const known = byExpression[language].get(key);
      if (known === undefined) byExpression[language].set(key, [meaning]);
      else if (!known.includes(meaning)) known.push(meaning);
    }
  }
}
