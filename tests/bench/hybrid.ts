/**
 * Search by words and by nearness together, over 100,000 passages with vectors of 384 numbers:
 * audience filter, typing errors, ranking and fusion included, against what FTS5 alone takes for
 * the same words in the same run. The vectors come from hashed letters, not from a model: they cost
 * what a model's vectors cost to compare, and say nothing of what would be found.
 */
import { Database } from "bun:sqlite";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { PassageSource } from "../../appliance/assistant/passage-source.ts";
import { retrieve } from "../../appliance/assistant/retrieve.ts";
import { systemClock } from "../../appliance/clock.ts";
import { Searcher } from "../../appliance/knowledge/search/searcher.ts";
import { VectorTable } from "../../appliance/knowledge/vectors/vector-table.ts";
import { Vectors } from "../../appliance/knowledge/vectors/vectors.ts";
import { someViewer } from "../support/few-passages.ts";
import { hashingEmbedder } from "../support/hashing-embedder.ts";
import { askBare, buildPassages, ZipfWords } from "../support/many-passages.ts";
import { figuresOf, timed, together } from "../support/timing.ts";
import type { BenchLine } from "./run.ts";

const dims = 384;
const questionCount = 200;
const clients = 100;
const audiences = ["members", "group:elders"];
const rowsPerInsert = 1_000;

export default async function bench(): Promise<BenchLine[]> {
  const dir = mkdtempSync(join(tmpdir(), "folkmoot-bench-hybrid-"));
  try {
    const boxPath = join(dir, "folkmoot.db");
    const words = new ZipfWords();
    const passages = buildPassages(boxPath, words);
    const db = new Database(boxPath, { readonly: true });
    const path = join(dir, "vectors.db");
    const embedder = hashingEmbedder(dims);
    await fillVectors(path, db, embedder);
    const searcher = new Searcher({ db, path: boxPath, clock: systemClock });
    const vectors = new Vectors({ path, boxPath });
    await vectors.use(embedder);
    while (vectors.status().state !== "ready") await Bun.sleep(20);
    const questions = Array.from({ length: questionCount }, () => words.question());
    const lines = await measure(db, sourceOf(searcher, vectors), questions);
    await Promise.all([searcher.close(), vectors.close()]);
    return lines.map((line) => ({ ...line, passages, vectors: passages, dims }));
  } finally {
    rmSync(dir, { recursive: true });
  }
}

/** What background embedding does in hours, at once. */
async function fillVectors(
  path: string,
  db: Database,
  embedder: ReturnType<typeof hashingEmbedder>,
): Promise<void> {
  const table = new VectorTable(path);
  table.begin(embedder.modelSha, dims);
  const page = db.query<
    { id: number; version: Uint8Array; part: number; text: string; audience: string },
    [number, number]
  >(
    `SELECT p.id, p.version, p.part, p.text, v.audience FROM knowledge_passage AS p
     JOIN knowledge_version AS v ON v.id = p.version WHERE p.id > ? ORDER BY p.id LIMIT ?`,
  );
  let rows = page.all(0, rowsPerInsert);
  while (rows.length > 0) {
    const vectors = await embedder.embed(
      rows.map(({ text }) => text.slice(0, 120)),
      "passage",
      AbortSignal.any([]),
    );
    table.add(rows.map((row, at) => ({ ...row, vector: vectors[at] as Float32Array })));
    rows = page.all(rows.at(-1)?.id ?? 0, rowsPerInsert);
  }
  table.close();
}

/** The knowledge room without its store. */
function sourceOf(searcher: Searcher, vectors: Vectors): PassageSource {
  return {
    candidates: (_, words, limit) => searcher.ask("candidates", audiences, words, limit),
    frequencies: (_, words) => searcher.ask("frequencies", audiences, words),
    spelling: (_, words) => searcher.ask("spelling", audiences, words),
    passagesOf: (_, item) => searcher.reader.passagesOf(audiences, item),
    passage: (_, version, part) => searcher.reader.passage(audiences, version, part),
    nearest: async (_, text, limit) => ({
      // Whatever hashed letters deserve: so that both orders are fused.
      ...(await vectors.nearest(text, audiences, limit)),
      trust: 1,
    }),
  };
}

async function measure(
  db: Database,
  source: PassageSource,
  questions: readonly string[],
): Promise<BenchLine[]> {
  const options = { limit: 8, now: 1_000, language: "en" } as const;
  let near = 0;
  const counted: PassageSource = {
    ...source,
    nearest: async (...ask) => {
      const found = await source.nearest(...ask);
      near += found.passages.length;
      return found;
    },
  };
  const ask = async (query: string) =>
    (await retrieve(query, someViewer, counted, options)).passages.length;
  for (const query of questions.slice(0, 10)) {
    await ask(query);
    askBare(db, query);
  }
  near = 0;
  const [ours, bare]: [number[], number[]] = [[], []];
  // By turns, so that both meet the same machine.
  for (const query of questions) {
    ours.push(await timed(() => ask(query)));
    bare.push(await timed(async () => askBare(db, query)));
  }
  const nearMean = near / questions.length;
  const all = await together(clients, questions, ask);
  const [own, plain, many] = [ours, bare, all.timesMs].map(figuresOf);
  const against = "bare FTS5 bm25, the same words, no audience, no typos, no vectors";
  const line = (figure: string, rest: Record<string, unknown>): BenchLine => ({
    bench: "hybrid",
    figure,
    unit: "ms",
    ...rest,
    against,
  });
  return [
    line("one at a time", {
      p50_ms: own?.p50,
      p99_ms: own?.p99,
      ratio: round((own?.p99 ?? 0) / (plain?.p99 ?? 1)),
      ratio_p50: round((own?.p50 ?? 0) / (plain?.p50 ?? 1)),
      bare_p50_ms: plain?.p50,
      bare_p99_ms: plain?.p99,
      near_mean: round(nearMean),
    }),
    line(`${clients} clients`, {
      p50_ms: many?.p50,
      p99_ms: many?.p99,
      event_loop_blocked_ms_max: all.blockedMs,
      event_loop_blocked_idle_ms_max: all.blockedIdleMs,
    }),
  ];
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
