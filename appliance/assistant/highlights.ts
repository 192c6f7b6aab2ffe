import { occurrencesIn } from "./occurrences.ts";
import { type Rankable, wordsOfPassage } from "./passage-words.ts";
import type { Question } from "./question.ts";

const highlightsMax = 24;
/** Weaker guesses may be right, but marked words that nobody asked for confuse. */
const weightMin = 0.4;

/** Where the question's words, or what they stand for, are in a text: UTF-16 ranges in order. */
export function highlightsOf(
  question: Question,
  passage: Rankable,
): [start: number, end: number][] {
  const ranges = occurrencesIn(question, wordsOfPassage(passage).body)
    .filter(({ needle }) => needle.variant.weight >= weightMin)
    .map(({ start, end }) => [start, end] as const);
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
