/**
 * A hundred members ask at the same moment: when each has a place, when each has the passages, and
 * that all get their answer. On the sample community, and on 100,000 passages; the model is a
 * generated one in the real engine process, because this measures the way to it.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AskEvent } from "../../appliance/assistant/asking.ts";
import { type Assistant, createAssistant, migrations } from "../../appliance/assistant/index.ts";
import type { PassageSource, Viewer } from "../../appliance/assistant/passage-source.ts";
import { systemClock } from "../../appliance/clock.ts";
import { ModelPool } from "../../appliance/engine/index.ts";
import { Searcher } from "../../appliance/knowledge/search/searcher.ts";
import { silentLog } from "../../appliance/log.ts";
import { systemRandom } from "../../appliance/random.ts";
import type { Store } from "../../appliance/store/index.ts";
import { toMemberId } from "../../mesh/op/index.ts";
import { corpusQuestions } from "../support/corpus.ts";
import { openDemo } from "../support/demo.ts";
import { startEngine } from "../support/engines.ts";
import { modelFiles } from "../support/gguf/models.ts";
import { buildPassages, ZipfWords } from "../support/many-passages.ts";
import { openPrivateStore } from "../support/private-store.ts";
import { figuresOf, watchEventLoop } from "../support/timing.ts";
import type { BenchLine } from "./run.ts";

const clients = 100;
const slots = 4;
const asksBefore = 20;

export default async function bench(): Promise<BenchLine[]> {
  return [await onSampleCommunity(), await onManyPassages()];
}

async function onSampleCommunity(): Promise<BenchLine> {
  const demo = await openDemo("knowledge");
  const { groups, roles } = demo.viewer("member");
  const questions = corpusQuestions().map(({ question }) => question);
  const line = await measure("sample community", demo.store, demo.knowledge, questions, {
    groups,
    roles,
  });
  await demo.close();
  return line;
}

async function onManyPassages(): Promise<BenchLine> {
  const dir = mkdtempSync(join(tmpdir(), "folkmoot-bench-assistant-"));
  const path = join(dir, "folkmoot.db");
  const words = new ZipfWords();
  const passages = buildPassages(path, words);
  const kept = await openPrivateStore(migrations, systemClock);
  const { Database } = await import("bun:sqlite");
  const db = new Database(path, { readonly: true });
  const searcher = new Searcher({ db, path, clock: systemClock });
  const audiences = ["members"];
  const source: PassageSource = {
    candidates: (_, wanted, limit) => searcher.ask("candidates", audiences, wanted, limit),
    frequencies: (_, wanted) => searcher.ask("frequencies", audiences, wanted),
    spelling: (_, wanted) => searcher.ask("spelling", audiences, wanted),
    nearest: async () => ({ trust: 0, passages: [] }),
    passagesOf: (_, item) => searcher.reader.passagesOf(audiences, item),
    passage: (_, version, part) => searcher.reader.passage(audiences, version, part),
  };
  const questions = Array.from({ length: clients + asksBefore }, () => words.question());
  const line = await measure(`${passages} passages`, kept.store, source, questions, {
    roles: new Set(["member"]),
    groups: new Set(),
  });
  await searcher.close();
  db.close();
  await kept.remove();
  rmSync(dir, { recursive: true });
  return line;
}

async function measure(
  figure: string,
  store: Store,
  source: PassageSource,
  questions: readonly string[],
  rights: Pick<Viewer, "roles" | "groups">,
): Promise<BenchLine> {
  // Generated vocabularies have no long words: a real model reads such a prompt in a tenth.
  const engine = await startEngine(modelFiles.scripted(), { slots, contextTokens: 3_072 });
  const pool = new ModelPool(systemClock);
  pool.add({ model: engine, place: "box", weight: 1, mayRead: "private" });
  const assistant = createAssistant({
    store,
    clock: systemClock,
    random: systemRandom,
    log: silentLog,
    source,
    nameOf: () => null,
    languages: () => ["en", "es", "zh"],
    pool,
  });
  const viewer = (n: number): Viewer => ({
    ...rights,
    member: toMemberId((n + 1).toString(16).padStart(32, "b")),
  });
  const text = (n: number) => questions[n % questions.length] ?? "";
  // As a box does once it has started.
  await assistant.warmUp();
  // Some before, one by one: compiled code and the first key are not what is measured.
  for (let n = clients; n < clients + asksBefore; n++) {
    await asked(assistant, viewer(clients), text(n), n);
  }
  const watch = watchEventLoop();
  const beganMs = performance.now();
  const all = await Promise.all(
    Array.from({ length: clients }, (_, n) => asked(assistant, viewer(n), text(n), n)),
  );
  const tookMs = performance.now() - beganMs;
  const blocked = watch.stop();
  engine.close();
  assistant.close();
  const place = figuresOf(all.map(({ placeMs }) => placeMs));
  const passages = figuresOf(all.map(({ passagesMs }) => passagesMs));
  const done = figuresOf(all.map(({ doneMs }) => doneMs));
  return {
    bench: "assistant",
    figure: `${clients} ask at once, ${figure}`,
    unit: "ms",
    p50_ms: passages.p50,
    p99_ms: passages.p99,
    against: "place within 100 ms, passages within 150 ms (100,000: 2 s), all answered",
    place_p50_ms: place.p50,
    place_p99_ms: place.p99,
    done_p50_ms: done.p50,
    done_p99_ms: done.p99,
    written: all.filter(({ isWritten }) => isWritten).length,
    answered: all.filter(({ isDone }) => isDone).length,
    failed: all.filter(({ isDone }) => !isDone).length,
    all_ms: Math.round(tookMs),
    event_loop_blocked_ms_max: blocked,
    slots,
  };
}

async function asked(assistant: Assistant, viewer: Viewer, question: string, n: number) {
  const beganMs = performance.now();
  const sinceMs = () => performance.now() - beganMs;
  const id = n.toString(16).padStart(32, "c") as never;
  const progress = await assistant.asking.ask({ id, question, conversation: null }, viewer);
  const seen = { placeMs: Number.NaN, passagesMs: Number.NaN, isWritten: false };
  return new Promise<typeof seen & { doneMs: number; isDone: boolean }>((resolve) => {
    progress.follow((event: AskEvent, isLast) => {
      if (event.type === "queued" && Number.isNaN(seen.placeMs)) seen.placeMs = sinceMs();
      if (event.type === "passages") seen.passagesMs = sinceMs();
      if (event.type === "writing") seen.isWritten = true;
      if (isLast) resolve({ ...seen, doneMs: sinceMs(), isDone: event.type === "done" });
    });
  });
}
