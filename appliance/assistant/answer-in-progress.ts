import type { MemberId } from "../../mesh/op/index.ts";

/** Hears an event with its number, from 1. */
type Listener<Event> = (event: Event, isLast: boolean, number: number) => void;

/**
 * What has been said of an answer so far, for listeners that come at any time: each hears
 * everything from the first event on, in order, or from where it had been cut off.
 */
export class AnswerInProgress<Event> {
  readonly member: MemberId;
  readonly #said: Event[] = [];
  readonly #listeners = new Set<Listener<Event>>();
  #isOver = false;

  constructor(member: MemberId) {
    this.member = member;
  }

  tell(event: Event): void {
    this.#said.push(event);
    for (const listener of this.#listeners) listener(event, false, this.#said.length);
  }

  /** The last event. */
  end(event: Event): void {
    this.#said.push(event);
    this.#isOver = true;
    for (const listener of this.#listeners) listener(event, true, this.#said.length);
    this.#listeners.clear();
  }

  /** `after`: the number of the last event it has heard. Returns what to call to stop listening. */
  follow(listener: Listener<Event>, after = 0): () => void {
    // Whoever heard the end already hears it again: without it they would wait for ever.
    const from = this.#isOver ? Math.min(after, this.#said.length - 1) : after;
    for (const [at, event] of this.#said.entries()) {
      if (at < from) continue;
      listener(event, this.#isOver && at === this.#said.length - 1, at + 1);
    }
    if (!this.#isOver) this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
