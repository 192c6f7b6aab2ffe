/**
 * Who is next: fairness per member, not per request. Pure: it orders, and knows no time.
 *
 * Whoever has fewest answers being written goes first; of those, whoever has waited longest since
 * their last. A member's own questions keep their order. So one who asks twenty things waits for
 * their twenty, and nobody else does.
 */
export interface Entry {
  /** A member, or a program with a key of its own. */
  readonly owner: string;
}

interface Owner<E> {
  running: number;
  /** When it was last served, in turns; 0: never. */
  served: number;
  readonly waiting: E[];
}

export class FairQueue<E extends Entry> {
  readonly #owners = new Map<string, Owner<E>>();
  #turn = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  add(entry: E): void {
    this.#owner(entry.owner).waiting.push(entry);
    this.#length += 1;
  }

  /** Takes back one that waits. False when it does not. */
  remove(entry: E): boolean {
    const owner = this.#owners.get(entry.owner);
    const at = owner?.waiting.indexOf(entry) ?? -1;
    if (owner === undefined || at < 0) return false;
    owner.waiting.splice(at, 1);
    this.#length -= 1;
    this.#tidy(entry.owner);
    return true;
  }

  /** Takes out the next one that `fits`, and counts it as running until `done`. */
  next(fits: (entry: E) => boolean = () => true): E | null {
    const entry = this.order().find(fits);
    if (entry === undefined) return null;
    const owner = this.#owner(entry.owner);
    this.#turn += 1;
    owner.served = this.#turn;
    owner.running += 1;
    this.remove(entry);
    return entry;
  }

  /** One of this owner's that was running has ended. */
  done(name: string): void {
    const owner = this.#owner(name);
    owner.running = Math.max(0, owner.running - 1);
    this.#tidy(name);
  }

  /** Everybody who waits, the next one first. */
  order(): E[] {
    const ranked: { entry: E; round: number; served: number }[] = [];
    for (const { running, served, waiting } of this.#owners.values()) {
      for (const [at, entry] of waiting.entries()) {
        ranked.push({ entry, round: running + at, served });
      }
    }
    ranked.sort((one, other) => one.round - other.round || one.served - other.served);
    return ranked.map(({ entry }) => entry);
  }

  #owner(name: string): Owner<E> {
    const known = this.#owners.get(name);
    if (known !== undefined) return known;
    const made: Owner<E> = { running: 0, served: 0, waiting: [] };
    this.#owners.set(name, made);
    return made;
  }

  /** Owners without anything are forgotten once they would go first anyway. */
  #tidy(name: string): void {
    const owner = this.#owners.get(name);
    if (owner === undefined || owner.running > 0 || owner.waiting.length > 0) return;
    if (this.#length === 0 || owner.served === 0) this.#owners.delete(name);
  }
}
