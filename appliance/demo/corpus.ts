import { readFileSync } from "node:fs";
import { join } from "node:path";

export const corpusPath = join(import.meta.dir, "ribera-alta", "items.jsonl");

/** An item of the sample community as its file has it. */
export interface CorpusItem {
  readonly id: string;
  readonly title: string;
  readonly body: string;
  readonly lang: string;
  readonly category: string;
  readonly tags: readonly string[];
  readonly author: string;
  readonly source: string | null;
  readonly consent: "local_only" | "federation_ok" | "commons_ok";
  readonly audience: "members" | "stewards" | "elders-council";
  /** ISO date. */
  readonly created: string;
  readonly valid_until: string | null;
  readonly supersedes: string | null;
  /** Carries an order to the assistant inside normal text. */
  readonly injection: boolean;
  /** Older versions. */
  readonly history: readonly { readonly body: string; readonly date: string }[];
}

/** Oldest first, so that an item comes after the one it replaces. */
export function corpusItems(): CorpusItem[] {
  return readFileSync(corpusPath, "utf8")
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as CorpusItem)
    .sort((one, other) => (one.created < other.created ? -1 : 1));
}

/** Seconds since 1970 of an ISO date, at nine in the morning. */
export function morningOf(date: string): number {
  return Date.parse(`${date}T09:00:00Z`) / 1000;
}
