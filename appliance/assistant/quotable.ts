import { type AnswerType, answerTypesOf, holdsAnswer, isNumeric } from "./answer-type.ts";
import type { EnginePassage } from "./engine.ts";
import { startAt } from "./laid-out.ts";
import { eachOccurrence } from "./occurrences.ts";
import { type PassageWords, wordsOfPassage } from "./passage-words.ts";
import type { Question, WeighedTerm } from "./question.ts";
import type { TextSentence } from "./sentences.ts";
import { creditOf, type Held, heldBySentence, heldIn } from "./support.ts";

/** What of the question's terms a text holds, and how surely (0 to 1). */
export type Credits = ReadonlyMap<WeighedTerm, number>;

/** A sentence that may be quoted, and what it has to say to the question. */
export interface Quotable extends TextSentence {
  /** By its own words. */
  readonly own: Credits;
  /** With what it leans on: its title, its heading, the sentences beside it. */
  readonly credits: Credits;
  /** The kinds of answers it holds, of those the question waits for. */
  readonly answers: readonly AnswerType[];
  /** A number of just what is asked for: "20 litres", when litres are. */
  readonly countsAsked: boolean;
  readonly defines: boolean;
}

/**
 * What a sentence takes over from what stands around it. A subject is named once, in the title, in
 * the heading or in the sentence before, and then spoken of; less so the other way round.
 */
const takenOver = {
  title: 0.75,
  label: 0.6,
  lineStart: 0.6,
  before: 0.6,
  acrossParagraphs: 0.3,
  after: 0.2,
} as const;

export function quotablesOf(question: Question, passage: EnginePassage): Quotable[] {
  const words = wordsOfPassage(passage);
  const { sentences } = words;
  const title = creditsOf(question, heldIn(question, words.title));
  const own = heldBySentence(question, words).map((held) => creditsOf(question, held));
  const beside = besideNumbers(question, words);
  const wanted = answerTypesOf(question.text);
  let label = creditsOf(question, heldIn(question, words.heading));
  return sentences.map((sentence, at) => {
    if (sentence.isLabel) label = own[at] ?? label;
    const before = sentences[at - 1];
    const goesOn = before?.paragraph === sentence.paragraph || before?.isLabel === true;
    const credits = withContext(own[at], [
      [title, takenOver.title],
      [label, takenOver.label],
      [own[sentences.findIndex(({ line }) => line === sentence.line)], takenOver.lineStart],
      [own[at - 1], goesOn ? takenOver.before : takenOver.acrossParagraphs],
      [own[at + 1], takenOver.after],
    ]);
    const answers = sentence.isLabel ? [] : wanted.filter((type) => holdsAnswer(type, sentence));
    const countsAsked = answers.some(isNumeric) && beside(sentence);
    const defines = question.asksMeaning && passage.form === "term" && isDefinition(sentence, at);
    return { ...sentence, own: own[at] ?? new Map(), credits, answers, countsAsked, defines };
  });
}

function withContext(
  own: Credits | undefined,
  context: readonly (readonly [Credits | undefined, number])[],
): Credits {
  const credits = new Map(own);
  for (const [other, share] of context) {
    for (const [term, credit] of other ?? []) {
      credits.set(term, Math.max(credits.get(term) ?? 0, credit * share));
    }
  }
  return credits;
}

const numberBeside = /[\p{N}半一二两三四五六七八九十百千](?:\s?\p{L}*)?\s?$/u;
const besideChars = 12;

/** Tells whether a sentence holds a number right before a word of the question. */
function besideNumbers(
  question: Question,
  { body }: PassageWords,
): (sentence: TextSentence) => boolean {
  const starts: number[] = [];
  eachOccurrence(question, body, (_, at) => starts.push(startAt(body, at)));
  return ({ start, end }) =>
    starts.some(
      (at) =>
        at >= start &&
        at < end &&
        numberBeside.test(body.text.slice(Math.max(start, at - besideChars), at)),
    );
}

function creditsOf({ terms }: Question, held: Held): Credits {
  const credits = new Map<WeighedTerm, number>();
  for (const [index, term] of terms.entries()) {
    const weight = held[index] ?? 0;
    if (weight > 0) credits.set(term, creditOf(weight));
  }
  return credits;
}

/** The first sentence of a vocabulary entry, or the one that says it is the definition. */
function isDefinition({ text }: TextSentence, at: number): boolean {
  return (
    at === 0 || /^\W*(?:definition|meaning|definici[oó]n|significado|解释|释义|意思)/iu.test(text)
  );
}
