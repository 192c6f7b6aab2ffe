/**
 * One piece of work in each turn of the event loop, whoever asks for it. A hundred questions that
 * each yield by themselves would all go on in the same turn, and hold up everybody else for as long
 * as they take together.
 */
let last: Promise<void> = Promise.resolve();

/** Resolves at the beginning of a turn that is the caller's alone. */
export function ownTurn(): Promise<void> {
  last = last.then(() => new Promise((go) => setImmediate(go)));
  return last;
}
