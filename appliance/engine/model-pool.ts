/**
 * Everything that can write here, and the queue before it: the engine process, and other machines
 * of the community's network. Whoever wants something written takes a place and gets a lease.
 */
import { FolkmootError } from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import { type Entry, FairQueue } from "./fair-queue.ts";
import type { TextModel, TextModelState } from "./text-model.ts";

export interface PoolMember {
  readonly model: TextModel;
  /** Where it runs. */
  readonly place: "box" | "lan";
  /** How much of the work it gets beside others; 1 unless it is larger. */
  readonly weight: number;
  /** What may go there: this, and what is less secret. */
  readonly mayRead: Secrecy;
}

/**
 * What a request holds, from what anybody may read to what is for some: only things that were given
 * to the commons; also things for all members; anything else.
 */
export const secrecies = ["commons", "members", "private"] as const;
export type Secrecy = (typeof secrecies)[number];

export interface Place {
  /** 1 is next. */
  readonly place: number;
  /** From what earlier ones took; null until one has ended. */
  readonly expectedMs: number | null;
}

export interface Lease {
  readonly member: PoolMember;
  /** Gives the slot back. Twice is once. */
  release(): void;
}

export interface LeaseRequest {
  /** A member's id, or a key's. */
  readonly owner: string;
  readonly secrecy: Secrecy;
  /** Which models will do; every one unless given. */
  readonly accepts?: (model: TextModel) => boolean;
  /** Told at once, and whenever the place changes. */
  readonly onPlace: (place: Place) => void;
}

interface Waiting extends Entry, LeaseRequest {
  readonly grant: (lease: Lease) => void;
  readonly giveUp: (why: FolkmootError) => void;
  told: number;
  /** How often in a row no model was left for it. */
  hopeless: number;
}

type Wish = Pick<LeaseRequest, "secrecy" | "accepts">;
const anything: Wish = { secrecy: "commons" };

/** More than this wait only in an attack: nobody waits for a place behind them. */
export const waitingMax = 5_000;
/** Places are told together, at most this often. */
const tellEveryMs = 250;
/** How often it is looked whether there is still a model for those who wait. */
const lookEveryMs = 1_000;
/** One look alone may fall between a model that goes and the one that takes its place. */
const looksMin = 2;
/** How much the latest answer counts in the average. */
const newestShare = 0.2;

