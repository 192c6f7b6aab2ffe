import type { AnswerSentence, Engine, EnginePassage, EngineRequest } from "./engine.ts";
import { quotable } from "./orders.ts";
import type { Question, WeighedTerm } from "./question.ts";
import { match } from "./rank.ts";
import { sentencesOf, type TextSentence } from "./sentences.ts";
import { worthOf } from "./support.ts";

/**
 * Below this share of the question's words in one place, the box says that it does not know.
 * Calibrated on the corpus' questions as a whole, where it trades false answers against false
 * unknowns (`bun run bench retrieval` prints both); no single question decided it.
 */
export const supportMin = 0.55;

const quotesMax = 4;
const passagesQuoted = 4;
/** A further quote must add at least this share of what the question asks about. */
const addsMin = { samePassage: 0.08, otherPassage: 0.15 } as const;
/** Each rank further down, a passage is less likely about the subject. */
const rankFactor = 0.8;
/** A question for a number, a price or a time is answered by a sentence that has one. */
const numberFactor = 1.3;
const definitionFactor = 2;
const quoteCharsMax = 260;
/** What the sentence before says, the next one still speaks of; less so the other way round. */
const carried = { fromBefore: 0.6, fromAfter: 0.3 } as const;
const askedForNumber =
  /\bhow (?:many|much|long|often|far|deep|high|heavy|old|fast|soon)\b|\b(?:when|what (?:time|level|age|price|temperature|size|angle|number|year|date|percentage))\b|cu[aá]nt[oa]s?|cu[aá]ndo|a qu[eé] (?:hora|nivel|edad|temperatura)|几|多少|多久|什么时候/iu;

/**
 * The engine without a language model: it copies the sentences that hold most of what was asked,
 * word for word, each with the number of its passage. It cannot combine or conclude, and it
 * cannot invent.
 */
export const quotingEngine: Engine = {
  name: "quoting",
  capabilities: { generates: false },
  model: null,
  async *answer(request, signal) {
    signal.throwIfAborted();
    const sentences = request.support < supportMin ? [] : quotesFor(request);
    for (const sentence of sentences) {
      signal.throwIfAborted();
      yield { type: "sentence", sentence };
    }
    signal.throwIfAborted();
    yield { type: "end", outcome: sentences.length > 0 ? "answered" : "unknown" };
  },
};

interface Quote {
  readonly passage: EnginePassage;
  readonly start: number;
  readonly end: number;
  /** What of the question it holds, and how surely (0 to 1). */
  readonly holds: ReadonlyMap<WeighedTerm, number>;
  readonly factor: number;
}

/** Takes, again and again, the sentence that adds most of what is still missing. */
function quotesFor({ question, passages }: EngineRequest): AnswerSentence[] {
  const current = passages.filter(({ isOutdated }) => !isOutdated);
  const candidates = (current.length > 0 ? current : passages)
    .slice(0, passagesQuoted)
    .flatMap((passage, at) => quotesOf(question, passage, rankFactor ** at));
  const asked = question.terms.reduce((sum, term) => sum + worthOf(term, question), 0);
  const held = new Map<WeighedTerm, number>();
  const chosen: Quote[] = [];
  while (chosen.length < quotesMax) {
    const best = bestOf(candidates, (quote) => adds(quote, held, question));
    if (best === null) break;
    const isKnown = chosen.some(({ passage }) => passage === best.quote.passage);
    const min = isKnown ? addsMin.samePassage : addsMin.otherPassage;
    if (chosen.length > 0 && best.gain < min * asked) break;
    chosen.push(best.quote);
    for (const [term, credit] of best.quote.holds) {
      held.set(term, Math.max(held.get(term) ?? 0, credit));
    }
  }
  return mergeQuotes(chosen);
}

/** In the order of the passages and of their texts; what touches becomes one quote. */
function mergeQuotes(chosen: readonly Quote[]): AnswerSentence[] {
  const merged: { n: number; start: number; end: number }[] = [];
  const order = [...new Set(chosen.map(({ passage }) => passage.n))];
  const sorted = [...chosen].sort(
    (one, other) =>
      order.indexOf(one.passage.n) - order.indexOf(other.passage.n) || one.start - other.start,
  );
  for (const { passage, start, end } of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && last.n === passage.n && start <= last.end) {
      last.end = Math.max(last.end, end);
    } else {
      merged.push({ n: passage.n, start, end });
    }
  }
  return merged.map(({ n, start, end }) => ({ kind: "quote", citations: [n], start, end }));
}

function quotesOf(question: Question, passage: EnginePassage, rank: number): Quote[] {
  const wantsNumber = askedForNumber.test(question.text);
  const sentences = quotable(sentencesOf(passage.text, passage.lang));
  const own = sentences.map((sentence) => {
    const { terms } = match(question, { ...passage, title: "", tags: [], text: sentence.text });
    return new Map(
      terms.filter(({ weight }) => weight > 0).map(({ term, weight }) => [term, Math.sqrt(weight)]),
    );
  });
  return sentences.map((sentence, at) => {
    const holds = new Map(own[at]);
    for (const [neighbour, share] of [
      [own[at - 1], carried.fromBefore],
      [own[at + 1], carried.fromAfter],
    ] as const) {
      for (const [term, credit] of neighbour ?? []) {
        holds.set(term, Math.max(holds.get(term) ?? 0, credit * share));
      }
    }
    const hasNumber = /\p{N}|[一二三四五六七八九十百]/u.test(sentence.text);
    const defines = question.asksMeaning && passage.form === "term" && isDefinition(sentence, at);
    const factor =
      rank * (wantsNumber && hasNumber ? numberFactor : 1) * (defines ? definitionFactor : 1);
    const end = endOfQuote(sentences, at);
    return { passage, start: sentence.start, end, holds, factor };
  });
}

/** A sentence rarely stands well alone, and the answer often is in the one after the subject. */
function endOfQuote(sentences: readonly TextSentence[], at: number): number {
  const sentence = sentences[at];
  const next = sentences[at + 1];
  if (sentence === undefined || next === undefined) return sentence?.end ?? 0;
  return next.end - sentence.start <= quoteCharsMax ? next.end : sentence.end;
}

/** The first sentence of a vocabulary entry, or the one that says it is the definition. */
function isDefinition({ text }: TextSentence, at: number): boolean {
  return (
    at === 0 || /^\W*(?:definition|meaning|definici[oó]n|significado|解释|释义|意思)/iu.test(text)
  );
}

function adds(
  { holds, factor }: Quote,
  held: ReadonlyMap<WeighedTerm, number>,
  question: Question,
): number {
  let gain = 0;
  for (const [term, credit] of holds) {
    gain += worthOf(term, question) * Math.max(0, credit - (held.get(term) ?? 0));
  }
  return gain * factor;
}

function bestOf(
  quotes: readonly Quote[],
  gainOf: (quote: Quote) => number,
): { readonly quote: Quote; readonly gain: number } | null {
  let best: { readonly quote: Quote; readonly gain: number } | null = null;
  for (const quote of quotes) {
    const gain = gainOf(quote);
    if (gain > (best?.gain ?? 0)) best = { quote, gain };
  }
  return best;
}
