/**
 * Whether the box is in reach, as far as a page can know.
 *
 * A browser does not tell scripts why a request failed: a certificate it no longer trusts looks
 * like a box that is switched off. What we do know is kept: when the last certificate we were
 * told of runs out, and what the box's clock said. If either explains the failure, we say so.
 * Otherwise, after a while, we offer the check page, which works over plain http.
 */
export type Reach = "connecting" | "online" | "offline" | "unreachable" | "certificate";

export interface Connection {
  reach: Reach;
  /** Failures in a row. */
  failures: number;
  /** Milliseconds since 1970. */
  sinceMs: number;
}

/** What was learnt from the box while it was in reach. */
export interface LastContact {
  /** End of the leaf certificate, seconds since 1970; null when never told. */
  certificateEnds: number | null;
  /** The box's clock at the last contact, seconds since 1970; null when never told. */
  boxTime: number | null;
  /** How far the box's clock was ahead of this phone's. */
  clockAheadSeconds: number;
  /** The box's plain-http page about its certificate; null when never told. */
  plainPage: string | null;
}

type Known = Pick<LastContact, "certificateEnds" | "boxTime">;

export type ContactEvent =
  | { type: "answered"; nowMs: number }
  | { type: "failed"; nowMs: number; onLine: boolean }
  | { type: "network"; nowMs: number; onLine: boolean };

// A phone whose clock stands a day before what the box last said will refuse every certificate.
const clockBehindSecondsMax = 86_400;

/** The next state of the connection. Pure. */
export function afterContact(now: Connection, event: ContactEvent, known: Known): Connection {
  const to = (reach: Reach, failures: number): Connection => ({
    reach,
    failures,
    sinceMs: reach === now.reach ? now.sinceMs : event.nowMs,
  });
  if (event.type === "answered") return to("online", 0);
  if (!event.onLine) return to("offline", now.failures);
  if (event.type === "network") return to(now.reach === "offline" ? "connecting" : now.reach, 0);
  const suspected = isCertificateSuspected(event.nowMs / 1000, known);
  return to(suspected ? "certificate" : "unreachable", now.failures + 1);
}

function isCertificateSuspected(now: number, { certificateEnds, boxTime }: Known): boolean {
  if (certificateEnds !== null && now > certificateEnds) return true;
  return boxTime !== null && now < boxTime - clockBehindSecondsMax;
}

/** Milliseconds to wait before trying again: 2, 4, 8 … 60 s, spread so that phones take turns. */
export function retryDelayMs(failures: number, random: number): number {
  const baseMs = Math.min(60_000, 2_000 * 2 ** Math.min(failures, 5));
  return Math.round(baseMs * (0.75 + random / 2));
}

let report: (answered: boolean) => void = () => undefined;

/** Requests say here whether the box answered. In the service worker nobody listens. */
export function reportContact(answered: boolean): void {
  report(answered);
}

export function onContact(listener: (answered: boolean) => void): void {
  report = listener;
}
