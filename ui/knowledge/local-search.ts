/** Finding things among what this phone has seen, while the box is away. Pure. */
import { plainText, type Range } from "../design/plain-text.ts";

export interface Searchable {
  id: string;
  title: string;
  body: string;
  tags: readonly string[];
}

export interface LocalHit {
  id: string;
  title: string;
  titleHighlights: Range[];
  excerpt: string;
  highlights: Range[];
}

interface Word {
  folded: string;
  range: Range;
}

const excerptCharsMax = 220;
const weights = { title: 6, tags: 3, body: 1 };

/**
 * Items that hold every word of the query (its last word may be unfinished), best first. Case and
 * accents do not matter, and a word of five letters or more may have one letter wrong.
 */
export function searchLocally(items: readonly Searchable[], query: string): LocalHit[] {
  const wanted = wordsOf(query).map((word) => word.folded);
  if (wanted.length === 0) return [];
  return items
    .map((item) => ({ ...item, body: plainText(item.body).text }))
    .map((item) => ({ item, score: scoreOf(item, wanted) }))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score)
    .map(({ item }) => hitOf(item, wanted));
}

/** Where the words of `query` stand in `text`. */
export function findWords(text: string, query: string): Range[] {
  return rangesOf(
    wordsOf(text),
    wordsOf(query).map((word) => word.folded),
  );
}

function scoreOf(item: Searchable, wanted: readonly string[]): number {
  const parts = [
    { words: wordsOf(item.title), weight: weights.title },
    { words: wordsOf(item.tags.join(" ")), weight: weights.tags },
    { words: wordsOf(item.body), weight: weights.body },
  ];
  let total = 0;
  for (const query of wanted) {
    let best = 0;
    for (const { words, weight } of parts) {
      for (const word of words) best = Math.max(best, closeness(word.folded, query) * weight);
    }
    // Every word of the question has to be there, or the list fills with near misses.
    if (best === 0) return 0;
    total += best;
  }
  return total;
}

function hitOf(item: Searchable, wanted: readonly string[]): LocalHit {
  const inBody = rangesOf(wordsOf(item.body), wanted);
  const from = excerptStart(item.body, inBody[0]?.[0] ?? 0);
  const to = Math.min(item.body.length, from + excerptCharsMax);
  return {
    id: item.id,
    title: item.title,
    titleHighlights: rangesOf(wordsOf(item.title), wanted),
    excerpt: item.body.slice(from, to).replaceAll("\n", " "),
    highlights: inBody
      .filter(([start, end]) => start >= from && end <= to)
      .map(([start, end]): Range => [start - from, end - from]),
  };
}

/** A little before the first hit, at the beginning of a word. */
function excerptStart(body: string, hit: number): number {
  const wished = Math.max(0, hit - 60);
  if (wished === 0) return 0;
  const space = body.slice(wished, hit).search(/\s/);
  return space < 0 ? wished : wished + space + 1;
}

function rangesOf(words: readonly Word[], wanted: readonly string[]): Range[] {
  return words
    .filter((word) => wanted.some((query) => closeness(word.folded, query) > 0))
    .map((word) => word.range);
}

/** 1 the same word, less for a beginning or for one wrong letter, 0 for another word. */
function closeness(word: string, query: string): number {
  if (word === query) return 1;
  if (word.startsWith(query)) return 0.8;
  if (query.length >= 5 && isOneEditApart(word, query)) return 0.5;
  return 0;
}

/** Whether one letter added, left out, replaced or swapped with its neighbour makes them equal. */
export function isOneEditApart(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start++;
  if (a.length !== b.length) {
    const [long, short] = a.length > b.length ? [a, b] : [b, a];
    return long.slice(start + 1) === short.slice(start);
  }
  const swapped = a[start] === b[start + 1] && a[start + 1] === b[start];
  return (
    a.slice(start + 1) === b.slice(start + 1) ||
    (swapped && a.slice(start + 2) === b.slice(start + 2))
  );
}

function wordsOf(text: string): Word[] {
  return [...text.matchAll(/\p{Ideographic}|[\p{L}\p{M}\p{N}]+/gu)].map((match) => ({
    folded: fold(match[0]),
    range: [match.index, match.index + match[0].length],
  }));
}

function fold(word: string): string {
  return word.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}
