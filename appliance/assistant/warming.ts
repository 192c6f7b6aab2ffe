/** A box that has just started is slow for its first questions: it asks itself some, when idle. */
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

/**
 * Asks for titles, as written and mistyped, and keeps nothing of it. Of a community with more
 * passages than are kept in memory nothing needs to be laid out: a thread looks words up there.
 */
export async function warmUp(
  source: PassageSource,
  answering: Answering,
  signal: AbortSignal,
): Promise<void> {
  await Bun.sleep(restMs);
  if (signal.aborted) return;
  const passages = source.everyPassage?.(somebody) ?? [];
  const titles = [...new Set(passages.map(({ title }) => title))];
  if (titles.length === 0) return;
  for (let number = 0; number < rehearsalsMax && !signal.aborted; number += 1) {
    const title = titles[number % titles.length] ?? "";
    await rehearse(number % 2 === 0 ? title : mistyped(title), somebody, answering);
    await Bun.sleep(pauseMs);
  }
  // What the start and this have left behind is cleared away now, not in the middle of a question.
  if (!signal.aborted) Bun.gc(true);
}

/** Its first long word lacks a letter. */
function mistyped(title: string): string {
  return title.replace(/(\p{L}{2})\p{L}(\p{L}{3,})/u, "$1$2");
}
