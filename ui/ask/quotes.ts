/** How an answer made of quotes is laid out. Pure. */
import type { Passage, Sentence } from "./shapes.ts";

/** Sentences that follow each other and come from one passage make a paragraph. */
export function paragraphs(sentences: readonly Sentence[]): Sentence[][] {
  const all: Sentence[][] = [];
  for (const sentence of sentences) {
    const before = all.at(-1)?.at(-1);
    if (before && sourceOf(before) === sourceOf(sentence)) all.at(-1)?.push(sentence);
    else all.push([sentence]);
  }
  return all;
}

/** The passages that sentences name, by number. */
export function citedPassages(
  sentences: readonly Sentence[],
  passages: readonly Passage[],
): Passage[] {
  const numbers = new Set(sentences.flatMap((sentence) => sentence.citations));
  return passages.filter((passage) => numbers.has(passage.n));
}

/** The item, open at the passage, in the version that was quoted. */
export function passageHref({ item, version, start, text }: Passage): string {
  return `/knowledge/${item}?version=${version}&at=${start}-${start + text.length}`;
}

/** The same, open at the very words of a quote. */
export function quoteHref(passage: Passage, { start, text }: Sentence): string {
  if (start === null) return passageHref(passage);
  const from = passage.start + start;
  return `/knowledge/${passage.item}?version=${passage.version}&at=${from}-${from + text.length}`;
}

function sourceOf(sentence: Sentence): number | undefined {
  return sentence.citations[0];
}
