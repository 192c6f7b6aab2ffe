/** Replays wanted because of forks: all that come together are one, and they are kept apart. */
const pauseMsMin = 10_000;
/** A device that forks itself again and again may cost the box a tenth of its time. */
const pausePerWork = 10;

export class Rebuilds {
  readonly #rebuild: () => Promise<void>;
  readonly #monotonicMs: () => number;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #notBeforeMs = Number.NEGATIVE_INFINITY;

  constructor(rebuild: () => Promise<void>, monotonicMs: () => number) {
    this.#rebuild = rebuild;
    this.#monotonicMs = monotonicMs;
  }

  want(): void {
    if (this.#timer !== null) return;
    const waitMs = Math.max(0, this.#notBeforeMs - this.#monotonicMs());
    this.#timer = setTimeout(() => this.#run(), waitMs);
    this.#timer.unref();
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  async #run(): Promise<void> {
    this.#timer = null;
    const startMs = this.#monotonicMs();
    // It stays marked as stale: a replay that fails is tried again when the box starts.
    await this.#rebuild().catch(() => {});
    const endMs = this.#monotonicMs();
    this.#notBeforeMs = endMs + Math.max(pauseMsMin, pausePerWork * (endMs - startMs));
  }
}
