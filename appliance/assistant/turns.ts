import { systemClock } from "../clock.ts";

/**
 * A few pieces of work in each turn of the event loop, whoever asks for them. A hundred questions
 * that each yield by themselves would all go on in the same turn, and hold up everybody else for as
 * long as they take together. Whoever asked first goes first: halves of answers help nobody.
 */
export interface Turns {
  /** Resolves when it is the caller's turn, for one piece of work. */
  next(): Promise<void>;
  /** From here on the questions that come next go first, though not all there will ever be. */
  giveWay(): void;
}

/** Passages are told to so many others before an answer is worked out any further. */
const givesWayTo = 100;

interface Waiting {
  readonly turns: Turns;
  readonly number: number;
  go(): void;
}

/** A turn of the event loop costs nearly as much as a piece of work: it takes a few of them. */
const piecesPerTurn = 4;
/** Unless they took so long: among very many passages a piece is milliseconds of work. */
const turnMsMax = 2;

/** Sorted by number, the highest first. */
const waiting: Waiting[] = [];
let numbers = 0;
let isWaking = false;
/** Whose piece is being worked on, and how many more this turn of the event loop may take. */
let atWork: Turns | null = null;
let piecesLeft = 0;
let turnBeganMs = 0;

export function takeTurns(): Turns {
  numbers += 1;
  let number = numbers;
  const turns: Turns = {
    next: () => new Promise((go) => queue({ turns, number, go })),
    giveWay() {
      // A half, to stand behind the last of them.
      number += givesWayTo + 0.5;
    },
  };
  return turns;
}

function queue(one: Waiting): void {
  let at = waiting.length;
  while (at > 0 && (waiting[at - 1]?.number ?? 0) <= one.number) at -= 1;
  waiting.splice(at, 0, one);
  // Whoever comes back for another piece has done with the one before.
  if (one.turns === atWork && piecesLeft > 0 && !isLate()) goNext();
  wakeNext();
}

function isLate(): boolean {
  return systemClock.monotonicMs() - turnBeganMs > turnMsMax;
}

function goNext(): void {
  const next = waiting.pop();
  if (next === undefined) return;
  piecesLeft -= 1;
  atWork = next.turns;
  next.go();
}

function wakeNext(): void {
  if (isWaking || waiting.length === 0) return;
  isWaking = true;
  setImmediate(() => {
    isWaking = false;
    piecesLeft = piecesPerTurn;
    turnBeganMs = systemClock.monotonicMs();
    goNext();
    wakeNext();
  });
}
