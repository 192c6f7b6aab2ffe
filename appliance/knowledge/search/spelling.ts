/**
 * Words that may be meant by a mistyped one. Two measures: how many slips of the finger lie
 * between two words, and whether they sound alike to a reader of English or Spanish, which is how
 * people spell what they have only heard. Pure.
 */

import { wordCharsMax } from "./words.ts";

/**
 * Edit distance with neighbours swapped as one slip (optimal string alignment), or `max + 1` as
 * soon as it is more than `max`. For words of at most `wordCharsMax`. Only what lies within `max` of
 * the diagonal is worked out: everything else is more slips away (Ukkonen 1985).
 */
export function slipsBetween(a: string, b: string, max: number): number {
  if (Math.abs(a.length - b.length) > max) return max + 1;
  let [before, previous, current] = rows;
  for (let j = 0; j <= b.length; j++) previous[j] = j;
  let leastBefore = 0;
  for (let i = 1; i <= a.length; i++) {
    const from = Math.max(1, i - max);
    const to = Math.min(b.length, i + max);
    let least = from === 1 ? i : max + 1;
    current[from - 1] = least;
    // The row before did not go so far.
    if (i > 1 && to === i + max) previous[to] = max + 1;
    for (let j = from; j <= to; j++) {
      const same = a.charCodeAt(i - 1) === b.charCodeAt(j - 1) ? 0 : 1;
      let cost = Math.min(
        (previous[j] as number) + 1,
        (current[j - 1] as number) + 1,
        (previous[j - 1] as number) + same,
      );
      const swapped =
        i > 1 &&
        j > 1 &&
        a.charCodeAt(i - 1) === b.charCodeAt(j - 2) &&
        a.charCodeAt(i - 2) === b.charCodeAt(j - 1);
      if (swapped) cost = Math.min(cost, (before[j - 2] as number) + 1);
      current[j] = cost;
      if (cost < least) least = cost;
    }
    // A swap reaches over one row, so that both rows must be beyond it.
    if (least > max && leastBefore >= max) return max + 1;
    leastBefore = least;
    [before, previous, current] = [previous, current, before];
  }
  return Math.min(previous[b.length] as number, max + 1);
}

/** Made once: a misspelt word is compared with thousands. */
const rows: [Int32Array, Int32Array, Int32Array] = [
  new Int32Array(wordCharsMax + 1),
  new Int32Array(wordCharsMax + 1),
  new Int32Array(wordCharsMax + 1),
];

// In order. `c` becomes k or s by what follows; b and v, s and z, y and ll, g and j before e and i
// are one sound to many; h is silent; a final e of English is too.
const sounds: readonly (readonly [RegExp, string])[] = [
  [/(.)\1+/g, "$1"],
  [/tch|sch|sh|ch/g, "x"],
  [/^kn|^gn/, "n"],
  [/^wr/, "r"],
  [/dg(?=[eiy])/g, "j"],
  [/ph/g, "f"],
  [/gh/g, ""],
  [/qu(?=[ei])|q|ck/g, "k"],
  [/c(?=[eiy])|z/g, "s"],
  [/c/g, "k"],
  [/gu(?=[ei])/g, "g"],
  [/g(?=[eiy])/g, "j"],
  [/v/g, "b"],
  [/wh/g, "w"],
  [/h/g, ""],
  [/m(?=[pb])/g, "n"],
  [/^ie/, "ye"],
  [/y(?=[aeiou])/g, "Y"],
  [/(?<=[^aeiou])e$/, ""],
  [/[aeiouy]+/g, "a"],
  [/(.)\1+/g, "$1"],
];
const soundCharsMax = 16;

/**
 * How a folded word sounds, very roughly: equal for "kuanto" and "cuanto", "genarater" and
 * "generator", "esquela" and "escuela".
 */
export function soundOf(word: string): string {
  let sound = word.replaceAll("ll", "Y");
  for (const [letters, as] of sounds) sound = sound.replace(letters, as);
  return sound.slice(0, soundCharsMax);
}

/** Which letters a word has, as bits: words that differ in many bits need no closer look. */
export function lettersOf(word: string): number {
  let letters = 0;
  for (let index = 0; index < word.length; index++) {
    const code = word.charCodeAt(index) - 97;
    letters |= 1 << (code >= 0 && code < 26 ? code : 26 + (code & 3));
  }
  return letters;
}

export function bitsOf(value: number): number {
  let bits = value - ((value >>> 1) & 0x55555555);
  bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
  return (((bits + (bits >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24;
}

/** How many slips a word of this length may hold and still be told. */
export function slipsMax(length: number): number {
  return length < 3 ? 0 : length < 6 ? 1 : 2;
}

// Endings of English and Spanish inflection (and, by kinship, of much French and Portuguese).
const endings = new Set(
  (
    "s es d ed ing er ers ly y ies ied n " +
    "a o e as os is ar ir an en on ado ada ados adas ido ida idos idas ando iendo aba aban ia ian " +
    "aron ieron io amos emos imos cion ciones mente ito ita itos itas"
  ).split(" "),
);
endings.add("");

/** Whether two folded words are forms of one word: charge and charging, semilla and semillas. */
export function areForms(a: string, b: string): boolean {
  let common = 0;
  while (common < a.length && a[common] === b[common]) common++;
  if (common < 3) return false;
  for (let at = common; at >= Math.max(3, common - 2); at--) {
    if (endings.has(a.slice(at)) && endings.has(b.slice(at))) return true;
  }
  // "stopped" and "stop": the consonant is doubled before the ending.
  return common >= 3 && isDoubled(a, b, common);
}

function isDoubled(a: string, b: string, common: number): boolean {
  const [short, long] = a.length < b.length ? [a, b] : [b, a];
  return (
    short.length === common &&
    long[common] === long[common - 1] &&
    endings.has(long.slice(common + 1)) &&
    long.length > common + 1
  );
}
