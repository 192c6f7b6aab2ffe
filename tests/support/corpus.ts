/** Questions to the sample community, and what is measured with them. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { corpusItems } from "../../appliance/demo/index.ts";
import type { DemoAsker } from "./demo.ts";

export interface CorpusQuestion {
  readonly id: string;
  readonly question: string;
  readonly lang: string;
  readonly kind: string;
  /** Empty: the corpus does not answer, or the asker may not know. */
  readonly answer_ids: readonly string[];
  readonly answer: string;
  readonly asker: DemoAsker;
  readonly forbidden_ids?: readonly string[];
}

export function corpusQuestions(): CorpusQuestion[] {
  return readFileSync(join(import.meta.dir, "../fixtures/corpus/questions.jsonl"), "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as CorpusQuestion);
}

/** Whether an item of the corpus is meant for somebody. */
export function mayKnow(asker: DemoAsker, item: string): boolean {
  const audience = audiences.get(item);
  if (audience === "stewards") return asker === "steward";
  return audience === "elders-council" ? asker === "elder" : audience !== undefined;
}

const audiences = new Map(corpusItems().map(({ id, audience }) => [id, audience]));

/** The share of the right items among the first ten. */
export function recallAt10(found: readonly string[], right: readonly string[]): number {
  const first = found.slice(0, 10);
  return right.filter((id) => first.includes(id)).length / right.length;
}

/** One over the place of the first right item among the first ten; 0 when there is none. */
export function reciprocalRankAt10(found: readonly string[], right: readonly string[]): number {
  const at = found.slice(0, 10).findIndex((id) => right.includes(id));
  return at < 0 ? 0 : 1 / (at + 1);
}
