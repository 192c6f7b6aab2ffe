import type { MemberId, OpId } from "../../mesh/op/index.ts";
import type { Support } from "./check-support.ts";
import type { AnswerSentence, ModelInfo } from "./engine.ts";
import type { Language } from "./language.ts";
import type { FoundPassage } from "./passage-source.ts";
import type { PolicyMark, Ruling } from "./policy.ts";

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

/** 16 bytes made by the asker's device, 32 hex digits: asking twice is asking once. */
export type QuestionId = Branded<"QuestionId">;
/** 16 bytes, 32 hex digits. */
export type ConversationId = Branded<"ConversationId">;

/** Codes that the app says in the member's language. */
export type Notice =
  /** No language model is installed: the sentences are quotes. */
  | "no-model"
  | "unknown"
  /** Offer to put the question to the community. */
  | "ask-community"
  /** The community leaves this to people. */
  | "off-limits"
  /** The community wants somebody to be asked first. */
  | "ask-first"
  /** What was found has passed its date, and nothing has replaced it. */
  | "only-expired"
  /** The model could not be asked, or broke off: these are the quotes. */
  | "engine-unavailable"
  /** The model found no answer in the passages: these are the quotes. */
  | "model-unsure"
  /** The member stopped it. */
  | "stopped"
  /** It took longer than anybody waits. */
  | "timed-out";

/** A passage as kept with an answer: a reference, never a copy, so that erasing reaches it. */
export interface PassageReference {
  readonly n: number;
  readonly item: OpId;
  readonly version: OpId;
  readonly part: number;
  /** UTF-16 ranges of the passage's text that hold the question's words. */
  readonly highlights: readonly (readonly [start: number, end: number])[];
  readonly state: "current" | "expired" | "superseded";
  readonly replacedBy: OpId | null;
}

/** A sentence of an engine, or the community's own words where it left a topic to people. */
export type KeptSentence =
  | AnswerSentence
  | { readonly kind: "community"; readonly citations: readonly number[]; readonly text: string };

/** What is kept of an answer, sealed, with its question. */
export interface StoredAnswer {
  /** Of the question, as far as the box knows languages. */
  readonly language: Language;
  readonly outcome: "answered" | "unknown";
  readonly passages: readonly PassageReference[];
  readonly sentences: readonly KeptSentence[];
  /** What was quoted at once, where a model then wrote the answer. */
  readonly quotes?: readonly KeptSentence[];
  readonly notices: readonly Notice[];
  readonly engine: string;
  readonly model: ModelInfo | null;
  readonly policy: PolicyMark;
  /** The community's rule that the question falls under, if any. */
  readonly ruling?: Ruling;
  /** Seconds since 1970. */
  readonly answered: number;
  readonly tookMs: number;
}

/** A passage as the asker sees it, or what is left to say when it has been taken away since. */
export interface ShownPassage {
  readonly n: number;
  readonly item: OpId;
  readonly version: OpId;
  readonly part: number;
  readonly title: string;
  readonly text: string;
  /** Where the text begins in the version's body (UTF-16). */
  readonly start: number;
  readonly highlights: readonly (readonly [start: number, end: number])[];
  readonly lang: string;
  readonly category: string;
  readonly form: "article" | "term";
  readonly author: string | null;
  readonly created: number;
  readonly validUntil: number | null;
  readonly state: "current" | "expired" | "superseded" | "gone";
  readonly replacedBy: OpId | null;
}

export interface ShownSentence {
  /** Empty when its passage is gone. */
  readonly text: string;
  readonly citations: readonly number[];
  readonly kind: KeptSentence["kind"];
  /** Where a quote stands in its passage's text. */
  readonly start: number | null;
  /** Whether the passages it cites say so; a quote is theirs. */
  readonly support: Support;
}

/** Everything about one answer that its asker may know: why it came out as it did. */
export interface AnswerRecord {
  readonly id: QuestionId;
  readonly conversation: ConversationId;
  readonly question: string;
  readonly language: Language;
  readonly outcome: "answered" | "unknown";
  readonly sentences: readonly ShownSentence[];
  /** What was quoted at once; empty where the answer itself is made of quotes. */
  readonly quotes: readonly ShownSentence[];
  readonly passages: readonly ShownPassage[];
  readonly notices: readonly Notice[];
  readonly engine: string;
  readonly model: ModelInfo | null;
  readonly policy: PolicyMark;
  readonly ruling: Ruling | null;
  readonly asked: number;
  readonly answered: number;
  readonly tookMs: number;
}

/** Who was asked what, when: the part of a record that is not the answer. */
export interface AskedQuestion {
  readonly id: QuestionId;
  readonly conversation: ConversationId;
  readonly member: MemberId;
  readonly text: string;
  /** Seconds since 1970. */
  readonly asked: number;
}

/** Where an answer's references are looked up, as far as one viewer may see. */
export interface Shelf {
  /** Null once erased, hidden or not for this viewer (any more). */
  passage(version: OpId, part: number): FoundPassage | null;
  /** The name a member goes by; null when they show none. */
  nameOf(member: MemberId): string | null;
}

/** Puts the passages' words back into a kept answer: those the viewer may still see today. */
export function recordOf(asked: AskedQuestion, answer: StoredAnswer, shelf: Shelf): AnswerRecord {
  const passages = answer.passages.map((reference) => showPassage(reference, shelf));
  const { sentences, quotes = [], ruling = null, ...kept } = answer;
  return {
    id: asked.id,
    conversation: asked.conversation,
    question: asked.text,
    asked: asked.asked,
    ...kept,
    passages,
    sentences: sentences.map((sentence) => showSentence(sentence, passages)),
    ruling,
    quotes: quotes.map((sentence) => showSentence(sentence, passages)),
  };
}

export function showPassage(reference: PassageReference, shelf: Shelf): ShownPassage {
  const { n, item, version, part, replacedBy, highlights, state } = reference;
  const place = { n, item, version, part, replacedBy };
  const found = shelf.passage(version, part);
  if (found === null) return { ...place, ...gone };
  const { title, text, start, lang, category, form, created, validUntil } = found;
  const author = found.attribution ?? shelf.nameOf(found.author);
  const shown = { title, text, start, lang, category, form, author, created, validUntil };
  return { ...place, ...shown, highlights, state };
}

const gone = {
  title: "",
  text: "",
  start: 0,
  highlights: [],
  lang: "",
  category: "",
  form: "article",
  author: null,
  created: 0,
  validUntil: null,
  state: "gone",
} as const;

export function showSentence(
  sentence: KeptSentence,
  passages: readonly ShownPassage[],
): ShownSentence {
  const { kind, citations } = sentence;
  const cited = passages.filter(({ n }) => citations.includes(n));
  const isGone = cited.some(({ state }) => state === "gone");
  if (kind === "community") {
    return { kind, citations, text: sentence.text, start: null, support: "yes" };
  }
  if (kind === "generated") {
    // What was written from a passage that is gone would give it away.
    const { support } = sentence;
    return { kind, citations, text: isGone ? "" : sentence.text, start: null, support };
  }
  const text = cited[0]?.text.slice(sentence.start, sentence.end) ?? "";
  return { kind, citations, text, start: isGone ? null : sentence.start, support: "yes" };
}
