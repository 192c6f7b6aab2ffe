import {
  keyOf,
  type LaidOut,
  layOut,
  markOf,
  markOfStem,
  markOfWord,
  marksMax,
} from "./laid-out.ts";
import { isLanguage, type Language } from "./language.ts";
import type { Question, WeighedVariant } from "./question.ts";
import { isHan } from "./words.ts";

/** The variants of a question's terms, to be looked for in many texts: one needle each, in order. */
interface Needles {
  readonly variants: readonly WeighedVariant[];
  /** For each the place of its term among the question's. */
  readonly terms: readonly number[];
  readonly keys: readonly Keys[];
  /** For whoever counts them in one text after the other; to be left at zero. */
  readonly counts: Float64Array;
}

/** Of each word or stem of a variant. */
type Keys = readonly number[];

/** Hears which needle begins at a word, and at which word it ends. */
type Hearing = (needle: number, at: number, last: number) => void;

/** A question is looked for in hundreds of passages, so its words are gathered once. */
const gathered = new WeakMap<Question, Needles>();

export function needlesOf(question: Question): Needles {
  const known = gathered.get(question);
  if (known !== undefined) return known;
  const variants: WeighedVariant[] = [];
  const terms: number[] = [];
  const keys: Keys[] = [];
  for (const [term, { variants: own }] of question.terms.entries()) {
    const ownKeys = keysOfAll(own);
    for (let at = 0; at < own.length; at += 1) {
      variants.push(own[at] as WeighedVariant);
      terms.push(term);
      keys.push(ownKeys[at] as Keys);
    }
  }
  const made = { variants, terms, keys, counts: new Float64Array(variants.length) };
  gathered.set(question, made);
  return made;
}

const keysOfVariants = new WeakMap<readonly WeighedVariant[], readonly Keys[]>();

/** Terms come again in other questions with the same variants (readings.ts). */
function keysOfAll(variants: readonly WeighedVariant[]): readonly Keys[] {
  const known = keysOfVariants.get(variants);
  if (known !== undefined) return known;
  const keys = variants.map(({ parts }) => keysOf(parts));
  keysOfVariants.set(variants, keys);
  return keys;
}

/** Words and expressions of the glossary are the same ones each time. */
const keysOfParts = new WeakMap<readonly string[], Keys>();

export function keysOf(parts: readonly string[]): Keys {
  const known = keysOfParts.get(parts);
  if (known !== undefined) return known;
  const keys = parts.map(keyOf);
  keysOfParts.set(parts, keys);
  return keys;
}

/**
 * Needles by the mark of their first part, in chains. One table serves all questions, one at a
 * time: to clear it costs less than to make one for each.
 */
class Chains {
  readonly #isWanted: (variant: WeighedVariant) => boolean;
  /** For each mark the needle, counted from 1, whose chain begins there; 0 where none does. */
  readonly heads = new Int32Array(marksMax);
  /** For each needle the next of its chain. */
  next = new Int32Array(256);
  #laidFor: WeakRef<Needles> | null = null;

  constructor(isWanted: (variant: WeighedVariant) => boolean) {
    this.#isWanted = isWanted;
  }

  lay(needles: Needles): this {
    if (this.#laidFor?.deref() === needles) return this;
    const { variants, keys } = needles;
    if (this.next.length <= variants.length) this.next = new Int32Array(variants.length * 2);
    this.heads.fill(0);
    // The last first, so that each chain is in order.
    for (let at = variants.length - 1; at >= 0; at -= 1) {
      if (!this.#isWanted(variants[at] as WeighedVariant)) continue;
      const mark = markOf(keys[at]?.[0] ?? 0);
      this.next[at + 1] = this.heads[mark] as number;
      this.heads[mark] = at + 1;
    }
    this.#laidFor = new WeakRef(needles);
    return this;
  }
}

// Chinese has no stems: its expressions stand as they are in texts of any language.
const byWord = new Chains(({ compare }) => compare === "words" || compare === "zh");
const byStem: Readonly<Record<Language, Chains>> = {
  en: new Chains((variant) => isStem(variant, "en")),
  es: new Chains((variant) => isStem(variant, "es")),
  zh: new Chains(() => false),
};

function isStem({ compare, parts }: WeighedVariant, language: Language): boolean {
  return compare === language && !isHan(parts[0] ?? "");
}

/** Says where the question's words, or what they may stand for, are in a text, in order. */
export function eachOccurrence(question: Question, laid: LaidOut, hear: Hearing): void {
  const needles = needlesOf(question);
  const ofWords = byWord.lay(needles);
  const ofStems = byStem[laid.language].lay(needles);
  const { length, marks, words, stems } = laid;
  // Nearly all that happens when a question is compared with a text happens in here.
  for (let at = 0; at < length; at += 1) {
    const both = marks[at] as number;
    const word = ofWords.heads[markOfWord(both)] as number;
    const stem = ofStems.heads[markOfStem(both)] as number;
    if (word !== 0) hearChain(needles, ofWords.next, word, words, at, hear);
    if (stem !== 0) hearChain(needles, ofStems.next, stem, stems, at, hear);
  }
}

/** Those that begin with this word, or with its stem, and whose other parts follow. */
function hearChain(
  { keys }: Needles,
  next: Int32Array,
  head: number,
  read: Float64Array,
  at: number,
  hear: Hearing,
): void {
  for (let each = head; each !== 0; each = next[each] as number) {
    const wanted = keys[each - 1] as Keys;
    let offset = 0;
    while (offset < wanted.length && read[at + offset] === wanted[offset]) offset += 1;
    if (offset >= wanted.length) hear(each - 1, at, at + wanted.length - 1);
  }
}

/** A text in a language as passages name it. */
export function laidOutText(text: string, lang: string): LaidOut {
  return layOut(text, isLanguage(lang) ? lang : "en");
}
