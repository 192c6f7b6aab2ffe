/**
 * What the community has decided about its assistant: the words a model is given, and what the box
 * answers before anything is looked up. Pure. The record itself is decided at the gate
 * (mesh/kinds/assistant-policy.ts); version 1 is the box as it comes.
 */
import { type AssistantPolicy, baseAssistantPolicy } from "../../mesh/kinds/index.ts";
import { isLanguage, type Language } from "./language.ts";
import { holdsMeaning, holdsPhrase, type Phrase, phraseOf } from "./phrases.ts";

export interface Policy extends AssistantPolicy {
  readonly version: number;
}

export const basePolicy: Policy = { version: 1, ...baseAssistantPolicy };

/** What is kept with an answer of the rules it was made under. */
export type PolicyMark = Pick<Policy, "version">;

/** A rule of the community's that a question falls under. */
export interface Ruling {
  /** `off-limits`: left to people altogether. `ask-first`: there is somebody to ask first. */
  readonly kind: "off-limits" | "ask-first";
  readonly topic: string;
  /** The community's own words; empty when it gave none. */
  readonly say: string;
  /** Whom to ask; null for what is off limits. */
  readonly ask: string | null;
  /** Whether the assistant answers as well. */
  readonly answers: boolean;
}

/** The first rule that the question falls under, the strictest first; null when it is free. */
export function rulingOn(question: string, { offLimits, protocols }: Policy): Ruling | null {
  const asked = phraseOf(question);
  const isAbout = (topic: Topic) =>
    phrasesOf(topic).some((phrase) => holdsPhrase(asked, phrase) || holdsMeaning(asked, phrase));
  const closed = offLimits.find(isAbout);
  if (closed !== undefined) {
    const { topic, say } = closed;
    return { kind: "off-limits", topic, say, ask: null, answers: false };
  }
  const strictFirst = [...protocols].sort((a, b) => Number(a.answers) - Number(b.answers));
  const custom = strictFirst.find(isAbout);
  if (custom === undefined) return null;
  const { topic, say, ask, answers } = custom;
  return { kind: "ask-first", topic, say, ask, answers };
}

type Topic = AssistantPolicy["offLimits"][number];

/** With the policy that names them: every question is held against them. */
const phrases = new WeakMap<Topic, readonly Phrase[]>();

function phrasesOf(topic: Topic): readonly Phrase[] {
  const known = phrases.get(topic) ?? [topic.topic, ...topic.words].map(phraseOf);
  phrases.set(topic, known);
  return known;
}

/**
 * The language to write in (BCP 47): the question's own, if the community's assistant speaks it;
 * else one of those that the box knows; else the first that the community named.
 */
export function answerLanguage(asked: Language, { languages }: Policy): string {
  const spoken = languages.find((code) => primaryOf(code) === asked);
  const known = languages.find((code) => isLanguage(primaryOf(code)));
  return spoken ?? known ?? languages[0] ?? asked;
}

function primaryOf(code: string): string {
  return code.toLowerCase().split("-")[0] ?? code;
}

/** A sentence each, for a model. */
export function instructionsOf(policy: Policy): string[] {
  const { personality, style, formality, boundaries, offLimits, protocols } = policy;
  return [
    ...(personality === "" ? [] : [`Who you are, as the community says it: ${personality}`]),
    ...styleLines[style],
    ...formalityLines[formality],
    ...boundaries.map((boundary) => `The community decided: ${boundary}`),
    ...offLimits.map(({ topic }) => `Say nothing about ${topic}: that is left to people.`),
    ...protocols.map(({ topic, ask }) => `About ${topic}, say first whom to ask: ${ask}.`),
  ];
}

const styleLines = {
  brief: ["Answer in one sentence, two at most."],
  balanced: [],
  thorough: ["Tell everything in the passages that belongs to the answer."],
} as const;

const formalityLines = {
  casual: ["Speak as neighbours do (in Spanish: tú)."],
  neutral: [],
  formal: ["Speak formally and politely (in Spanish: usted)."],
} as const;
