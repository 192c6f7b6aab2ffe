/** Terms of office, emergencies, meetings: what a community looks after between decisions. */
import { timeMax } from "../op/index.ts";
import { authors } from "./authors.ts";
import type { Kind } from "./kind.ts";
import { bool, list, memberId, oneOf, opId, optional, record, text, uint } from "./schema.ts";

export const roleCharsMax = 40;
export const meetingTitleCharsMax = 120;
export const agendaMax = 30;
export const actionsMax = 50;
export const minutesCharsMax = 20_000;
export const handoverCharsMax = 4_000;

/** A box notes that the term a decision gave is over. */
export const termEnd = {
  number: 75,
  name: "term.end",
  lasting: true,
  authors: authors.termEnd,
  binding: true,
  schema: record({ grant: opId(), member: memberId(), role: text(roleCharsMax, 1) }),
} satisfies Kind<unknown>;

export const emergencyLevels = ["watch", "alert", "crisis"] as const;
export const emergencyHoursMax = 168;
export const emergencyWordsCharsMax = 600;

/**
 * `alert_all`: to tell everybody more while it lasts. `pause_partner`: to give a partner nothing
 * until it is over. What this box cannot do itself is no power that it could give.
 */
export const emergencyPowers = ["alert_all", "pause_partner"] as const;

/** Activates a level; counts once a second one confirms where the community wants two. */
export const emergency = {
  number: 76,
  name: "emergency",
  lasting: true,
  authors: authors.emergency,
  binding: true,
  schema: record({
    level: oneOf(emergencyLevels),
    reason: text(emergencyWordsCharsMax, 1),
    hours: uint(emergencyHoursMax, 1),
  }),
} satisfies Kind<unknown>;

/** Confirms or ends it, or uses one of the powers it gives. */
export const emergencyAct = {
  number: 77,
  name: "emergency.act",
  lasting: true,
  authors: authors.emergencyAct,
  binding: true,
  schema: record({
    emergency: opId(),
    act: oneOf(["confirm", "end", ...emergencyPowers]),
    /** With `alert_all` what everybody reads, with `pause_partner` the partner's name. */
    words: text(emergencyWordsCharsMax),
  }),
} satisfies Kind<unknown>;

/** A meeting as it is planned and as it went; the newest is shown, all are kept. */
export const meeting = {
  number: 78,
  name: "meeting",
  lasting: false,
  authors: authors.meeting,
  schema: record({
    /** Null: a new one; its id is this operation's. */
    meeting: optional(opId()),
    title: text(meetingTitleCharsMax, 1),
    /** Seconds since 1970. */
    starts: uint(timeMax),
    place: text(200),
    facilitator: optional(memberId()),
    agenda: list(text(300, 1), agendaMax),
    minutes: text(minutesCharsMax),
    actions: list(
      record({
        text: text(300, 1),
        owner: optional(memberId()),
        due: optional(uint(timeMax)),
        done: bool(),
      }),
      actionsMax,
    ),
  }),
} satisfies Kind<unknown>;

/** What whoever takes over an office should know. */
export const handover = {
  number: 79,
  name: "handover",
  lasting: false,
  authors: authors.handover,
  schema: record({
    role: text(roleCharsMax, 1),
    to: optional(memberId()),
    text: text(handoverCharsMax, 1),
  }),
} satisfies Kind<unknown>;
