/** Whether a sentence that a model wrote is in the passages that it cites. Pure. */
import { meaningsOf } from "./glossary.ts";
import { isLanguage, type Language, languageOf, stopwords } from "./language.ts";
import { agrees, type Places, placesIn } from "./polarity.ts";
import type { Material } from "./prompt.ts";
import { numbersAgree, numbersOf, type StatedNumber } from "./stated-numbers.ts";
import { stem } from "./stem.ts";
import { isHan, words } from "./words.ts";

/**
 * `yes`: most of its words stand in the passages, with every number, name and day, and it denies
 * what they deny. `no`: not so. `unchecked`: it is in another language than they are, so that only
 * its numbers could be compared.
 */
export type Support = "yes" | "no" | "unchecked";

/** The rest may be how it was put: "you can", "it takes". */
const wordsShareMin = 0.6;

export function checkSupport(sentence: string, cited: readonly Material[]): Support {
  const spoken = cited.map(({ lang }) => lang.toLowerCase().split("-")[0] ?? "");
  // A few words may show no language; they are in that of what they were taken from.
  const language = languageIn(sentence, spoken.find(isLanguage) ?? "en");
  const sources = cited.map((passage) => sourceOf(passage, language));
  const numbers = sources.flatMap((source) => source.numbers);
  if (!numbersAgree(sentence, numbers, language)) return "no";
  const isKnown = (word: string) => sources.some(({ known }) => known.has(word));
  const said = [...contentOf(sentence, language)];
  const share = said.filter(isKnown).length / said.length;
  const isHeld = said.length === 0 ? /\p{Nd}/u.test(sentence) : share >= wordsShareMin;
  // What shares its words is in their language, whatever it was taken for.
  if (!isHeld) return spoken.includes(language) ? "no" : "unchecked";
  if (![...mustStand(sentence, language)].every(isKnown)) return "no";
  const places = {
    clauses: sources.flatMap(({ clauses }) => clauses),
    sentences: sources.flatMap(({ sentences }) => sentences),
  };
  return agrees(sentence, places, (text) => contentOf(text, language)) ? "yes" : "no";
}

/** A passage as sentences of one language are compared with it. */
interface Source extends Places {
  readonly numbers: readonly StatedNumber[];
  readonly known: ReadonlySet<string>;
}

/** Answers have several sentences from one passage, and many ask about the same; gone with it. */
const read = new WeakMap<Material, Map<Language, Source>>();

function sourceOf(passage: Material, language: Language): Source {
  const sources = read.get(passage) ?? new Map<Language, Source>();
  read.set(passage, sources);
  const source = sources.get(language) ?? readSource(passage, language);
  sources.set(language, source);
  return source;
}

function readSource({ title, heading, text, lang }: Material, language: Language): Source {
  const whole = `${title}\n${heading ?? ""}\n${text}`;
  const subject = contentOf(`${title}\n${heading ?? ""}`, language);
  return {
    numbers: numbersOf(whole, language),
    known: contentOf(whole, language),
    ...placesIn({ text, lang }, subject, (part) => contentOf(part, language)),
  };
}

function contentOf(text: string, language: Language): Set<string> {
  const found = words(text).map((word) => word.text);
  const telling = found.filter((word) => !stopwords[language].has(word) && !/^\d/.test(word));
  return new Set(telling.map((word) => stemOf(word, language)));
}

function stemOf(word: string, language: Language): string {
  return isHan(word) ? word : stem(word, language);
}

/** Stems of the words that nothing else may stand for: names, days and months. */
function mustStand(sentence: string, language: Language): Set<string> {
  const found = words(sentence).filter(({ text }) => !stopwords[language].has(text));
  const isShouted = !/\p{Ll}/u.test(sentence);
  const first = words(sentence)[0]?.start;
  const kept = found.filter(({ text, start }) => {
    if (calendar.has(text)) return true;
    if (isShouted || !/^\p{Lu}/u.test(sentence.slice(start))) return false;
    // Every sentence begins with a capital: one of everyday's words is no name.
    return start !== first || meaningsOf([stem(text, language)], language).length === 0;
  });
  return new Set(kept.map(({ text }) => stemOf(text, language)));
}

/** Folded. "May" and "marzo" are capitalised in one language and not in the other. */
const calendar: ReadonlySet<string> = new Set(
  `monday tuesday wednesday thursday friday saturday sunday lunes martes miercoles jueves viernes
  sabado sabados domingo domingos enero febrero marzo abril mayo junio julio agosto septiembre
  octubre noviembre diciembre`.split(/\s+/),
);

function languageIn(text: string, fallback: Language): Language {
  return languageOf(text, words(text), fallback);
}
