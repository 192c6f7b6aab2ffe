import type { Range } from "./hit.ts";
import { isSpaceless, pairsOf, wordsOf } from "./words.ts";

/** A passage full of one word does not become one long highlight list. */
const highlightsMax = 40;

/** Where the words stand in the text, in UTF-16 units; ranges that touch are one. */
export function highlightsOf(text: string, words: ReadonlySet<string>): Range[] {
  const found = wordsOf(text);
  const pairs = pairsOf(found).filter((pair) => words.has(pair.text));
  const single = found.filter(
    (word) => words.has(word.text) && (!isSpaceless(word.text) || pairs.length === 0),
  );
  const ranges: [number, number][] = [];
  for (const { start, end } of [...single, ...pairs].sort((a, b) => a.start - b.start)) {
    const last = ranges.at(-1);
    if (last !== undefined && start <= last[1]) last[1] = Math.max(last[1], end);
    else if (ranges.length < highlightsMax) ranges.push([start, end]);
  }
  return ranges;
}
