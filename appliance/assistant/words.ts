/**
 * Words as the assistant compares them: lower case, without diacritics, Chinese by character.
 *
 * Every word keeps where it stood in the text (UTF-16 offsets), so that a match can be shown in
 * the member's own words.
 */
export interface Word {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** A Han character, or a number with its decimals, or a run of letters with inner apostrophes. */
const wordPattern =
  /\p{Script=Han}|\p{Nd}+(?:[.,:]\p{Nd}+)+|[\p{L}\p{Nd}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
const hanPattern = /\p{Script=Han}/u;
const mixedPattern = /\p{Script=Han}|[^\p{Script=Han}]+/gu;

export function words(text: string): Word[] {
  const found: Word[] = [];
  for (const match of text.matchAll(wordPattern)) {
    for (const part of match[0].matchAll(mixedPattern)) {
      const folded = fold(part[0]);
      if (folded === "") continue;
      const start = match.index + part.index;
      found.push({ text: folded, start, end: start + part[0].length });
    }
  }
  return found;
}

/** Lower case, no diacritics, no possessive: "Niño's" becomes "nino". */
export function fold(word: string): string {
  return word
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/['’]s$/u, "")
    .replace(/['’]/gu, "");
}

export function isHan(word: string): boolean {
  return hanPattern.test(word);
}
