/**
 * How well questions find their passages: the sample community's questions through the real store,
 * index and assistant, against plain BM25 in the same run. Last, whether the box knows what it
 * does not know, and whether anything was shown that its asker may not see.
 */

import type { AnswerRecord, QuestionId } from "../../appliance/assistant/answer-record.ts";
import type { AskEvent } from "../../appliance/assistant/asking.ts";
import { retrieve } from "../../appliance/assistant/index.ts";
import { nowSeconds, systemClock } from "../../appliance/clock.ts";
import { corpusItems } from "../../appliance/demo/index.ts";
import { wordsOf } from "../../appliance/knowledge/index.ts";
import {
  type CorpusQuestion,
  corpusQuestions,
  mayKnow,
  recallAt10,
  reciprocalRankAt10,
} from "../support/corpus.ts";
import { openDemo, type TestDemo } from "../support/demo.ts";
import { startEngine } from "../support/engines.ts";
import { modelFiles } from "../support/gguf/models.ts";
import { plainBm25 } from "../support/plain-bm25.ts";

export interface Asked {
  readonly question: CorpusQuestion;
  /** Corpus ids of the items found, best first: by the box, and by plain BM25. */
  readonly found: readonly string[];
  readonly plain: readonly string[];
  /** Corpus ids of the items that the answer shows. */
  readonly shown: readonly string[];
  readonly record: AnswerRecord;
  readonly ms: number;
}

export default async function bench(): Promise<{ bench: string }[]> {
  const demo = await openDemo("knowledge");
  try {
    const asked = await askAll(demo);
    const hybrid = await hybridLines(demo, asked);
    return [...kindLines(asked), ...hybrid, ...trustLines(asked), timeLine(asked)].map((line) => ({
      bench: "retrieval",
      ...line,
    }));
  } finally {
    await demo.close();
  }
}

export async function askAll(demo: TestDemo): Promise<Asked[]> {
  const plain = plainBm25(
    corpusItems().map(({ id, title, body }) => ({ id, text: `${title} ${body}` })),
  );
  const asked: Asked[] = [];
  for (const [index, question] of corpusQuestions().entries()) {
    const found = await foundFor(demo, question);
    const visible = plain(question.question).filter(({ id }) => mayKnow(question.asker, id));
    const startedMs = performance.now();
    const record = await answerTo(demo, question, index);
    asked.push({
      question,
      found,
      plain: visible.map(({ id }) => id),
      shown: record.passages.map(({ item }) => demo.corpusIds.get(item) ?? ""),
      record,
      ms: performance.now() - startedMs,
    });
  }
  return asked;
}

/** The same questions once more, with the vectors of a generated embedding model. */
async function hybridLines(demo: TestDemo, asked: readonly Asked[]) {
  const words = corpusItems().flatMap(({ title, body }) => wordsOf(`${title} ${body}`));
  const file = modelFiles.embedding([...new Set(words.map(({ text }) => text))]);
  const engine = await startEngine(file, { role: "embed", slots: 1, contextTokens: 512 });
  const { vectors } = demo.knowledge;
  await vectors.use({
    modelSha: file.sha256,
    dims: engine.dimensions,
    embed: (texts, _, signal) => engine.embed(texts, signal),
  });
  while (vectors.status().state !== "ready") await Bun.sleep(20);
  const hybrid: Pick<Asked, "question" | "found">[] = [];
  const nearest: Pick<Asked, "question" | "found">[] = [];
  for (const { question } of asked) {
    hybrid.push({ question, found: await foundFor(demo, question) });
    const viewer = demo.viewer(question.asker);
    const { passages } = await demo.knowledge.nearest(viewer, question.question, 40);
    const items = passages.map(({ passage }) => demo.corpusIds.get(passage.item) ?? "");
    nearest.push({ question, found: [...new Set(items)] });
  }
  const { trust } = vectors.status();
  await vectors.use(null);
  engine.close();
  const kinds = [...new Set(asked.map(({ question }) => question.kind))].sort();
  return kinds.flatMap((kind) => {
    const of = (all: readonly Pick<Asked, "question" | "found">[]) =>
      all.filter(({ question }) => question.kind === kind && isAnswered(question));
    if (of(asked).length === 0) return [];
    const recall = (all: readonly Pick<Asked, "question" | "found">[]) =>
      round(mean(of(all), ({ found, question }) => recallAt10(found, question.answer_ids)));
    const mrr = (all: readonly Pick<Asked, "question" | "found">[]) =>
      round(mean(of(all), ({ found, question }) => reciprocalRankAt10(found, question.answer_ids)));
    return [
      {
        kind,
        n: of(asked).length,
        figure: recall(hybrid),
        unit: "recall@10 hybrid",
        against: "the box's words alone",
        words: recall(asked),
        mrr10: mrr(hybrid),
        words_mrr10: mrr(asked),
        nearness_alone: recall(nearest),
        trust: round(trust),
        note: "vectors of a generated model, which knows no meaning: they prove the pipe only",
      },
    ];
  });
}

async function foundFor(demo: TestDemo, question: CorpusQuestion): Promise<string[]> {
  const viewer = demo.viewer(question.asker);
  const options = { limit: 40, now: nowSeconds(systemClock), language: "en" } as const;
  const { passages } = await retrieve(question.question, viewer, demo.knowledge, options);
  return [...new Set(passages.map(({ passage }) => demo.corpusIds.get(passage.item) ?? ""))];
}

/** The whole way, as a member asks: kept, retrieved, answered. */
async function answerTo(demo: TestDemo, question: CorpusQuestion, index: number) {
  const id = (index + 1).toString(16).padStart(32, "0") as QuestionId;
  const request = { id, question: question.question, conversation: null };
  const progress = await demo.assistant.asking.ask(request, demo.viewer(question.asker));
  return new Promise<AnswerRecord>((resolve, reject) => {
    progress.follow((event: AskEvent) => {
      if (event.type === "done") resolve(event.record);
      if (event.type === "failed") reject(new Error(event.error.code));
    });
  });
}

