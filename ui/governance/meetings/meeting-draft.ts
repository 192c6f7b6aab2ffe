/** A meeting as it is written down, and what is signed. Pure. */
import type { BodyOf, kinds } from "../../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../../mesh/op/index.ts";
import { dayOf, secondsAt, timeOf } from "../../i18n/index.ts";

export type MeetingBody = BodyOf<typeof kinds.meeting>;

export interface Meeting extends Omit<MeetingBody, "meeting"> {
  id: OpId;
  version: OpId;
  author: MemberId;
  changed: number;
  versions: number;
}

export interface MeetingDraft {
  title: string;
  /** `2027-05-01`. */
  day: string;
  /** `19:30`. */
  time: string;
  place: string;
  facilitator: string;
  /** One point a line. */
  agenda: string;
  minutes: string;
  actions: { text: string; owner: string; due: string; done: boolean }[];
}

const agendaMax = 30;
const actionsMax = 50;

export const emptyMeeting: MeetingDraft = {
  title: "",
  day: "",
  time: "19:00",
  place: "",
  facilitator: "",
  agenda: "",
  minutes: "",
  actions: [],
};

export function draftOfMeeting(meeting: Meeting): MeetingDraft {
  const { title, place, minutes, agenda, facilitator, actions } = meeting;
  return {
    title,
    day: dayOf(meeting.starts),
    time: timeOf(meeting.starts),
    place,
    facilitator: facilitator ?? "",
    agenda: agenda.join("\n"),
    minutes,
    actions: actions.map(({ text, owner, due, done }) => ({
      text,
      owner: owner ?? "",
      due: due === null ? "" : dayOf(due),
      done,
    })),
  };
}

/**
 * What somebody wrote, brought onto what the meeting has become since they began `from` it: the
 * parts they left alone are as they are now. A task ticked off meanwhile stays ticked off.
 */
export function broughtOnto(
  written: MeetingDraft,
  from: MeetingDraft,
  now: MeetingDraft,
): MeetingDraft {
  const same = (part: keyof MeetingDraft) =>
    JSON.stringify(written[part]) === JSON.stringify(from[part]);
  const untouched = (Object.keys(now) as (keyof MeetingDraft)[]).filter(same);
  return { ...written, ...Object.fromEntries(untouched.map((part) => [part, now[part]])) };
}

/**
 * What is signed; null while it has no title or no time that can be read. What reads as it did in
 * `before` means the same moment: the hour that comes twice in autumn, and a day that somebody chose
 * in another time zone, are not told apart by what is typed.
 */
export function meetingBody(
  draft: MeetingDraft,
  meeting: OpId | null,
  before: Pick<MeetingBody, "starts" | "actions"> | null = null,
): MeetingBody | null {
  const isAsBefore =
    before !== null && dayOf(before.starts) === draft.day && timeOf(before.starts) === draft.time;
  const starts = isAsBefore ? before.starts : secondsAt(draft.day, draft.time);
  const title = draft.title.trim();
  if (starts === null || title === "") return null;
  return {
    meeting,
    title,
    starts,
    place: draft.place.trim(),
    facilitator: memberOrNull(draft.facilitator),
    agenda: draft.agenda
      .split("\n")
      .map((point) => point.trim())
      .filter((point) => point !== "")
      .slice(0, agendaMax),
    minutes: draft.minutes.trim(),
    actions: draft.actions
      .filter((action) => action.text.trim() !== "")
      .slice(0, actionsMax)
      .map(({ text, owner, due, done }) => ({
        text: text.trim(),
        owner: memberOrNull(owner),
        due: dueBefore(before, text.trim(), due) ?? secondsAt(due, "12:00"),
        done,
      })),
  };
}

function memberOrNull(id: string): MemberId | null {
  return id === "" ? null : (id as MemberId);
}

function dueBefore(
  before: Pick<MeetingBody, "actions"> | null,
  text: string,
  day: string,
): number | null {
  const same = before?.actions.find(
    (action) => action.text === text && action.due !== null && dayOf(action.due) === day,
  );
  return same?.due ?? null;
}
