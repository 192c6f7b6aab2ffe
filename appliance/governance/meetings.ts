/** Meetings as they are planned and as they went: agenda, minutes, who does what by when. */
import { type BodyOf, kinds } from "../../mesh/kinds/index.ts";
import { FolkmootError, type MemberId, type OpId } from "../../mesh/op/index.ts";
import { idBytes } from "../members/index.ts";
import type { CalendarEvent } from "./calendar.ts";
import type { Governance } from "./governance.ts";
import { facilitatorsOf } from "./offices.ts";
import { bodyOfKind } from "./reading.ts";

type Body = BodyOf<typeof kinds.meeting>;

interface Row {
  readonly id: OpId;
  readonly meeting: OpId;
  readonly member: MemberId;
  readonly time: number;
}

/** The newest version that was not erased. Times in seconds since 1970. */
export interface MeetingView extends Omit<Body, "meeting"> {
  readonly id: OpId;
  readonly version: OpId;
  readonly author: MemberId;
  readonly changed: number;
  readonly versions: number;
}

export type MeetingsWhen = "coming" | "past";

const columns = `lower(hex(id)) AS id, lower(hex(meeting)) AS meeting,
  lower(hex(member)) AS member, time`;
/** A meeting is coming until so long after it began. */
const lastsSeconds = 4 * 3_600;
const usualMinutes = 90;
const listMax = 200;

export function listMeetings(governance: Governance, when: MeetingsWhen): MeetingView[] {
  const border = governance.now() - lastsSeconds;
  const [is, order] = when === "coming" ? [">=", "ASC"] : ["<", "DESC"];
  const rows = governance.store.db
    .query<Row & { versions: number }, [number, number]>(
      `SELECT ${columns}, (SELECT count(*) FROM governance_meeting AS v
         WHERE v.meeting = m.meeting) AS versions
       FROM governance_meeting AS m
       WHERE id = (SELECT id FROM governance_meeting AS n WHERE n.meeting = m.meeting
                   ORDER BY time DESC, turn DESC LIMIT 1)
         AND starts ${is} ? ORDER BY starts ${order}, id LIMIT ?`,
    )
    .all(border, listMax);
  return rows.flatMap((row) => viewOf(governance, row, row.versions) ?? []);
}

/** Throws `not-found`. */
export function meetingDetail(governance: Governance, id: OpId) {
  const rows = governance.store.db
    .query<Row, [Uint8Array]>(
      `SELECT ${columns} FROM governance_meeting WHERE meeting = ? ORDER BY time, turn`,
    )
    .all(idBytes(id));
  const newest = rows.at(-1);
  const view = newest === undefined ? null : viewOf(governance, newest, rows.length);
  if (view === null) {
    throw new FolkmootError("not-found", "There is no such meeting here.", { status: 404 });
  }
  const history = rows.map(({ id: version, member, time }) => ({ version, member, at: time }));
  return { ...view, history };
}

function viewOf({ store }: Governance, row: Row, versions: number): MeetingView | null {
  const body = bodyOfKind(store, kinds.meeting, row.id);
  if (body === null) return null;
  const { meeting: _, ...rest } = body;
  const { meeting: id, id: version, member: author, time: changed } = row;
  return { ...rest, id, version, author, changed, versions };
}

/** Whose turn it is: of those who hold the office, who has not facilitated for longest. */
export function nextFacilitator(governance: Governance): MemberId | null {
  const last = new Map(
    governance.store.db
      .query<{ member: string; last: number }, []>(
        `SELECT lower(hex(facilitator)) AS member, max(starts) AS last FROM governance_meeting
         WHERE facilitator IS NOT NULL GROUP BY facilitator`,
      )
      .all()
      .map((row) => [row.member as MemberId, row.last]),
  );
  const holders = [...facilitatorsOf(governance)].sort(
    (a, b) => (last.get(a) ?? 0) - (last.get(b) ?? 0) || (a < b ? -1 : 1),
  );
  return holders[0] ?? null;
}

export function meetingEvents(governance: Governance): CalendarEvent[] {
  return listMeetings(governance, "coming").map(({ id, title, starts, place, agenda }) => ({
    id,
    title,
    starts,
    minutes: usualMinutes,
    place,
    description: agenda.map((item) => `- ${item}`).join("\n"),
  }));
}
