/** A meeting as it is written down, and what is signed. Pure. */
import type { BodyOf, kinds } from "../../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../../mesh/op/index.ts";

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

/** In the time of the phone. */
function dayAndTime(seconds: number): { day: string; time: string } {
  const at = new Date(seconds * 1000);
  const two = (part: number) => String(part).padStart(2, "0");
  return {
    day: `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`,
    time: `${two(at.getHours())}:${two(at.getMinutes())}`,
  };
}

export function draftOfMeeting(meeting: Meeting): MeetingDraft {
  const { title, place, minutes, agenda, facilitator, actions } = meeting;
  return {
    title,
    ...dayAndTime(meeting.starts),
    place,
    facilitator: facilitator ?? "",
    agenda: agenda.join("\n"),
    minutes,
    actions: actions.map(({ text, owner, due, done }) => ({
      text,
      owner: owner ?? "",
      due: due === null ? "" : dayAndTime(due).day,
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

/** What is signed; null while it has no title or no time that can be read. */
export function meetingBody(draft: MeetingDraft, meeting: OpId | null): MeetingBody | null {
  const starts = secondsOf(draft.day, draft.time);
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
        due: secondsOf(due, "12:00"),
        done,
      })),
  };
}

function memberOrNull(id: string): MemberId | null {
  return id === "" ? null : (id as MemberId);
}

function secondsOf(day: string, time: string): number | null {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(day) || !/^\d{1,2}:\d{2}$/.test(time.trim())) return null;
  const at = new Date(`${day}T${time.trim().padStart(5, "0")}:00`).getTime();
  return Number.isNaN(at) || at < 0 ? null : Math.floor(at / 1000);
}
