import type { MemberId } from "../../mesh/op/index.ts";

/**
 * What has been said of an answer so far, for listeners that come at any time: each hears
 * everything from the first event on, in order.
 */
export class AnswerInProgress<Event> {
  readonly member: MemberId;
  readonly #said: Event[] = [];
  readonly #listeners = new Set<(event: Event, isLast: boolean) => void>();
  #isOver = false;

  constructor(member: MemberId) {
    this.member = member;
  }

  tell(event: Event): void {
    this.#said.push(event);
    for (const listener of this.#listeners) listener(event, false);
  }

  /** The last event. */
  end(event: Event): void {
    this.#said.push(event);
    this.#isOver = true;
    for (const listener of this.#listeners) listener(event, true);
    this.#listeners.clear();
  }

  /** Returns what to call to stop listening. */
  follow(listener: (event: Event, isLast: boolean) => void): () => void {
    for (const [at, event] of this.#said.entries()) {
      listener(event, this.#isOver && at === this.#said.length - 1);
    }
    if (!this.#isOver) this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
