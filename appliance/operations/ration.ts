/**
 * How much of what one member signs the box takes in a day, so that nobody can fill its disk with
 * text that is lawful one by one. It counts whatever came by phone and was stored; what others wait
 * for is never counted out: who belongs, ballots and what closes a vote, alerts.
 */
import { kindByNumber, kinds } from "../../mesh/kinds/index.ts";
import type { DeviceId, Hints, MemberId } from "../../mesh/op/index.ts";
import type { Clock } from "../clock.ts";
import type { Submission } from "../store/index.ts";

export interface RationOptions {
  /** Bytes of wire form that one member may add in a day. */
  readonly bytesPerDay: number;
  readonly clock: Clock;
  readonly memberOf: (device: DeviceId) => MemberId | null;
}

interface Day {
  readonly endMs: number;
  bytes: number;
}

const dayMs = 24 * 3_600_000;
/** Days that are over are dropped once there are so many. */
const daysKept = 1_000;

export class Ration {
  readonly #options: RationOptions;
  /** A member's day begins with the first operation after the last one was over. */
  readonly #days = new Map<MemberId, Day>();
  /** A device is one member's for ever. */
  readonly #members = new Map<DeviceId, MemberId>();

  constructor(options: RationOptions) {
    this.#options = options;
  }

  /**
   * Before anything is checked: the answer to an operation that has to wait, else null. Whoever
   * puts a member's name on what is not theirs only makes themselves wait.
   */
  refusal(hints: Hints | null): Submission | null {
    const member = hints && this.#memberOf(hints.author);
    if (hints === null || member === null) return null;
    const again = this.waitSeconds(member);
    if (again === 0 || !mayWait(hints.kind)) return null;
    return { id: null, state: "retry", again };
  }

  /** Seconds until the member may bring more of what waits; 0 when it may come now. */
  waitSeconds(member: MemberId): number {
    const { clock, bytesPerDay } = this.#options;
    const day = this.#days.get(member);
    if (day === undefined || day.bytes < bytesPerDay) return 0;
    return Math.max(0, Math.ceil((day.endMs - clock.monotonicMs()) / 1000));
  }

  /** What came beside the log, such as a file, and is on disk now. */
  spend(member: MemberId, bytes: number): void {
    this.#dayOf(member).bytes += bytes;
  }

  /** Afterwards, of wire form: only what was found to be its author's, and is on disk now. */
  charge(hints: Hints | null, bytes: number, { state, late }: Submission): void {
    const isNew = state === "ok" || late === true;
    const member = isNew && hints !== null ? this.#memberOf(hints.author) : null;
    if (member !== null) this.#dayOf(member).bytes += bytes;
  }

  #memberOf(device: DeviceId): MemberId | null {
    const known = this.#members.get(device);
    if (known !== undefined) return known;
    const member = this.#options.memberOf(device);
    if (member !== null) this.#members.set(device, member);
    return member;
  }

  #dayOf(member: MemberId): Day {
    const nowMs = this.#options.clock.monotonicMs();
    const known = this.#days.get(member);
    if (known !== undefined && known.endMs > nowMs) return known;
    if (this.#days.size >= daysKept) {
      for (const [other, { endMs }] of this.#days) if (endMs <= nowMs) this.#days.delete(other);
    }
    const day = { endMs: nowMs + dayMs, bytes: 0 };
    this.#days.set(member, day);
    return day;
  }
}

/** Numbers 1–19 are membership, 60–79 deciding, 80–99 alerts (mesh/README.md). */
function mayWait(kind: number): boolean {
  if (kind < 20 || (kind >= 80 && kind < 100)) return false;
  if (kind < 60 || kind >= 100) return true;
  // Of deciding, only the texts: a ballot's reason is part of the ballot.
  return kindByNumber(kind)?.lasting === false && kind !== kinds.ballotReason.number;
}
