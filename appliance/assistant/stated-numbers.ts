/** Whether numbers of one text stand in another one, beside the same words. Pure. */
import { type Language, stopwords } from "./language.ts";
import { stem } from "./stem.ts";
import { words } from "./words.ts";

export interface StatedNumber {
  /** As it is compared: "1,500" and "1.500" are one, and so are "three" and "3". */
  readonly value: string;
  /** Stem of the word that it counts: "litre" of "20 litres". */
  readonly counts: string | null;
  /** What it measures, in any language: "minute" of "3 min", and of "3 minutos". */
  readonly unit: string | null;
  /** Stems of the telling words before it in its part of the sentence: "close" of "closes at 9". */
  readonly follows: readonly string[];
}

/** The source of a sentence may be in another language: its numbers are read in all of them. */
export function numbersOf(source: string, language: Language): StatedNumber[] {
  return statedNumbers(source, language, spelledOutAnywhere);
}

/**
 * False when a number of `sentence` is not among those `there`, or when what it belongs to has
 * other numbers there: "20 litres" where the source says "20 minutes" and "5 litres".
 */
export function numbersAgree(
  sentence: string,
  there: readonly StatedNumber[],
  language: Language,
): boolean {
  return statedNumbers(sentence, language, spelledOut[language]).every(
    ({ value, counts, unit, follows }) => {
      const same = there.filter((other) => other.value === value);
      if (same.length === 0) return false;
      const measured = same.filter((other) => unit !== null && other.unit !== null);
      if (measured.length > 0 && measured.every((other) => other.unit !== unit)) return false;
      const counted = there.filter((other) => counts !== null && other.counts === counts);
      if (counted.length > 0) return counted.some((other) => other.value === value);
      const last = follows.at(-1);
      const hasOthers = last !== undefined && there.some((other) => other.follows.at(-1) === last);
      return !hasOthers || same.some((other) => other.follows.some((it) => follows.includes(it)));
    },
  );
}

type Spelled = ReadonlyMap<string, number>;

function statedNumbers(text: string, language: Language, spelled: Spelled): StatedNumber[] {
  const tokens = tokensOf(text, language, spelled);
  const found: StatedNumber[] = [];
  let follows: string[] = [];
  for (const [at, { kind, text: own, isQuiet }] of tokens.entries()) {
    if (kind === "end" || joins.test(own)) follows = [];
    else if (kind === "word" && !isQuiet) follows = [...follows, own];
    if (kind !== "number") continue;
    const next = tokens[at + 1];
    const counts = next?.kind === "word" && !next.isQuiet ? next.text : null;
    const unit = next?.kind === "word" ? (units.get(next.word) ?? null) : null;
    found.push({ value: own, counts, unit, follows });
  }
  return found;
}

const joins = /^(?:and|y|e)$/;

interface Token {
  readonly kind: "number" | "word" | "end";
  /** A number as it is compared, or the stem of a word. */
  readonly text: string;
  /** As it is written, folded. */
  readonly word: string;
  readonly isQuiet: boolean;
}

