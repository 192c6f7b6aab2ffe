/** Words are compared as the search index compares them. */
export { type Word, wordsOf as words } from "../knowledge/index.ts";

const hanPattern = /\p{Script=Han}/u;

/** Whether a word is a Chinese character. */
export function isHan(word: string): boolean {
  return hanPattern.test(word);
}
