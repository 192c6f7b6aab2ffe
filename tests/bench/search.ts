/**
 * Search over 100,000 passages, audience filter and typing errors included, against what FTS5 alone
 * takes for the same words in the same run. Bare FTS5 sees everything and forgives nothing.
 */
import { Database } from "bun:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "../../appliance/clock.ts";
import { plainRequest } from "../../appliance/knowledge/fixtures/index-of.ts";
import { Searcher } from "../../appliance/knowledge/search/searcher.ts";
import { askBare, buildPassages, ZipfWords } from "../support/many-passages.ts";
import { type Figures, figuresOf, timed, together } from "../support/timing.ts";
import type { BenchLine } from "./run.ts";

const questionCount = 200;
const clients = 100;
const audiences = ["members", "group:elders"];

export default async function bench(): Promise<BenchLine[]> {
  const dir = mkdtempSync(join(tmpdir(), "folkmoot-bench-search-"));
  try {
    const path = join(dir, "folkmoot.db");
    const words = new ZipfWords();
    const passages = buildPassages(path, words);
    const db = new Database(path, { readonly: true });
    const searcher = new Searcher({ db, path, clock: systemClock });
    const questions = Array.from({ length: questionCount }, () => words.question());
    const lines = await measure(db, searcher, questions, passages);
    await searcher.close();
    return lines;
  } finally {
    rmSync(dir, { recursive: true });
  }
}

async function measure(
  db: Database,
  searcher: Searcher,
  questions: readonly string[],
  passages: number,
): Promise<BenchLine[]> {
  const ask = (query: string) => searcher.ask("search", { ...plainRequest, query, audiences });
  for (const query of questions.slice(0, 10)) {
    await ask(query);
    askBare(db, query);
  }
  const ours: number[] = [];
  const bare: number[] = [];
  let found = 0;
  // By turns, so that both meet the same machine.
  for (const query of questions) {
    ours.push(await timed(async () => (found += (await ask(query)).length)));
    bare.push(await timed(async () => askBare(db, query)));
  }
  const all = await together(clients, questions, ask);
  const perSecond = (questions.length * 1_000) / all.tookMs;
  const [own, plain] = [figuresOf(ours), figuresOf(bare)];
  const against = "bare FTS5 bm25, the same words, no audience, no typos";
  return [
    line("one at a time", own, {
      against,
      ratio: round(own.p99 / plain.p99),
      ratio_p50: round(own.p50 / plain.p50),
      bare_p50_ms: plain.p50,
      bare_p99_ms: plain.p99,
      passages,
      found_mean: round(found / questions.length),
    }),
    line(`${clients} clients`, figuresOf(all.timesMs), {
      // A question waits for those before it: what counts is how many are answered in a second.
      against: `${against}, one after the other`,
      questions_per_s: round(perSecond),
      ratio: round(perSecond / (1_000 / plain.mean)),
      event_loop_blocked_ms_max: all.blockedMs,
      event_loop_blocked_idle_ms_max: all.blockedIdleMs,
    }),
  ];
}

function line(figure: string, figures: Figures, rest: Record<string, unknown>): BenchLine {
  const { p50, p99 } = figures;
  return { bench: "search", figure, unit: "ms", p50_ms: p50, p99_ms: p99, ...rest };
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
