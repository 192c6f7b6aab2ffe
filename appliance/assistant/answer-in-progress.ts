import type { MemberId } from "../../mesh/op/index.ts";
import type { Random } from "../random.ts";

/** More than an answer ever has events: places are told four times a second for ten minutes. */
const numbersApart = 10_000;

/** Hears an event with its number. */
type Listener<Event> = (event: Event, isLast: boolean, number: number) => void;

/**
 * What has been said of an answer so far, for listeners that come at any time: each hears
 * everything from the first event on, in order, or from where it had been cut off.
 */
export class AnswerInProgress<Event> {
  readonly member: MemberId;
  readonly #said: Event[] = [];
  readonly #listeners = new Set<Listener<Event>>();
  readonly #numberedFrom: number;
  #isOver = false;

  /**
   * `random`: numbers of another run of the same question, before the box was started again or
   * before its answer was kept, must not be taken for ours.
   */
  constructor(member: MemberId, random: Random) {
    this.member = member;
    const [high = 0, low = 0] = random.bytes(2);
    this.#numberedFrom = (1 + high * 256 + low) * numbersApart;
  }

  tell(event: Event): void {
    this.#said.push(event);
    for (const listener of this.#listeners) listener(event, false, this.#numberOf());
  }

  /** The last event. */
  end(event: Event): void {
    this.#said.push(event);
    this.#isOver = true;
    for (const listener of this.#listeners) listener(event, true, this.#numberOf());
    this.#listeners.clear();
  }

  /**
   * `after`: the number of the last event it has heard; one that is not ours begins anew. Returns
   * what to call to stop listening.
   */
  follow(listener: Listener<Event>, after = 0): () => void {
    const heard = after - this.#numberedFrom;
    const isOurs = heard > 0 && heard <= this.#said.length;
    // Whoever heard the end already hears it again: without it they would wait for ever.
    const last = this.#said.length - 1;
    const from = isOurs ? Math.min(heard, this.#isOver ? last : heard) : 0;
    for (const [at, event] of this.#said.entries()) {
      if (at < from) continue;
      listener(event, this.#isOver && at === last, this.#numberedFrom + at + 1);
    }
    if (!this.#isOver) this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Of what was said last. */
  #numberOf(): number {
    return this.#numberedFrom + this.#said.length;
  }
}
