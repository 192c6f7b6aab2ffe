import { type Clock, nowSeconds } from "../clock.ts";
import {
  type AskedQuestion,
  type Notice,
  type PassageReference,
  type Shelf,
  type ShownPassage,
  type ShownSentence,
  type StoredAnswer,
  showPassage,
  showSentence,
} from "./answer-record.ts";
import type { AnswerSentence, Engine, EnginePassage } from "./engine.ts";
import { highlightsOf } from "./highlights.ts";
import type { Language } from "./language.ts";
import type { PassageSource, Viewer } from "./passage-source.ts";
import { basePolicy } from "./policy.ts";
import { type RankedPassage, type Retrieved, retrieve } from "./retrieve.ts";
import { supportOf } from "./support.ts";

/** Few enough to read on a phone. */
export const passagesShownMax = 8;

export interface Answering {
  readonly source: PassageSource;
  readonly engine: Engine;
  readonly clock: Clock;
  /** For a question that shows no language: the community's first. */
  readonly language: () => Language;
  readonly shelfOf: (viewer: Viewer) => Shelf;
}

export interface Hearing {
  readonly signal: AbortSignal;
  onPassages(passages: readonly ShownPassage[]): void;
  onSentence(sentence: ShownSentence): void;
}

/** policy → retrieve → rank → answer. Passages are told as soon as they are known. */
export async function answer(
  { text }: AskedQuestion,
  viewer: Viewer,
  { source, engine, clock, language, shelfOf }: Answering,
  hearing: Hearing,
): Promise<StoredAnswer> {
  const startedMs = clock.monotonicMs();
  const now = nowSeconds(clock);
  const wanted = { limit: passagesShownMax, now, language: language() };
  const found = await retrieve(text, viewer, source, wanted);
  hearing.signal.throwIfAborted();
  const passages = found.passages.map((ranked, index) => reference(ranked, found, index + 1));
  const shelf = shelfOf(viewer);
  const shown = passages.map((passage) => showPassage(passage, shelf));
  hearing.onPassages(shown);

  const request = {
    question: found.question,
    language: found.question.language,
    support: supportOf(found.question, found.passages),
    passages: found.passages.map((ranked, index) => forEngine(ranked, found, index + 1)),
  };
  const sentences: AnswerSentence[] = [];
  let outcome: StoredAnswer["outcome"] = "unknown";
  for await (const event of engine.answer(request, hearing.signal)) {
    if (event.type === "end") {
      outcome = event.outcome;
    } else {
      sentences.push(event.sentence);
      hearing.onSentence(showSentence(event.sentence, shown));
    }
  }
  return {
    language: found.question.language,
    outcome,
    passages,
    sentences,
    notices: noticesOf(engine, outcome, found, sentences),
    engine: engine.name,
    model: engine.model,
    policy: basePolicy,
    answered: nowSeconds(clock),
    tookMs: Math.round(clock.monotonicMs() - startedMs),
  };
}

function forEngine(
  { passage, state, score }: RankedPassage,
  { passages }: Retrieved,
  n: number,
): EnginePassage {
  const { title, heading, text, lang, tags, form } = passage;
  const closeness = score / Math.max(...passages.map((each) => each.score));
  return { n, title, heading, text, lang, tags, form, isOutdated: state !== "current", closeness };
}

function reference(
  { passage, state }: RankedPassage,
  { question }: Retrieved,
  n: number,
): PassageReference {
  const { item, version, part, supersededBy } = passage;
  const highlights = highlightsOf(question, passage);
  return { n, item, version, part, highlights, state, replacedBy: supersededBy };
}

function noticesOf(
  engine: Engine,
  outcome: StoredAnswer["outcome"],
  { passages }: Retrieved,
  sentences: readonly AnswerSentence[],
): Notice[] {
  const notices: Notice[] = engine.model === null ? ["no-model"] : [];
  if (outcome === "unknown") return [...notices, "unknown", "ask-community"];
  const cited = new Set(sentences.flatMap(({ citations }) => citations));
  const isOld = [...cited].every((n) => passages[n - 1]?.state !== "current");
  return isOld ? [...notices, "only-expired"] : notices;
}
