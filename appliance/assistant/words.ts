/** Words are compared as the search index compares them. */
export {
  asciiWordIn,
  eachAsciiWord,
  isAscii,
  type Word,
  wordCharsMax,
  wordsOf as words,
} from "../knowledge/index.ts";

const hanPattern = /\p{Script=Han}/u;

/** Whether a word is a Chinese character. */
export function isHan(word: string): boolean {
  // Radicals, where the script begins, and what stands before them is no Chinese.
  return word.charCodeAt(0) >= 0x2e80 && hanPattern.test(word);
}
