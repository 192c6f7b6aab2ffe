import type { BodyOf, effects, kinds, ParamsOf } from "../kinds/index.ts";
import type { MemberId, OpId } from "../op/index.ts";
import type { Refusal } from "./standing.ts";

const hour = 3_600;

type Policy = ParamsOf<typeof effects.emergencyPolicy>;
type Call = BodyOf<typeof kinds.emergency>;

/** An emergency as it was called, and what became of it. Times are the box's, in seconds. */
export interface Emergency {
  readonly id: OpId;
  readonly level: Call["level"];
  readonly by: MemberId;
  readonly called: number;
  /** When the powers began; null while a second one has not confirmed. */
  readonly since: number | null;
  readonly confirmedBy: MemberId | null;
  /** How long its powers hold. */
  readonly hours: number;
  /** It is over by itself then, whatever anybody does or forgets. */
  readonly until: number;
  readonly ended: { readonly at: number; readonly by: MemberId } | null;
  /** As the policy had them when it was called: a later policy gives nobody more. */
  readonly powers: Policy["powers"];
  readonly people: readonly MemberId[];
  /** What was done with its powers, the oldest first. */
  readonly used: readonly PowerUse[];
}

export interface PowerUse {
  readonly id: OpId;
  readonly by: MemberId;
  readonly at: number;
  readonly power: Policy["powers"][number];
  /** The partner that is paused; empty for other powers, whose words stay in the log. */
  readonly partner: string;
}

/** Nobody reads more than that, and nobody floods the page that everybody sees. */
const usesMax = 50;

/** Who calls has to wait so long at most for a second one; then the call has come to nothing. */
const confirmSecondsMax = 2 * hour;

/**
 * Calls an emergency: only people whom a decision named before, for as long as it allows. Where it
 * asks for two, nothing begins before another of them confirms.
 */
export function callEmergency(
  policy: Policy | null,
  { id, member, body, at }: { id: OpId; member: MemberId; body: Call; at: number },
): Emergency | Refusal {
  if (policy === null || !policy.people.includes(member)) return "role";
  const hours = Math.min(body.hours, policy.hours);
  return {
    id,
    level: body.level,
    by: member,
    called: at,
    since: policy.two ? null : at,
    confirmedBy: null,
    hours,
    until: at + (policy.two ? confirmSecondsMax : hours * hour),
    ended: null,
    powers: policy.powers,
    people: policy.people,
    used: [],
  };
}

/** A second one confirms, who still may; the hours count from then on. */
export function confirmEmergency(
  emergency: Emergency,
  policy: Policy | null,
  { member, at }: { member: MemberId; at: number },
): Emergency | Refusal {
  if (emergency.since !== null || emergency.ended !== null) return "closed";
  if (at >= emergency.until) return "expired";
  const may = member !== emergency.by && emergency.people.includes(member);
  if (!may || !policy?.people.includes(member)) return "role";
  return { ...emergency, since: at, confirmedBy: member, until: at + emergency.hours * hour };
}

/** Any one of those who might have called it ends it: stopping is never harder than starting. */
export function endEmergency(
  emergency: Emergency,
  { member, at }: { member: MemberId; at: number },
): Emergency | Refusal {
  if (emergency.ended !== null) return "closed";
  if (at >= emergency.until) return "expired";
  if (!emergency.people.includes(member)) return "role";
  return { ...emergency, ended: { at, by: member } };
}

/** Uses a power: those whom the policy named, one that it gave, while it is in force. */
export function usePower(
  emergency: Emergency,
  use: PowerUse,
  partners: readonly { name: string }[],
): Emergency | Refusal {
  if (emergency.ended !== null) return "closed";
  if (!isInForce(emergency, use.at)) return emergency.since === null ? "too-early" : "expired";
  if (!emergency.people.includes(use.by) || !emergency.powers.includes(use.power)) return "role";
  const isPause = use.power === "pause_partner";
  if (isPause && !partners.some(({ name }) => name === use.partner)) return "unknown-partner";
  if (emergency.used.length >= usesMax) return "closed";
  return { ...emergency, used: [...emergency.used, use] };
}

/** Whether its powers hold at `now`. */
export function isInForce({ since, until, ended }: Emergency, now: number): boolean {
  return since !== null && ended === null && now >= since && now < until;
}

/** Whether it waits for a second one at `now`. */
export function isWaiting({ since, until, ended }: Emergency, now: number): boolean {
  return since === null && ended === null && now < until;
}
