/**
 * The box's clock as decisions trust it: it never goes back, and it never leaps. A clock that is set
 * a year ahead would close every vote at once, and one that is set back would keep them open.
 *
 * Time goes on by the monotonic clock from a point that was believed. The wall clock is followed as
 * long as it stays near that; a start after an outage is believed for as long as outages last, and
 * so is a clock that is put right soon after the start.
 * Beyond that the phones are asked: several members' devices whose clocks agree with a leap forward
 * make it true. Nothing makes time go back: what was logged a year ahead stays logged, and from
 * there on hours are as long as ever.
 */
import type { Database } from "bun:sqlite";
import type { Clock } from "../clock.ts";

const hourMs = 3_600_000;
/** A clock that was corrected by network time; more than a bad quartz loses in months. */
const nearMs = hourMs;
/** A box in a flood or a winter camp; a clock without a battery is wrong by years. */
const outageMsMax = 60 * 24 * hourMs;
/** A machine whose clock stood still while it was off hears from the network soon after its start. */
const settlingMs = 900_000;
/** Phones are set by their networks, and operations wait in outboxes only now and then. */
const agreeMs = 600_000;
const agreeingMembers = 2;

export interface SteadyClock extends Clock {
  /** After the log was opened: the latest time it has seen, and how many members may agree. */
  learn(latestMs: number): void;
  /** A member's device signed something at this time by its own clock, milliseconds since 1970. */
  hear(member: string, saidMs: number, members: number): void;
  /** What is wrong with the wall clock; null when it is believed. */
  doubt(): "ahead" | "behind" | null;
}

export function createSteadyClock(clock: Clock): SteadyClock {
  let anchor = { atMs: clock.nowMs(), monotonicMs: clock.monotonicMs() };
  let last = Number.NEGATIVE_INFINITY;
  const agreeing = new Set<string>();

  const believedMs = () => anchor.atMs + (clock.monotonicMs() - anchor.monotonicMs);
  const anchorAt = (atMs: number) => {
    anchor = { atMs, monotonicMs: clock.monotonicMs() };
    agreeing.clear();
  };
  const startedMs = clock.monotonicMs();
  const doubt = () => {
    const apart = clock.nowMs() - believedMs();
    const isSettling = clock.monotonicMs() - startedMs <= settlingMs;
    if (isSettling && apart > nearMs && apart <= outageMsMax) {
      anchorAt(clock.nowMs());
      return null;
    }
    if (Math.abs(apart) <= nearMs) return null;
    return apart > 0 ? "ahead" : "behind";
  };

  return {
    monotonicMs: () => clock.monotonicMs(),
    nowMs() {
      const now = doubt() === null ? clock.nowMs() : believedMs();
      last = Math.max(last, now);
      return last;
    },
    doubt,
    learn(latestMs) {
      const now = clock.nowMs();
      // Nothing has been seen yet: any time is as good.
      if (latestMs === 0) return;
      const isBelievable = now >= latestMs - nearMs && now <= latestMs + outageMsMax;
      anchorAt(isBelievable ? now : latestMs);
      last = Math.max(last, latestMs);
    },
    hear(member, saidMs, members) {
      if (doubt() !== "ahead" || Math.abs(saidMs - clock.nowMs()) > agreeMs) return;
      agreeing.add(member);
      if (agreeing.size >= Math.min(agreeingMembers, members)) anchorAt(clock.nowMs());
    },
  };
}

/** The latest time of receipt in the log, seconds since 1970; 0 in an empty one. */
export function latestReceived({ db }: { readonly db: Database }): number {
  const row = db
    .query<{ latest: number | null }, [number]>(
      `SELECT max(received) AS latest FROM (SELECT received FROM operation
       ORDER BY position DESC LIMIT ?)`,
    )
    .get(latestRows);
  return row?.latest ?? 0;
}

// Time never went back while it was steady; a few rows forgive a log from before it was.
const latestRows = 100;

/** How the clock is, for the health page. */
export function clockPart(doubt: "ahead" | "behind" | null) {
  if (doubt === null) return { state: "ok", issue: null, hint: null } as const;
  const issue =
    doubt === "ahead"
      ? "The clock has leapt forward: decisions go on by the time from before."
      : "The clock stands behind what this box has seen: decisions go on from there.";
  const hint = "Set the box's clock. Once two members' phones agree with it, it is believed again.";
  return { state: "warning", issue, hint } as const;
}
