/** What meetings (kind 78) and notes of who hands over an office (79) do to the tables. */
import type { BodyOf, kinds } from "../../mesh/kinds/index.ts";
import { idBytes } from "../members/index.ts";
import {
  type AppliedOperation,
  type Effect,
  type LoggedOperation,
  type Tx,
  turnOf,
} from "../store/index.ts";
import { done } from "./effect-values.ts";

/**
 * Every version is kept, whichever came first; the newest is shown. `time`: by its author's clock,
 * unless that was ahead of the box.
 */
export const meetingSchema = [
  `CREATE TABLE governance_meeting (
     id BLOB PRIMARY KEY, meeting BLOB NOT NULL, member BLOB NOT NULL, position INTEGER NOT NULL,
     time INTEGER NOT NULL, turn BLOB NOT NULL, starts INTEGER NOT NULL,
     facilitator BLOB) WITHOUT ROWID`,
  "CREATE INDEX governance_meeting_meeting ON governance_meeting (meeting, time, turn)",
  `CREATE TABLE governance_handover (
     id BLOB PRIMARY KEY, role TEXT NOT NULL, heir BLOB, member BLOB NOT NULL,
     position INTEGER NOT NULL, time INTEGER NOT NULL, turn BLOB NOT NULL) WITHOUT ROWID`,
  "CREATE INDEX governance_handover_role ON governance_handover (role, position)",
];
export const meetingTables = ["governance_handover", "governance_meeting"];

export function applyMeeting(op: AppliedOperation<BodyOf<typeof kinds.meeting>>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { meeting, starts, facilitator } = op.body;
  tx.db
    .query("INSERT INTO governance_meeting VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    .run(
      idBytes(op.id),
      idBytes(meeting ?? op.id),
      idBytes(op.member),
      op.position,
      Math.min(op.time, op.received),
      turnOf(op),
      starts,
      facilitator === null ? null : idBytes(facilitator),
    );
  return done;
}

export function applyHandover(op: AppliedOperation<BodyOf<typeof kinds.handover>>, tx: Tx): Effect {
  if (op.body === null) return done;
  const { role, to } = op.body;
  tx.db
    .query("INSERT INTO governance_handover VALUES (?, ?, ?, ?, ?, ?, ?)")
    .run(
      idBytes(op.id),
      role,
      to === null ? null : idBytes(to),
      idBytes(op.member),
      op.position,
      op.time,
      turnOf(op),
    );
  return done;
}

export function eraseMeeting({ id }: LoggedOperation, tx: Tx): void {
  tx.db.query("DELETE FROM governance_meeting WHERE id = ?").run(idBytes(id));
  tx.db.query("DELETE FROM governance_handover WHERE id = ?").run(idBytes(id));
}
