import { type Clock, nowSeconds } from "../clock.ts";
import type { ModelPool, Place } from "../engine/index.ts";
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
import type { AnswerSentence, Engine, EnginePassage, EngineRequest, ModelInfo } from "./engine.ts";
import { highlightsOf } from "./highlights.ts";
import type { Language } from "./language.ts";
import type { PassageSource, Viewer } from "./passage-source.ts";
import { basePolicy } from "./policy.ts";
import { type RankedPassage, type Retrieved, retrieve } from "./retrieve.ts";
import { type Written, writeWithModel } from "./writing.ts";

/** Few enough to read on a phone. */
export const passagesShownMax = 8;

export interface Answering {
  readonly source: PassageSource;
  /** Quotes at once, whatever else is there. */
  readonly engine: Engine;
  /** Where models write; without any, the quotes are the answer. */
  readonly pool: ModelPool;
  readonly clock: Clock;
  /** For a question that shows no language: the community's first. */
  readonly language: () => Language;
  readonly shelfOf: (viewer: Viewer) => Shelf;
}

export interface Hearing {
  /** Throws everything away: the box closes. */
  readonly signal: AbortSignal;
  /** The member has enough: what is there by then is the answer. */
  readonly stop: AbortSignal;
  onPassages(passages: readonly ShownPassage[]): void;
  onSentence(sentence: ShownSentence): void;
  /** The quotes are complete, and a model will be asked. */
  onQuoted(outcome: StoredAnswer["outcome"]): void;
  onPlace(place: Place): void;
  /** From here on sentences are the model's, in place of the quotes. */
  onWriting(model: ModelInfo): void;
}

/**
 * policy → retrieve → rank → quote → write. Passages and quotes are told as soon as they are known;
 * a model, where there is one, then writes the answer that replaces the quotes.
 */
export async function answer(
  asked: AskedQuestion,
  viewer: Viewer,
  answering: Answering,
  hearing: Hearing,
): Promise<StoredAnswer> {
  const { source, engine, clock, language, shelfOf } = answering;
  const startedMs = clock.monotonicMs();
  const now = nowSeconds(clock);
  const wanted = { limit: passagesShownMax, now, language: language() };
  const found = await retrieve(asked.text, viewer, source, wanted);
  hearing.signal.throwIfAborted();
  const passages = found.passages.map((ranked, index) => reference(ranked, found, index + 1));
  const shelf = shelfOf(viewer);
  const shown = passages.map((passage) => showPassage(passage, shelf));
  hearing.onPassages(shown);

  const request: EngineRequest = {
    question: found.question,
    language: found.question.language,
    support: found.support,
    passages: found.passages.map((ranked, index) => forEngine(ranked, found, index + 1)),
  };
  const say = (sentence: AnswerSentence) => hearing.onSentence(showSentence(sentence, shown));
  const quoted = await quote(engine, request, hearing.signal, say);
  const written = await write(request, quoted, { asked, found, answering, hearing, say });
  const used = written?.sentences.length ? written : null;
  const sentences = used?.sentences ?? quoted.sentences;
  const outcome = used === null ? quoted.outcome : "answered";
  return {
    language: found.question.language,
    outcome,
    passages,
    sentences,
    ...(used === null ? {} : { quotes: quoted.sentences }),
    notices: noticesOf({ outcome, found, sentences, written }),
    engine: used?.engine ?? engine.name,
    model: used?.model ?? engine.model,
    policy: basePolicy,
    answered: nowSeconds(clock),
    tookMs: Math.round(clock.monotonicMs() - startedMs),
  };
}

interface Quoted {
  readonly sentences: readonly AnswerSentence[];
  readonly outcome: StoredAnswer["outcome"];
}

async function quote(
  engine: Engine,
  request: EngineRequest,
  signal: AbortSignal,
  say: (sentence: AnswerSentence) => void,
): Promise<Quoted> {
  const sentences: AnswerSentence[] = [];
  let outcome: StoredAnswer["outcome"] = "unknown";
  for await (const event of engine.answer(request, signal)) {
    if (event.type === "end") {
      outcome = event.outcome;
    } else {
      sentences.push(event.sentence);
      say(event.sentence);
    }
  }
  return { sentences, outcome };
}

/** Null when there is no model, or nothing for it to go by. */
async function write(
  request: EngineRequest,
  quoted: Quoted,
  {
    asked,
    found,
    answering: { pool },
    hearing,
    say,
  }: {
    readonly asked: AskedQuestion;
    readonly found: Retrieved;
    readonly answering: Answering;
    readonly hearing: Hearing;
    readonly say: (sentence: AnswerSentence) => void;
  },
): Promise<Written | null> {
  if (pool.state() === null || quoted.outcome === "unknown") return null;
  hearing.onQuoted(quoted.outcome);
  const isPrivate = found.passages.some(({ passage }) => passage.audience !== "members");
  const { signal, stop } = hearing;
  const owner = { owner: asked.member, isPrivate };
  return writeWithModel(request, pool, owner, {
    signal,
    stop,
    onPlace: (place) => hearing.onPlace(place),
    onWriting: (model) => hearing.onWriting(model),
    onSentence: say,
  });
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

function noticesOf({
  outcome,
  found: { passages },
  sentences,
  written,
}: {
  readonly outcome: StoredAnswer["outcome"];
  readonly found: Retrieved;
  readonly sentences: readonly AnswerSentence[];
  readonly written: Written | null;
}): Notice[] {
  const notices: Notice[] = written === null ? ["no-model"] : [];
  if (written?.notice) notices.push(written.notice);
  if (outcome === "unknown") return [...notices, "unknown", "ask-community"];
  const cited = new Set(sentences.flatMap(({ citations }) => citations));
  const isOld = [...cited].every((n) => passages[n - 1]?.state !== "current");
  return isOld ? [...notices, "only-expired"] : notices;
}
