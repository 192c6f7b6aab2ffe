/** What meetings (kind 78) and notes of who hands over an office (79) do to the tables. */
import { type BodyOf, kinds } from "../../mesh/kinds/index.ts";
import { idBytes, membershipOf } from "../members/index.ts";
import type { AppliedOperation, Effect, LoggedOperation, Tx } from "../store/index.ts";
import { done, refused } from "./effect-values.ts";

/** Every version is kept; the newest by place in the log is shown. */
export const meetingSchema = [
  `CREATE TABLE governance_meeting (
     id BLOB PRIMARY KEY, meeting BLOB NOT NULL, member BLOB NOT NULL, position INTEGER NOT NULL,
     time INTEGER NOT NULL, starts INTEGER NOT NULL, facilitator BLOB) WITHOUT ROWID`,
  "CREATE INDEX governance_meeting_meeting ON governance_meeting (meeting, position)",
  `CREATE TABLE governance_handover (
     id BLOB PRIMARY KEY, role TEXT NOT NULL, heir BLOB, member BLOB NOT NULL,
     position INTEGER NOT NULL, time INTEGER NOT NULL) WITHOUT ROWID`,
  "CREATE INDEX governance_handover_role ON governance_handover (role, position)",
];
export const meetingTables = ["governance_handover", "governance_meeting"];

export function applyMeeting(op: AppliedOperation<BodyOf<typeof kinds.meeting>>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { meeting, starts, facilitator } = op.body;
  if (meeting !== null && !isMeeting(tx, meeting)) return refused("unknown-meeting");
  tx.db
    .query("INSERT INTO governance_meeting VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(
      idBytes(op.id),
      idBytes(meeting ?? op.id),
      idBytes(op.member),
      op.position,
      op.time,
      starts,
      facilitator === null ? null : idBytes(facilitator),
    );
  return done;
}

/** By the log, so that it holds when the first version was erased. */
function isMeeting(tx: Tx, id: LoggedOperation["id"]): boolean {
  const op = tx.operation(id);
  return op?.kind === kinds.meeting.number && op.effect.done;
}

export function applyHandover(op: AppliedOperation<BodyOf<typeof kinds.handover>>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { role, to } = op.body;
  if (to !== null && !membershipOf(tx.db)?.members.has(to)) return refused("unknown-member");
  tx.db
    .query("INSERT INTO governance_handover VALUES (?, ?, ?, ?, ?, ?)")
    .run(
      idBytes(op.id),
      role,
      to === null ? null : idBytes(to),
      idBytes(op.member),
      op.position,
      op.time,
    );
  return done;
}

export function eraseMeeting({ id }: LoggedOperation, tx: Tx): void {
  tx.db.query("DELETE FROM governance_meeting WHERE id = ?").run(idBytes(id));
  tx.db.query("DELETE FROM governance_handover WHERE id = ?").run(idBytes(id));
}
