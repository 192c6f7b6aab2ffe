/**
 * Plain BM25 (Robertson and Zaragoza 2009), as small as it can be, to measure against: k1 1.2,
 * b 0.75 over title and body, words lower-cased, Chinese by character.
 */
export interface PlainDocument {
  readonly id: string;
  readonly text: string;
}

const k1 = 1.2;
const b = 0.75;

export function plainBm25(
  documents: readonly PlainDocument[],
): (query: string) => { readonly id: string; readonly score: number }[] {
  const counts = documents.map(({ text }) => countWords(text));
  const lengths = counts.map((words) => [...words.values()].reduce((sum, each) => sum + each, 0));
  const average = lengths.reduce((sum, each) => sum + each, 0) / Math.max(1, documents.length);
  const documentsWith = new Map<string, number>();
  for (const words of counts) {
    for (const word of words.keys()) documentsWith.set(word, (documentsWith.get(word) ?? 0) + 1);
  }
  const idf = (word: string) => {
    const found = documentsWith.get(word) ?? 0;
    return Math.log(1 + (documents.length - found + 0.5) / (found + 0.5));
  };
  return (query) => {
    const wanted = wordsOf(query);
    return documents
      .map(({ id }, at) => {
        const norm = k1 * (1 - b + (b * (lengths[at] ?? 0)) / average);
        const score = wanted.reduce((sum, word) => {
          const count = counts[at]?.get(word) ?? 0;
          return sum + (idf(word) * count * (k1 + 1)) / (count + norm);
        }, 0);
        return { id, score };
      })
      .filter(({ score }) => score > 0)
      .sort((one, other) => other.score - one.score);
  };
}

function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

function wordsOf(text: string): string[] {
  const pattern = /\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{N}\p{M}])+/gu;
  return [...text.toLowerCase().matchAll(pattern)].map((match) => match[0]);
}