export class ModelPool {
  readonly #clock: Clock;
  readonly #queue = new FairQueue<Waiting>();
  readonly #members = new Map<TextModel, { member: PoolMember; running: number }>();
  #averageMs: number | null = null;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #looking: ReturnType<typeof setInterval> | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(member: PoolMember): void {
    this.#members.set(member.model, { member, running: 0 });
    this.pump();
  }

  remove(model: TextModel): void {
    this.#members.delete(model);
    this.#tellSoon();
  }

  get members(): PoolMember[] {
    return [...this.#members.values()].map(({ member }) => member);
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** What is being written now. */
  get running(): number {
    let sum = 0;
    for (const { running } of this.#members.values()) sum += running;
    return sum;
  }

  /** How long whoever is at this place waits; null until an answer has ended. */
  expectedMs(place: number): number | null {
    if (this.#averageMs === null) return null;
    const slots = this.members.reduce((sum, { model }) => sum + model.slots, 0);
    return slots === 0 ? null : Math.round((this.#averageMs * place) / slots);
  }

  /** `ready` when any of those that may do this is; null when there is none. */
  state(request: Wish = anything): TextModelState | null {
    let best: TextModelState | null = null;
    for (const { member } of this.#members.values()) {
      if (!fits(member, request)) continue;
      const state = member.model.state();
      if (state.is === "ready") return state;
      if (best === null || (best.is === "down" && state.is === "starting")) best = state;
    }
    return best;
  }

  /**
   * Takes a place; resolves when it is its turn. Aborting throws the signal's reason. A model may be
   * given up, or taken away by a decision, while hundreds wait for it: they hear of it within
   * seconds, by the code for which it is down or by `no-model`.
   */
  async lease(request: LeaseRequest, signal: AbortSignal): Promise<Lease> {
    signal.throwIfAborted();
    if (this.#queue.length >= waitingMax) {
      throw new FolkmootError("queue-full", "Too many are waiting for the model.", {
        hint: "Ask again in a few minutes.",
        status: 503,
      });
    }
    if (this.state(request) === null && this.state() !== null) {
      throw new FolkmootError("private-only-here", "No model may read what this is about.", {
        hint: "Deploy a model on the box, or let a machine of the network read private items.",
        status: 503,
      });
    }
    const why = this.#whyHopeless(request);
    if (why !== null && this.state() !== null) throw why;
    const turn = Promise.withResolvers<Lease>();
    const { resolve: grant, reject: giveUp } = turn;
    const waiting: Waiting = { ...request, grant, giveUp, told: 0, hopeless: 0 };
    const leave = () => {
      if (this.#queue.remove(waiting)) this.#tellSoon();
      turn.reject(signal.reason);
    };
    signal.addEventListener("abort", leave, { once: true });
    this.#queue.add(waiting);
    this.pump();
    this.#lookAfter();
    if (!signal.aborted) this.#tell(waiting, this.#queue.order().indexOf(waiting));
    try {
      return await turn.promise;
    } finally {
      signal.removeEventListener("abort", leave);
    }
  }

  /** Gives free slots to whoever is next. To be called when a model becomes ready again. */
  pump(): void {
    while (this.#freeFor(anything) !== null) {
      const next = this.#queue.next((entry) => this.#freeFor(entry) !== null);
      if (next === null) return;
      const slot = this.#freeFor(next);
      // `next` took only what fits.
      if (slot === null) return;
      slot.running += 1;
      next.grant(this.#leaseOf(slot, next.owner));
      this.#tellSoon();
    }
  }

  #leaseOf(slot: { member: PoolMember; running: number }, owner: string): Lease {
    const startedMs = this.#clock.monotonicMs();
    let isOver = false;
    return {
      member: slot.member,
      release: () => {
        if (isOver) return;
        isOver = true;
        const tookMs = this.#clock.monotonicMs() - startedMs;
        this.#averageMs =
          this.#averageMs === null
            ? tookMs
            : this.#averageMs * (1 - newestShare) + tookMs * newestShare;
        slot.running -= 1;
        this.#queue.done(owner);
        this.pump();
      },
    };
  }

  /** The one with most room for its weight. */
  #freeFor(request: Wish): { member: PoolMember; running: number } | null {
    let best: { member: PoolMember; running: number } | null = null;
    for (const slot of this.#members.values()) {
      const { model, weight } = slot.member;
      if (slot.running >= model.slots || model.state().is !== "ready") continue;
      if (!fits(slot.member, request)) continue;
      if (best === null || slot.running / weight < best.running / best.member.weight) best = slot;
    }
    return best;
  }

  #lookAfter(): void {
    if (this.#looking !== null || this.#queue.length === 0) return;
    this.#looking = setInterval(() => {
      for (const waiting of this.#queue.order()) {
        const why = this.#whyHopeless(waiting);
        waiting.hopeless = why === null ? 0 : waiting.hopeless + 1;
        if (why === null || waiting.hopeless < looksMin) continue;
        this.#queue.remove(waiting);
        waiting.giveUp(why);
        this.#tellSoon();
      }
      if (this.#queue.length > 0) return;
      if (this.#looking !== null) clearInterval(this.#looking);
      this.#looking = null;
    }, lookEveryMs);
    this.#looking.unref();
  }

  /** Null while a model is there, or on its way. */
  #whyHopeless(request: Wish): FolkmootError | null {
    const state = this.state(request);
    if (state === null) {
      return new FolkmootError("no-model", "There is no language model any more.", {
        hint: "Ask again once the community has decided on another one.",
        status: 503,
      });
    }
    // An engine that stopped is started again.
    if (state.is !== "down" || state.code === "engine-stopped") return null;
    const { code, hint } = state;
    return new FolkmootError(code, "The model cannot be asked.", { hint, status: 503 });
  }

  #tellSoon(): void {
    if (this.#timer !== null || this.#queue.length === 0) return;
    this.#timer = setTimeout(() => {
      this.#timer = null;
      for (const [at, waiting] of this.#queue.order().entries()) this.#tell(waiting, at);
    }, tellEveryMs);
  }

  #tell(waiting: Waiting, at: number): void {
    if (at < 0 || waiting.told === at + 1) return;
    waiting.told = at + 1;
    waiting.onPlace({ place: at + 1, expectedMs: this.expectedMs(at + 1) });
  }
}

function fits({ model, mayRead }: PoolMember, { secrecy, accepts }: Wish): boolean {
  if (secrecies.indexOf(secrecy) > secrecies.indexOf(mayRead)) return false;
  return accepts === undefined || accepts(model);
}
