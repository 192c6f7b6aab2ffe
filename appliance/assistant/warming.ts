/** A box that has just started is slow for its first questions: it asks itself some, when idle. */
import { setTimeout as wait } from "node:timers/promises";
import { toMemberId } from "../../mesh/op/index.ts";
import { type Answering, rehearse } from "./answering.ts";
import type { PassageSource, Viewer } from "./passage-source.ts";

/** What every member may see. */
const somebody: Viewer = {
  member: toMemberId("0".repeat(32)),
  roles: new Set(["member"]),
  groups: new Set(),
};
/** A few seconds of little work each: enough for the engine to compile what questions run through. */
const rehearsalsMax = 400;
const pauseMs = 10;
/** Whoever waited for the start comes first. */
const restMs = 500;
/** A community that was only just founded has little to be asked about: it is waited for. */
const titlesMin = 20;
const lookAgainMs = 5_000;

/**
 * Asks for titles, as written and mistyped, and keeps nothing of it. Of a community with more
 * passages than are kept in memory nothing needs to be laid out: a thread looks words up there.
 */
export async function warmUp(
  source: PassageSource,
  answering: Answering,
  signal: AbortSignal,
  waitMs = lookAgainMs,
): Promise<void> {
  await pause(restMs, signal);
  let titles = titlesOf(source);
  while (titles !== null && titles.length < titlesMin && !signal.aborted) {
    await pause(waitMs, signal);
    titles = titlesOf(source);
  }
  if (titles === null) return;
  for (let number = 0; number < rehearsalsMax && !signal.aborted; number += 1) {
    const title = titles[number % titles.length] ?? "";
    await rehearse(number % 2 === 0 ? title : mistyped(title), somebody, answering);
    await Bun.sleep(pauseMs);
  }
  // What the start and this have left behind is cleared away now, not in the middle of a question.
  if (!signal.aborted) Bun.gc(true);
}

/** Null where there are too many passages to have in memory. */
function titlesOf(source: PassageSource): string[] | null {
  const passages = source.everyPassage?.(somebody) ?? null;
  return passages && [...new Set(passages.map(({ title }) => title))];
}

/** A box that stops does not wait for it. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return wait(ms, undefined, { signal, ref: false }).catch(() => {});
}

/** Its first long word lacks a letter. */
function mistyped(title: string): string {
  return title.replace(/(\p{L}{2})\p{L}(\p{L}{3,})/u, "$1$2");
}
