/**
 * One piece of work in each turn of the event loop, whoever asks for it. A hundred questions that
 * each yield by themselves would all go on in the same turn, and hold up everybody else for as long
 * as they take together. Whoever asked first goes first: halves of answers help nobody.
 */
export interface Turns {
  /** Resolves at the beginning of a turn that is the caller's alone. */
  next(): Promise<void>;
  /** From here on the questions that come next go first, though not all there will ever be. */
  giveWay(): void;
}

/** Passages are told to so many others before an answer is worked out any further. */
const givesWayTo = 100;

interface Waiting {
  readonly number: number;
  go(): void;
}

/** Sorted by number, the highest first. */
const waiting: Waiting[] = [];
let numbers = 0;
let isWaking = false;

export function takeTurns(): Turns {
  numbers += 1;
  let number = numbers;
  return {
    next: () => new Promise((go) => queue({ number, go })),
    giveWay() {
      // A half, to stand behind the last of them.
      number += givesWayTo + 0.5;
    },
  };
}

function queue(one: Waiting): void {
  let at = waiting.length;
  while (at > 0 && (waiting[at - 1]?.number ?? 0) <= one.number) at -= 1;
  waiting.splice(at, 0, one);
  wakeNext();
}

function wakeNext(): void {
  if (isWaking || waiting.length === 0) return;
  isWaking = true;
  setImmediate(() => {
    isWaking = false;
    waiting.pop()?.go();
    wakeNext();
  });
}
