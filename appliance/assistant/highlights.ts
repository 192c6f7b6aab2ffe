import { isLanguage } from "./language.ts";
import type { Question } from "./question.ts";
import { fieldOf, placesOf, type Rankable } from "./rank.ts";

const highlightsMax = 60;
/** Weaker guesses may be right, but marked words that nobody asked for confuse. */
const weightMin = 0.4;

/** Where the question's words, or what they stand for, are in a text: UTF-16 ranges in order. */
export function highlightsOf(
  question: Question,
  { text, lang }: Pick<Rankable, "text" | "lang">,
): [start: number, end: number][] {
  const language = isLanguage(lang) ? lang : "en";
  const field = fieldOf(text, language);
  const ranges: [number, number][] = [];
  for (const { variants } of question.terms) {
    for (const variant of variants) {
      if (variant.weight < weightMin) continue;
      for (const at of placesOf(field, variant, language)) {
        const first = field.words[at];
        const last = field.words[at + variant.parts.length - 1];
        if (first !== undefined && last !== undefined) ranges.push([first.start, last.end]);
      }
    }
  }
  return merged(ranges).slice(0, highlightsMax);
}

/** Sorted, and without overlaps. */
export function merged(ranges: readonly (readonly [number, number])[]): [number, number][] {
  const joined: [number, number][] = [];
  for (const [start, end] of [...ranges].sort((one, other) => one[0] - other[0])) {
    const last = joined.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  }
  return joined;
}
