/** Questions as FTS5 expressions, kept to what the index can score in good time. Pure. */
import type { SearchWord } from "./hit.ts";
import { prefixOf } from "./index-table.ts";
import { rarityOf, type Term } from "./query.ts";
import { isSpaceless } from "./words.ts";

/**
 * Passages that FTS5 may be made to score for one question. It scores every passage that holds any
 * of the words; a word of every second passage costs tens of milliseconds and tells nothing.
 */
const postingsMax = 20_000;
/** Words in one expression: FTS5 walks all their lists side by side. */
const wordsMax = 64;

type Counted<Each extends SearchWord> = Each & { readonly count: number };

/** The question's words and what they may stand for, the most telling first. */
export function wordsToFind(terms: readonly Term[], passages: number): SearchWord[] {
  const best = new Map<string, { word: Counted<SearchWord>; worth: number }>();
  for (const term of terms) {
    for (const { word, weight, count } of term.variants) {
      const worth = term.weight * weight * rarityOf(count, passages);
      if (worth > (best.get(word)?.worth ?? -1)) {
        best.set(word, { word: { word, prefix: false, count }, worth });
      }
    }
  }
  return withinBudget([...best.values()].sort((a, b) => b.worth - a.worth).map(({ word }) => word));
}

/** The first words whose passages together stay within the budget; always at least one. */
export function withinBudget<Each extends SearchWord>(words: readonly Counted<Each>[]): Each[] {
  const kept: Each[] = [];
  let postings = 0;
  for (const word of words) {
    if (kept.length >= wordsMax) break;
    if (kept.length > 0 && postings + word.count > postingsMax) continue;
    postings += word.count;
    kept.push(word);
  }
  return kept;
}

/** Null when there is nothing to ask, or nobody to ask for. */
export function expressionOf(
  words: readonly SearchWord[],
  audiences: readonly number[],
): string | null {
  const phrases = audiences.flatMap((audience) => {
    const prefix = prefixOf(audience);
    return words.map((word) => phraseOf(word, prefix));
  });
  return phrases.length === 0 ? null : phrases.join(" OR ");
}

/** Characters of Chinese side by side are a phrase, except two: those are indexed together. */
export function phraseOf({ word, prefix: isPrefix }: SearchWord, prefix: string): string {
  const characters = isSpaceless(word) ? [...word] : [word];
  const parts = characters.length === 2 ? [word] : characters;
  const phrase = parts.map((part) => prefix + part.replaceAll('"', "")).join(" ");
  return `"${phrase}"${isPrefix ? " *" : ""}`;
}
