/** Which language a text is in, guessed from its letters and its commonest words. Pure. */

const commonWords: Record<string, string> = {
  en: "the and of to is in that for it with on are be this you at from not or as by have if when",
  es: "el la los las de que y en un una por con para se es del al lo no su como más pero cuando si",
  fr: "le la les des et en un une pour que qui dans est pas sur au avec ce il plus par sont du ne",
  pt: "o a os as de que e em um uma para com não por se do da no na mais ao como são quando dos",
  de: "der die das und in den von zu mit ist nicht ein eine auf für im dem auch es wenn sich des",
  it: "il lo la gli le di che e in un una per con non si da del della sono al più come alla nel",
};
const wordSets = Object.entries(commonWords).map(
  ([lang, words]) => [lang, new Set(words.split(" "))] as const,
);

// Scripts that (nearly) name a language. Kana is looked at before Han: Japanese uses both.
const scripts: readonly (readonly [lang: string, shape: RegExp])[] = [
  ["ja", /[\p{Script=Hiragana}\p{Script=Katakana}]/gu],
  ["ko", /\p{Script=Hangul}/gu],
  ["zh", /\p{Script=Han}/gu],
  ["ar", /\p{Script=Arabic}/gu],
  ["he", /\p{Script=Hebrew}/gu],
  ["ru", /\p{Script=Cyrillic}/gu],
  ["el", /\p{Script=Greek}/gu],
  ["hi", /\p{Script=Devanagari}/gu],
  ["th", /\p{Script=Thai}/gu],
];
const sampleCharsMax = 20_000;

/** A BCP 47 language code, or null when the text is too short or too mixed to say. */
export function guessLanguage(text: string): string | null {
  const sample = text.slice(0, sampleCharsMax);
  const letters = sample.match(/\p{L}/gu)?.length ?? 0;
  if (letters === 0) return null;
  for (const [lang, shape] of scripts) {
    const found = sample.match(shape)?.length ?? 0;
    // One Chinese character says as much as a word of letters.
    if (found > letters * (lang === "ja" ? 0.1 : 0.3)) return lang;
  }
  const words = sample.toLowerCase().match(/\p{L}+/gu) ?? [];
  let best: string | null = null;
  let bestCount = 0;
  let secondCount = 0;
  for (const [lang, known] of wordSets) {
    const count = words.reduce((sum, word) => sum + (known.has(word) ? 1 : 0), 0);
    if (count > bestCount) [best, bestCount, secondCount] = [lang, count, bestCount];
    else secondCount = Math.max(secondCount, count);
  }
  return bestCount >= 3 && bestCount > secondCount && bestCount * 12 >= words.length ? best : null;
}