const tokenPattern =
  /\p{Nd}+(?:[.,:٫٬]\p{Nd}+)*|[一〇零二三四五六七八九十百千万两]{2,}|[〇零二三四五六七八九十百千万两]|\p{Script=Han}|(?:(?!\p{Script=Han})[\p{L}\p{M}])+(?:['’][\p{L}\p{M}]+)*|[,!?;\n。，！？；]|\.(?=\s+[\p{Lu}¿¡]|\s*$)/gu;

function tokensOf(text: string, language: Language, spelled: Spelled): Token[] {
  const tokens: Token[] = [];
  for (const [piece] of text.matchAll(tokenPattern)) {
    if (/^\p{Nd}/u.test(piece)) {
      tokens.push({ kind: "number", text: plainNumber(piece), word: "", isQuiet: false });
    } else if (/^[.,!?;\n。，！？；]/u.test(piece)) {
      tokens.push({ kind: "end", text: piece, word: "", isQuiet: false });
    } else if (/^[一〇零二三四五六七八九十百千万两]/u.test(piece)) {
      tokens.push({ kind: "number", text: String(hanNumber(piece)), word: "", isQuiet: false });
    } else {
      for (const { text: word } of words(piece)) {
        const value = spelled.get(word);
        if (value !== undefined) pushSpelledOut(tokens, value);
        else tokens.push(wordToken(word, language));
      }
    }
  }
  return tokens;
}

function wordToken(word: string, language: Language): Token {
  const isQuiet = stopwords[language].has(word);
  return { kind: "word", text: stem(word, language), word, isQuiet };
}

function pushSpelledOut(tokens: Token[], value: number): void {
  // "twenty-five", "treinta y cinco", "two hundred" are one number each.
  const joint = joins.test(tokens.at(-1)?.text ?? "");
  const before = tokens.at(joint ? -2 : -1);
  const so = before?.kind === "number" ? Number(before.text) : 0;
  const isTens = so >= 20 && so < 100 && so % 10 === 0 && value < 10;
  const isTimes = !joint && so > 0 && so < value && value >= 100;
  if (isTens || isTimes) {
    tokens.length -= joint ? 2 : 1;
    tokens.push({
      kind: "number",
      text: String(isTens ? so + value : so * value),
      word: "",
      isQuiet: false,
    });
  } else {
    tokens.push({ kind: "number", text: String(value), word: "", isQuiet: false });
  }
}

/** "06:30", "6.30" and "٦:٣٠" are one; separators of thousands say nothing. */
function plainNumber(written: string): string {
  const digits = written.replace(/(?![0-9])\p{Nd}/gu, asciiDigit).replace(/[,:٫٬]/g, ".");
  const whole = /^\d{1,3}(?:\.\d{3})+$/.test(digits) ? digits.replaceAll(".", "") : digits;
  return whole.replace(/^0+(?=\d)/, "");
}

/** In every script the ten digits stand side by side, from zero on. */
function asciiDigit(digit: string): string {
  const code = digit.codePointAt(0) ?? 0;
  let zero = code;
  while (code - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero -= 1;
  return String(code - zero);
}

const hanDigits = "〇一二三四五六七八九";
const hanUnits: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1_000, 万: 10_000 };

/** "二十五" is 25, "两百" 200. A lone 一 is no number but "a". */
function hanNumber(written: string): number {
  let sum = 0;
  let open = 0;
  for (const character of written.replaceAll("两", "二").replaceAll("零", "〇")) {
    const unit = hanUnits[character];
    if (unit === undefined) open = open * 10 + hanDigits.indexOf(character);
    else if (unit === 10_000) [sum, open] = [(sum + open) * unit, 0];
    else [sum, open] = [sum + Math.max(1, open) * unit, 0];
  }
  return sum + open;
}

const units: ReadonlyMap<string, string> = new Map(
  [
    "second seconds sec segundo segundos seg 秒",
    "minute minutes min mins minuto minutos",
    "hour hours h hr hrs hora horas",
    "day days dia dias 天",
    "night nights noche noches 夜",
    "week weeks semana semanas 周",
    "month months mes meses 月",
    "year years ano anos 年",
    "litre litres liter liters l litro litros",
    "metre metres meter meters m metro metros 米",
    "kilometre kilometres kilometer kilometers km kilometro kilometros",
    "kilo kilos kg kilogram kilograms kilogramo kilogramos",
    "gram grams g gramo gramos 克",
    "credit credits credito creditos",
    "euro euros",
    "percent",
  ].flatMap((line) => {
    const [unit = "", ...others] = line.split(" ");
    return [unit, ...others].map((word) => [word, unit] as const);
  }),
);

/** Without "one" and "uno": they are articles and pronouns more often than numbers. */
const spelledOut: Readonly<Record<Language, Spelled>> = {
  en: new Map([
    ...numbered(
      2,
      1,
      `two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
      seventeen eighteen nineteen`,
    ),
    ...numbered(20, 10, "twenty thirty forty fifty sixty seventy eighty ninety hundred"),
    ["thousand", 1_000],
  ]),
  es: new Map([
    ...numbered(
      2,
      1,
      `dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciseis
      diecisiete dieciocho diecinueve veinte veintiuno veintidos veintitres veinticuatro
      veinticinco veintiseis veintisiete veintiocho veintinueve treinta`,
    ),
    ...numbered(40, 10, "cuarenta cincuenta sesenta setenta ochenta noventa cien"),
    ["ciento", 100],
    ["mil", 1_000],
  ]),
  zh: new Map(),
};
const spelledOutAnywhere: Spelled = new Map([...spelledOut.en, ...spelledOut.es]);

function numbered(from: number, step: number, list: string): [word: string, value: number][] {
  return list.split(/\s+/).map((word, at) => [word, from + at * step]);
}
