/** A box that has just started is slow for its first questions: it asks itself some, when idle. */
import { setTimeout as wait } from "node:timers/promises";
import type { PassageSource } from "./passage-source.ts";
import { somebody } from "./rehearsal.ts";
import { sentencesOf } from "./sentences.ts";

/**
 * Some five seconds of work in small pieces: enough for the runtime to compile what questions run
 * through. A hundred who ask at once then have their passages in three quarters of the time.
 */
const rehearsalsMax = 1_200;
const pauseMs = 2;
/** Of so many passages, from all of them: what each word leaves behind in memory adds up. */
const passagesMax = 16;
/** Whoever waited for the start comes first. */
const restMs = 500;
/** A community that was only just founded has little to be asked about: it is waited for. */
const titlesMin = 20;
const lookAgainMs = 5_000;
/** As long as people's questions are. */
const sentenceCharsMax = 160;

type Known = ReturnType<NonNullable<PassageSource["everyPassage"]>>;
type Passage = NonNullable<Known>[number];

/**
 * Asks for what passages are called and say, as written and mistyped. Of a community with more
 * passages than are kept in memory nothing needs to be laid out: a thread looks words up there.
 * Throws what `rehearse` throws: a box that cannot answer is not asked on and on.
 */
export async function warmUp(
  source: PassageSource,
  rehearse: (question: string) => Promise<void>,
  signal: AbortSignal,
  waitMs = lookAgainMs,
): Promise<void> {
  await pause(restMs, signal);
  let known = source.everyPassage?.(somebody) ?? null;
  while (known !== null && titlesIn(known) < titlesMin && !signal.aborted) {
    await pause(waitMs, signal);
    known = source.everyPassage?.(somebody) ?? null;
  }
  for (let number = 0; number < rehearsalsMax && known !== null && !signal.aborted; number += 1) {
    const question = questionFrom(known, number);
    if (question !== "") await rehearse(question);
    await Bun.sleep(pauseMs);
    // Looked at again each time: of what is erased meanwhile no word is asked for any more.
    known = source.everyPassage?.(somebody) ?? null;
  }
  if (known === null) return;
  // What the start and this have left behind is cleared away now, not in the middle of a question.
  if (!signal.aborted) Bun.gc(true);
}

const ways: readonly ((passage: Passage) => string)[] = [
  ({ title }) => title,
  ({ title }) => mistyped(title),
  (passage) => sentence(passage, 0),
  (passage) => mistyped(sentence(passage, 1)),
];

function questionFrom(known: readonly Passage[], number: number): string {
  const which = Math.floor(number / ways.length) % passagesMax;
  const passage = known[Math.floor((which * known.length) / passagesMax)];
  return passage === undefined ? "" : (ways[number % ways.length]?.(passage) ?? "");
}

function sentence({ text, lang, title }: Passage, at: number): string {
  return (sentencesOf(text, lang)[at]?.text ?? title).slice(0, sentenceCharsMax);
}

function titlesIn(known: readonly Passage[]): number {
  return new Set(known.map(({ title }) => title)).size;
}

/** A box that stops does not wait for it. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return wait(ms, undefined, { signal, ref: false }).catch(() => {});
}

/** Its first long word lacks a letter. */
function mistyped(text: string): string {
  return text.replace(/(\p{L}{2})\p{L}(\p{L}{3,})/u, "$1$2");
}
