/**
 * Words as search compares them: lower case, without diacritics and possessives, numbers whole,
 * and scripts that put no spaces between words character by character. Pure.
 */
export interface Word {
  readonly text: string;
  /** Where it stands, in UTF-16 units. */
  readonly start: number;
  readonly end: number;
}

/** Longer "words" are data that nobody types: hashes, dumps. They are cut here. */
export const wordCharsMax = 40;

const spaceless =
  "\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}\\p{Script=Lao}" +
  "\\p{Script=Khmer}\\p{Script=Myanmar}";
const wordPattern =
  /\p{Script=Han}|\p{Nd}+(?:[.,:]\p{Nd}+)+|[\p{L}\p{Nd}\p{M}]+(?:['’][\p{L}\p{M}]+)*/gu;
const spacelessPattern = new RegExp(`[${spaceless}]`, "u");
const spacelessCharacter = new RegExp(`[${spaceless}]`, "gu");
const mixedPattern = new RegExp(`[${spaceless}]\\p{M}*|[^${spaceless}]+`, "gu");
const asciiPattern = /^[A-Za-z0-9.,:]+$/;

export function wordsOf(text: string): Word[] {
  const found: Word[] = [];
  if (isAscii(text)) {
    eachAsciiWord(text, (start, end) => push(found, asciiWordIn(text, start, end), start, end));
    return found;
  }
  for (const match of text.matchAll(wordPattern)) {
    const [word] = match;
    const end = match.index + word.length;
    if (asciiPattern.test(word)) push(found, word.toLowerCase(), match.index, end);
    else pushParts(found, word, match.index);
  }
  return found;
}

const asciiWord = /[0-9]+(?:[.,:][0-9]+)+|[A-Za-z0-9]+(?:'[A-Za-z]+)*/y;
/** Only before these a word may go on beyond its letters and digits: ' , . : */
const joining = new Set([0x27, 0x2c, 0x2e, 0x3a]);

export function isAscii(text: string): boolean {
  return !/[^\s -~]/.test(text);
}

/** As `wordsOf` has the word that `eachAsciiWord` found there. */
export function asciiWordIn(text: string, start: number, end: number): string {
  const word = text.slice(start, end);
  return (word.includes("'") ? fold(word) : word.toLowerCase()).slice(0, wordCharsMax);
}

/**
 * Says where each word is in a text of ASCII alone, several times as fast: most text is. `isJoined`:
 * there is more in it than letters and digits.
 */
export function eachAsciiWord(
  text: string,
  hear: (start: number, end: number, isJoined: boolean) => void,
): void {
  let at = 0;
  while (at < text.length) {
    if (!isAsciiWordCode(text.charCodeAt(at))) {
      at += 1;
      continue;
    }
    let end = at + 1;
    while (isAsciiWordCode(text.charCodeAt(end))) end += 1;
    const plainEnd = end;
    if (joining.has(text.charCodeAt(end))) {
      asciiWord.lastIndex = at;
      end = at + (asciiWord.exec(text)?.[0].length ?? 1);
    }
    hear(at, end, end > plainEnd);
    at = end;
  }
}

function isAsciiWordCode(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 48 && code <= 57) || (code >= 65 && code <= 90);
}

/** A run of letters may go over from one script to another without a space. */
function pushParts(found: Word[], run: string, at: number): void {
  for (const part of run.matchAll(mixedPattern)) {
    const start = at + part.index;
    push(found, fold(part[0]), start, start + part[0].length);
  }
}

/** About how many words there are: two characters without spaces weigh as much as one word. */
export function countWords(text: string): number {
  const characters = text.match(spacelessCharacter)?.length ?? 0;
  const words = text.match(/\S+/g)?.length ?? 0;
  return characters === 0 ? words : words + characters / 2;
}

function push(found: Word[], text: string, start: number, end: number): void {
  if (text !== "") found.push({ text: text.slice(0, wordCharsMax), start, end });
}

// Letters that Unicode does not take apart, as people without them on the keyboard write them.
const plainLetters: { readonly [letter: string]: string } = {
  ß: "ss",
  æ: "ae",
  œ: "oe",
  ø: "o",
  đ: "d",
  ð: "d",
  þ: "th",
  ł: "l",
  ı: "i",
  ŋ: "n",
};

/** Lower case, no diacritics, no possessive: "Niño's" becomes "nino". */
export function fold(word: string): string {
  return word
    .normalize("NFKD")
    .replace(/\p{M}+/gu, "")
    .toLowerCase()
    .replace(/['’]s$/u, "")
    .replace(/[ßæœøđðþłıŋ]/g, (letter) => plainLetters[letter] ?? letter)
    .replace(/[^\p{L}\p{N}.,:]+/gu, "");
}

/** Whether the word is a character of a script without spaces. */
export function isSpaceless(word: string): boolean {
  return spacelessPattern.test(word);
}

/**
 * Neighbouring characters of scripts without spaces, two by two: the nearest thing to words that
 * can be told without a dictionary. "面包房" gives 面包 and 包房.
 */
export function pairsOf(words: readonly Word[]): Word[] {
  const pairs: Word[] = [];
  for (const [index, word] of words.entries()) {
    const next = words[index + 1];
    if (next === undefined || next.start !== word.end) continue;
    if (!isSpaceless(word.text) || !isSpaceless(next.text)) continue;
    pairs.push({ text: word.text + next.text, start: word.start, end: next.end });
  }
  return pairs;
}

/** Words that stand in every question and every notice of English and Spanish. */
export const commonWords: ReadonlySet<string> = new Set(
  (
    "a about after all also am an and any are as at be been before but by can could did do does " +
    "for from get had has have he her here him his how i if in into is it its just may me more " +
    "must my no not now of off on only or our out over please say she should so some than that " +
    "the their them then there these they this those to too up us was we were what when where " +
    "which who whom whose why will with would you your u n r ur dont im " +
    "al algo ante aqui asi aun como con cual cuales cuando cuanta cuantas cuanto cuantos de del " +
    "desde donde e el ella ellas ellos en entre era es esa ese eso esta estan estas este esto " +
    "estos fue ha hace hacen hacer hago han hasta hay la las le les lo los mas me mi mis muy " +
    "nada nos nosotros o para pero por porque puede pueden puedo q que quien quienes se sea ser " +
    "si sin sobre solo son su sus tambien te tengo ti tiene tienen todo tu un una unas uno unos y ya yo"
  ).split(" "),
);
