/** Whether a sentence that a model wrote is in the passages that it cites. Pure. */
import type { EnginePassage } from "./engine.ts";
import { type Language, languageOf, stopwords } from "./language.ts";
import { stem } from "./stem.ts";
import { isHan, words } from "./words.ts";

/**
 * `yes`: every number in it and most of its words stand in the passages. `no`: a number that stands
 * in none of them, or mostly other words. `unchecked`: it is in another language than they are, so
 * that only its numbers could be compared.
 */
export type Support = "yes" | "no" | "unchecked";

/** The rest may be how it was put: "you can", "it takes". */
const wordsShareMin = 0.6;

export function checkSupport(
  sentence: string,
  cited: readonly Pick<EnginePassage, "title" | "heading" | "text" | "lang">[],
): Support {
  const source = cited.map(({ title, heading, text }) => `${title}\n${heading ?? ""}\n${text}`);
  const there = numbersIn(source.join("\n"));
  for (const number of numbersIn(sentence)) if (!there.has(number)) return "no";
  const language = languageIn(sentence, "en");
  if (!cited.some(({ lang }) => lang.startsWith(language))) return "unchecked";
  const said = contentOf(sentence, language);
  if (said.size === 0) return "yes";
  const known = contentOf(source.join("\n"), language);
  const held = [...said].filter((word) => known.has(word)).length;
  return held / said.size >= wordsShareMin ? "yes" : "no";
}

/** "6:30", "2.8", "1,500" and "120", each as it is written; "2,8" and "2.8" are the same. */
function numbersIn(text: string): Set<string> {
  const found = text.match(/\d+(?:[.,:]\d+)*/g) ?? [];
  return new Set(found.map((number) => number.replaceAll(",", ".")));
}

function contentOf(text: string, language: Language): Set<string> {
  const found = words(text).map((word) => word.text);
  const telling = found.filter((word) => !stopwords[language].has(word) && !/^\d/.test(word));
  return new Set(telling.map((word) => (isHan(word) ? word : stem(word, language))));
}

function languageIn(text: string, fallback: Language): Language {
  return languageOf(text, words(text), fallback);
}
