import { endAt, startAt } from "./laid-out.ts";
import { eachOccurrence, needlesOf } from "./occurrences.ts";
import { type Rankable, wordsOfPassage } from "./passage-words.ts";
import type { Question } from "./question.ts";

type Range = [start: number, end: number];

const highlightsMax = 24;
/** Weaker guesses may be right, but marked words that nobody asked for confuse. */
const weightMin = 0.4;

/** Where the question's words, or what they stand for, are in a text: UTF-16 ranges in order. */
export function highlightsOf(question: Question, passage: Rankable): Range[] {
  const { body } = wordsOfPassage(passage);
  const { variants } = needlesOf(question);
  const ranges: Range[] = [];
  eachOccurrence(question, body, (needle, at, last) => {
    const weight = variants[needle]?.weight ?? 0;
    if (weight >= weightMin) join(ranges, startAt(body, at), endAt(body, last));
  });
  return ranges.slice(0, highlightsMax);
}

/** Sorted, and without overlaps. */
export function merged(ranges: readonly (readonly [number, number])[]): Range[] {
  const joined: Range[] = [];
  for (const [start, end] of [...ranges].sort((one, other) => one[0] - other[0])) {
    join(joined, start, end);
  }
  return joined;
}

/** Adds a range that begins no earlier than the ones before. */
function join(joined: Range[], start: number, end: number): void {
  const last = joined.at(-1);
  if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
  else joined.push([start, end]);
}
