import { type Clock, nowSeconds } from "../clock.ts";
import type { ModelPool } from "../engine/index.ts";
import {
  type AskedQuestion,
  type KeptSentence,
  type Notice,
  type PassageReference,
  type Shelf,
  type ShownPassage,
  type StoredAnswer,
  showPassage,
  showSentence,
} from "./answer-record.ts";
import type { RankedPassage } from "./best-passages.ts";
import type { AnswerSentence, Engine, EnginePassage, EngineRequest } from "./engine.ts";
import { highlightsOf } from "./highlights.ts";
import { type Language, languageOf } from "./language.ts";
import type { Viewer } from "./passage-source.ts";
import { shareWords } from "./passage-words.ts";
import {
  answerLanguage,
  instructionsOf,
  type Policy,
  type PolicyMark,
  type Ruling,
  rulingOn,
} from "./policy.ts";
import type { Retrievals } from "./retrievals.ts";
import type { Retrieved } from "./retrieve.ts";
import { type Turns, takeTurns } from "./turns.ts";
import { words } from "./words.ts";
import type { Written } from "./writing.ts";
import { type AnswerHearing, writeAnswer } from "./written-by-model.ts";

/** Few enough to read on a phone. */
export const passagesShownMax = 8;

export interface Answering {
  readonly retrievals: Retrievals;
  /** Quotes at once, whatever else is there. */
  readonly engine: Engine;
  /** Where models write; without any, the quotes are the answer. */
  readonly pool: ModelPool;
  readonly clock: Clock;
  /** For a question that shows no language: the community's first. */
  readonly language: () => Language;
  readonly shelfOf: (viewer: Viewer) => Shelf;
  /** What the community has decided until now. */
  readonly policy: () => Policy;
  /** Questions that nobody waits for: whoever really asks goes first. */
  readonly isRehearsal?: true;
}

export interface Hearing extends AnswerHearing {
  /** The question falls under a rule of the community's. Before everything else. */
  onRuling(ruling: Ruling): void;
  onPassages(passages: readonly ShownPassage[]): void;
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
  const { engine, clock } = answering;
  const startedMs = clock.monotonicMs();
  const policy = answering.policy();
  const ruling = rulingOn(asked.text, policy);
  if (ruling !== null) hearing.onRuling(ruling);
  if (ruling?.answers === false) {
    return leftToPeople(asked, { ruling, version: policy.version }, answering, hearing);
  }
  const turns = takeTurns();
  if (answering.isRehearsal) turns.giveWay();
  const { found, passages, shown } = await look(asked.text, viewer, answering, turns);
  hearing.signal.throwIfAborted();
  hearing.onPassages(shown);
  // Others see their passages before this one's are read any closer.
  turns.giveWay();
  await turns.next();
  hearing.signal.throwIfAborted();
  const request = requestOf(found, policy);
  const quoted = await quote(engine, request, hearing.signal, (sentence) =>
    hearing.onSentence(showSentence(sentence, shown)),
  );
  const written = await writeAnswer(request, quoted.outcome, {
    owner: asked.member,
    found,
    references: passages,
    pool: answering.pool,
    houseTerms: policy.houseTerms,
    shelf: () => answering.shelfOf(viewer),
    hearing,
  });
  const used = written?.sentences.length ? written : null;
  const sentences = used?.sentences ?? quoted.sentences;
  const outcome = used === null ? quoted.outcome : "answered";
  return {
    language: found.question.language,
    outcome,
    passages,
    sentences,
    ...(used === null ? {} : { quotes: quoted.sentences }),
    notices: [
      ...(ruling === null ? [] : [ruling.kind]),
      ...(answering.pool.state() === null ? ["no-model" as const] : []),
      ...noticesOf({ outcome, found, sentences, written }),
    ],
    engine: used?.engine ?? engine.name,
    model: used?.model ?? engine.model,
    policy: { version: policy.version },
    ...(ruling === null ? {} : { ruling }),
    answered: nowSeconds(clock),
    tookMs: Math.round(clock.monotonicMs() - startedMs),
  };
}

interface Looked {
  readonly found: Retrieved;
  readonly passages: readonly PassageReference[];
  readonly shown: readonly ShownPassage[];
}

async function look(
  text: string,
  viewer: Viewer,
  { retrievals, clock, language, shelfOf }: Answering,
  turns: Turns,
): Promise<Looked> {
  const wanted = { limit: passagesShownMax, now: nowSeconds(clock), language: language(), turns };
  const found = await retrievals.retrieve(text, viewer, wanted);
  const passages = found.passages.map((ranked, index) => reference(ranked, found, index + 1));
  const shelf = shelfHolding(found, shelfOf(viewer));
  return { found, passages, shown: passages.map((passage) => showPassage(passage, shelf)) };
}

function requestOf(found: Retrieved, policy: Policy): EngineRequest {
  return {
    question: found.question,
    language: answerLanguage(found.question.language, policy),
    support: found.support,
    passages: found.passages.map((ranked, index) => forEngine(ranked, found, index + 1)),
    instructions: instructionsOf(policy),
  };
}

/** Nothing is looked up, and no model is asked: the community's words are the answer. */
function leftToPeople(
  { text }: AskedQuestion,
  { ruling, version }: PolicyMark & { readonly ruling: Ruling },
  { engine, clock, language }: Answering,
  hearing: Hearing,
): StoredAnswer {
  hearing.onPassages([]);
  const said: KeptSentence = { kind: "community", citations: [], text: ruling.say };
  const sentences = ruling.say === "" ? [] : [said];
  for (const sentence of sentences) hearing.onSentence(showSentence(sentence, []));
  return {
    language: languageOf(text, words(text), language()),
    outcome: "answered",
    passages: [],
    sentences,
    notices: [ruling.kind],
    engine: engine.name,
    model: null,
    policy: { version },
    ruling,
    answered: nowSeconds(clock),
    tookMs: 0,
  };
}

/** What was found a moment ago needs no looking up. */
function shelfHolding({ passages }: Retrieved, { passage, nameOf }: Shelf): Shelf {
  return {
    passage: (version, part) =>
      passages.find((each) => each.passage.version === version && each.passage.part === part)
        ?.passage ?? passage(version, part),
    nameOf,
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

function forEngine(
  { passage, state, score }: RankedPassage,
  { passages }: Retrieved,
  n: number,
): EnginePassage {
  const { title, heading, text, lang, tags, form } = passage;
  const best = Math.max(...passages.map((each) => each.score));
  const closeness = best === 0 ? 0 : score / best;
  const isOutdated = state !== "current";
  const forEngine = { n, title, heading, text, lang, tags, form, isOutdated, closeness };
  shareWords(passage, forEngine);
  return forEngine;
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
  const notices: Notice[] = written?.notice ? [written.notice] : [];
  if (outcome === "unknown") return [...notices, "unknown", "ask-community"];
  const cited = new Set(sentences.flatMap(({ citations }) => citations));
  const isOld = [...cited].every((n) => passages[n - 1]?.state !== "current");
  return isOld ? [...notices, "only-expired"] : notices;
}