function kindLines(asked: readonly Asked[]) {
  const kinds = [...new Set(asked.map(({ question }) => question.kind))].sort();
  return kinds.flatMap((kind) => {
    const own = asked.filter(({ question }) => question.kind === kind && isAnswered(question));
    if (own.length === 0) return [];
    const recall = mean(own, ({ found, question }) => recallAt10(found, question.answer_ids));
    const plain = mean(own, (each) => recallAt10(each.plain, each.question.answer_ids));
    return [
      {
        kind,
        n: own.length,
        figure: round(recall),
        unit: "recall@10",
        against: "plain BM25",
        plain: round(plain),
        ratio: plain === 0 ? null : round(recall / plain),
        mrr10: round(mean(own, (each) => reciprocalRankAt10(each.found, each.question.answer_ids))),
        plain_mrr10: round(
          mean(own, (each) => reciprocalRankAt10(each.plain, each.question.answer_ids)),
        ),
        misses: own
          .filter((each) => recallAt10(each.found, each.question.answer_ids) < 1)
          .map(({ question }) => question.id),
      },
    ];
  });
}

function trustLines(asked: readonly Asked[]) {
  const empty = asked.filter(({ question }) => !isAnswered(question));
  const answered = asked.filter(({ question }) => isAnswered(question));
  const falseAnswers = empty.filter(({ record }) => record.outcome === "answered");
  const falseUnknowns = answered.filter(({ record }) => record.outcome === "unknown");
  const kinds = [...new Set(answered.map(({ question }) => question.kind))].sort();
  const rateOf = (kind: string) =>
    mean(
      answered.filter(({ question }) => question.kind === kind),
      ({ record }) => (record.outcome === "unknown" ? 1 : 0),
    );
  return [
    {
      check: "passages shown that the asker may not see",
      n: asked.length,
      figure: asked.reduce((sum, each) => sum + forbiddenIn(each), 0),
      unit: "passages",
    },
    {
      check: "expired items before what replaced them",
      n: asked.length,
      figure: asked.filter(isOldFirst).length,
      unit: "questions",
    },
    {
      check: "false answers: answered though the corpus does not",
      n: empty.length,
      figure: round(falseAnswers.length / empty.length),
      unit: "share",
      which: falseAnswers.map(({ question }) => question.id),
    },
    {
      check: "false unknowns: not answered though the corpus does",
      n: answered.length,
      figure: round(falseUnknowns.length / answered.length),
      unit: "share",
      by_kind: Object.fromEntries(kinds.map((kind) => [kind, round(rateOf(kind))])),
    },
    quotedLine(answered),
  ];
}

/** Whether the quotes hold the answer, as far as a program can tell: by the numbers in it. */
function quotedLine(answered: readonly Asked[]) {
  const given = answered.filter(({ record }) => record.outcome === "answered");
  const withNumbers = given.filter(({ question }) => numbersIn(question.answer).size > 0);
  const held = ({ question, record }: Asked) => {
    const wanted = [...numbersIn(question.answer)];
    const quoted = numbersIn(record.sentences.map(({ text }) => text).join("\n"));
    return wanted.filter((number) => quoted.has(number)).length / wanted.length;
  };
  const cites = ({ question, record, shown }: Asked) =>
    record.sentences.some(({ citations }) =>
      citations.some((n) => question.answer_ids.includes(shown[n - 1] ?? "")),
    );
  const chars = (each: Asked) =>
    each.record.sentences.reduce((sum, { text }) => sum + text.length, 0);
  return {
    check: "numbers of the answers that the quotes hold",
    n: withNumbers.length,
    figure: round(mean(withNumbers, held)),
    unit: "share",
    quoting_the_right_item: round(mean(given, (each) => (cites(each) ? 1 : 0))),
    chars_quoted: round(mean(given, chars)),
  };
}

/** 1,000 and 1000 are one number, and so are 2.1 and 2,1. */
function numbersIn(text: string): Set<string> {
  const found = text.match(/\d+(?:[.,:]\d+)*/g) ?? [];
  return new Set(found.map((n) => n.replace(/,(?=\d{3}\b)/g, "").replace(",", ".")));
}

function timeLine(asked: readonly Asked[]) {
  const sorted = asked.map(({ ms }) => ms).sort((one, other) => one - other);
  const at = (share: number) => round(sorted[Math.floor(sorted.length * share)] ?? 0);
  return {
    check: "one question, kept and answered",
    n: sorted.length,
    figure: at(0.5),
    unit: "ms",
    p50_ms: at(0.5),
    p99_ms: at(0.99),
  };
}

/** Passages found or shown that their asker may not know, or that must stay hidden here. */
export function forbiddenIn({ question, found, shown }: Asked): number {
  const forbidden = question.forbidden_ids ?? [];
  return [...found, ...shown].filter((id) => !mayKnow(question.asker, id) || forbidden.includes(id))
    .length;
}

export function isOldFirst({ found }: Asked): boolean {
  return corpusItems().some(({ id, supersedes }) => {
    const old = supersedes === null ? -1 : found.indexOf(supersedes);
    if (old < 0) return false;
    const newer = found.indexOf(id);
    return newer < 0 || newer > old;
  });
}

function isAnswered({ answer_ids }: CorpusQuestion): boolean {
  return answer_ids.length > 0;
}

export function mean<T>(all: readonly T[], of: (each: T) => number): number {
  return all.reduce((sum, each) => sum + of(each), 0) / Math.max(1, all.length);
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
