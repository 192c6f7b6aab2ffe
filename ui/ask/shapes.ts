/** What the box's assistant sends (appliance/assistant). */
import type { Range } from "../design/plain-text.ts";

/** A stretch of an item that may answer, verbatim. */
export interface Passage {
  /** Its number among the passages of this answer, from 1: what citations name. */
  n: number;
  item: string;
  version: string;
  /** Its number within the item's version, from 0. */
  part: number;
  title: string;
  text: string;
  /** Where it begins in the body of its version. */
  start: number;
  highlights: Range[];
  lang: string;
  category: string;
  form: "article" | "term";
  author: string | null;
  created: number;
  validUntil: number | null;
  /** `gone`: erased or hidden since, or no longer for this reader; its words are empty. */
  state: "current" | "expired" | "superseded" | "gone";
  /** The item to open instead, when this one was replaced. */
  replacedBy: string | null;
}

export interface Sentence {
  /** Empty when a passage it was taken from is gone. */
  text: string;
  citations: number[];
  /** `community`: its own words, where it decided that the box is not to answer. */
  kind: "quote" | "generated" | "community";
  /** Where a quote begins in the text of its first cited passage. */
  start: number | null;
  /** Whether the passages it cites say so, as far as the box could compare. */
  support: "yes" | "no" | "unchecked";
}

/** An answer as it is kept, in the asker's conversation only. */
export interface AnswerRecord {
  id: string;
  conversation: string;
  question: string;
  language: string;
  outcome: "answered" | "unknown";
  sentences: Sentence[];
  /** What was quoted at once, where a model then wrote the answer. */
  quotes: Sentence[];
  passages: Passage[];
  notices: string[];
  engine: string;
  model: { name: string } | null;
  /** The community's rules it was made under. */
  policy: { version: number };
  ruling: Ruling | null;
  asked: number;
  answered: number;
  tookMs: number;
}

/** A rule of the community's that a question falls under. */
export interface Ruling {
  kind: "off-limits" | "ask-first";
  topic: string;
  /** The community's own words; may be empty. */
  say: string;
  /** Whom to ask first. */
  ask: string | null;
  /** Whether the box answers as well. */
  answers: boolean;
}

/** What the community has decided about its assistant, as it stands now. */
export interface AssistantRules {
  version: number;
  personality: string;
  style: "brief" | "balanced" | "thorough";
  formality: "casual" | "neutral" | "formal";
  offLimits: { topic: string }[];
  boundaries: string[];
  protocols: { topic: string; ask: string }[];
}

export interface Problem {
  code: string;
  message: string;
  hint: string | null;
}

export interface Turn {
  id: string;
  question: string;
  asked: number;
  state: "answering" | "answered" | "failed";
  record: AnswerRecord | null;
  error: Problem | null;
}

export interface Conversation {
  id: string;
  title: string;
  created: number;
  updated: number;
  turns: Turn[];
}

export interface Summary {
  id: string;
  title: string;
  created: number;
  updated: number;
  turns: number;
}

export interface ConversationList {
  conversations: Summary[];
  next: string | null;
}

export interface ConversationHits {
  results: {
    conversation: string;
    title: string;
    turn: string;
    where: "question" | "answer";
    excerpt: string;
    highlights: Range[];
    asked: number;
  }[];
  next: string | null;
}

/** One event of the stream of POST /api/ask; what is there depends on `type`. */
export interface AskEvent {
  type: string;
  /** `asked`: the title of its conversation. */
  title?: string;
  /** `queued`: how many are before, counting this one. */
  place?: number;
  expectedMs?: number | null;
  ruling?: Ruling;
  passages?: Passage[];
  sentence?: Sentence;
  record?: AnswerRecord;
  error?: Problem;
}
