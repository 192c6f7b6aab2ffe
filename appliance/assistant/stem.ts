import type { Language } from "./language.ts";

/**
 * Light stems: enough to meet "watered" with "watering" and "semillas" with "semilla", not more.
 * A heavy stemmer finds a little more and confuses a lot, and the answer is shown to people.
 * Words come folded (lower case, no diacritics).
 */
export function stem(word: string, language: Language): string {
  if (word.length < 4 || /[^a-z]/.test(word)) return word;
  return language === "en" ? stemEnglish(word) : language === "es" ? stemSpanish(word) : word;
}

function stemEnglish(word: string): string {
  let base = withoutPlural(word);
  for (const ending of englishEndings.get(base.at(-1)) ?? none) {
    if (!base.endsWith(ending) || base.length - ending.length < 3) continue;
    const rest = base.slice(0, -ending.length);
    if (!/[aeiouy]/.test(rest)) break;
    base = endsDoubled(rest) ? rest.slice(0, -1) : rest;
    break;
  }
  if (base.endsWith("e") && base.length > 3) base = base.slice(0, -1);
  if (base.endsWith("y") && base.length > 3) base = `${base.slice(0, -1)}i`;
  return base;
}

function withoutPlural(word: string): string {
  const { length } = word;
  if (!word.endsWith("s")) return word;
  if (word.endsWith("ies") && length > 4) return `${word.slice(0, -3)}y`;
  if (word.endsWith("es") && hisses(word.slice(0, -2))) return word.slice(0, -2);
  const before = word[length - 2];
  return before === "s" || before === "u" ? word : word.slice(0, -1);
}

function hisses(base: string): boolean {
  const last = base.at(-1);
  if (last === "h") return base.endsWith("ch") || base.endsWith("sh");
  return last === "s" || last === "x" || last === "z";
}

/** "runn" of "running". */
function endsDoubled(base: string): boolean {
  const last = base.at(-1) ?? "";
  return last === base.at(-2) && "bdfgmnprt".includes(last);
}

const none: readonly string[] = [];
const englishEndings = Map.groupBy(["ingly", "edly", "ing", "ed", "ly", "er"], (ending) =>
  ending.at(-1),
);

/** Longest first, so that "cocinamos" loses "amos" and not only "s". */
const spanishEndings = `
  aciones iciones amiento imiento iendo aremos eremos iremos aban ieron aron amos emos imos acion
  icion ando adas ados idas idos aran eran iran aria eria iria ada ado ida ido aba ian ara era ira
  arse erse irse arlo arla erlo irlo ar er ir an en as es os io a e o`
  .trim()
  .split(/\s+/);
const byLastLetter = Map.groupBy(spanishEndings, (ending) => ending.at(-1));

function stemSpanish(word: string): string {
  const base = word.endsWith("ces") && word.length > 4 ? `${word.slice(0, -3)}z` : word;
  for (const ending of byLastLetter.get(base.at(-1)) ?? []) {
    if (base.endsWith(ending) && base.length - ending.length >= 3) {
      return base.slice(0, -ending.length);
    }
  }
  return base;
}
