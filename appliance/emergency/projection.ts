/** What calling, confirming and ending an emergency (kinds 76, 77) do to the tables. */
import type { Database } from "bun:sqlite";
import { type BodyOf, kinds } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import {
  callEmergency,
  confirmEmergency,
  type Emergency,
  endEmergency,
  isInForce,
  type Refusal,
  usePower,
} from "../../mesh/rules/index.ts";
import { idBytes, settingsOf } from "../members/index.ts";
import type { AppliedOperation, Effect, Projection, Tx } from "../store/index.ts";

type Call = AppliedOperation<BodyOf<typeof kinds.emergency>>;
type Act = AppliedOperation<BodyOf<typeof kinds.emergencyAct>>;

/** After the members' in the list of projections: the policy is theirs. */
export const projection: Projection = {
  name: "emergency",
  version: 2,
  schema: [
    // `state`: JSON of the emergency as the rules have it; its reason stays in the log.
    `CREATE TABLE emergency_call (
       id BLOB PRIMARY KEY, called INTEGER NOT NULL, position INTEGER NOT NULL,
       state TEXT NOT NULL) WITHOUT ROWID`,
    "CREATE INDEX emergency_call_position ON emergency_call (position)",
    // What was said about a call that has not arrived.
    `CREATE TABLE emergency_waiting (
       id BLOB PRIMARY KEY, emergency BLOB NOT NULL, position INTEGER NOT NULL,
       said TEXT NOT NULL) WITHOUT ROWID`,
  ],
  tables: ["emergency_waiting", "emergency_call"],
  apply: {
    [kinds.emergency.number]: (op: Call, tx) => call(op, tx),
    [kinds.emergencyAct.number]: (op: Act, tx) => act(op, tx),
  },
};

/** The last ones, the newest first. */
export function emergenciesIn(db: Database, limit: number): Emergency[] {
  return db
    .query<{ state: string }, [number]>(
      "SELECT state FROM emergency_call ORDER BY position DESC LIMIT ?",
    )
    .all(limit)
    .map(({ state }) => JSON.parse(state) as Emergency);
}

function call({ id, member, body, position, received: at }: Call, tx: Tx): Effect {
  if (body === null) return done;
  const called = callEmergency(policyOf(tx.db), { id, member, body, at });
  if (typeof called === "string") return refused(called);
  tx.db
    .query("INSERT INTO emergency_call VALUES (?, ?, ?, ?)")
    .run(idBytes(id), at, position, JSON.stringify(called));
  for (const said of takeWaiting(tx, id)) actOn(tx, called.id, said);
  return done;
}

type Said = BodyOf<typeof kinds.emergencyAct> & { id: OpId; member: MemberId; at: number };

function takeWaiting(tx: Tx, emergency: OpId): Said[] {
  const rows = tx.db
    .query<{ said: string }, [Uint8Array]>(
      "SELECT said FROM emergency_waiting WHERE emergency = ? ORDER BY position",
    )
    .all(idBytes(emergency));
  tx.db.query("DELETE FROM emergency_waiting WHERE emergency = ?").run(idBytes(emergency));
  return rows.map(({ said }) => JSON.parse(said) as Said);
}

function act({ id, member, body, received: at, position }: Act, tx: Tx): Effect {
  if (body === null) return done;
  const said: Said = { ...body, id, member, at };
  const refusal = actOn(tx, body.emergency, said);
  if (refusal === "unknown") {
    tx.db
      .query("INSERT INTO emergency_waiting VALUES (?, ?, ?, ?)")
      .run(idBytes(id), idBytes(body.emergency), position, JSON.stringify(said));
    return done;
  }
  return refusal === null ? done : refused(refusal);
}

/** Null once it has happened. */
function actOn(tx: Tx, id: OpId, said: Said): Refusal | "unknown" | null {
  const emergency = emergencyOf(tx.db, id);
  if (emergency === null) return "unknown";
  const next = after(tx.db, emergency, said);
  if (typeof next === "string") return next;
  tx.db
    .query("UPDATE emergency_call SET state = ? WHERE id = ?")
    .run(JSON.stringify(next), idBytes(emergency.id));
  return null;
}

function after(db: Database, emergency: Emergency, said: Said): Emergency | Refusal {
  const { id, act: what, member, at, words } = said;
  if (what === "confirm") return confirmEmergency(emergency, policyOf(db), { member, at });
  if (what === "end") return endEmergency(emergency, { member, at });
  const partner = what === "pause_partner" ? words : "";
  const partners = settingsOf(db)?.register.partners ?? [];
  return usePower(emergency, { id, by: member, at, power: what, partner }, partners);
}

/** Partners that get nothing while an emergency is in force; `now` in seconds since 1970. */
export function pausedPartners(db: Database, now: number): ReadonlySet<string> {
  const inForce = emergenciesIn(db, callsMax).filter((one) => isInForce(one, now));
  const uses = inForce.flatMap(({ used }) => used);
  return new Set(uses.flatMap(({ partner }) => (partner === "" ? [] : [partner])));
}

// An emergency lasts a week at most: nobody calls more of them in a week.
const callsMax = 100;

function emergencyOf(db: Database, id: OpId): Emergency | null {
  const row = db
    .query<{ state: string }, [Uint8Array]>("SELECT state FROM emergency_call WHERE id = ?")
    .get(idBytes(id));
  return row === null ? null : (JSON.parse(row.state) as Emergency);
}

function policyOf(db: Database) {
  return settingsOf(db)?.register.emergency ?? null;
}

const done: Effect = { done: true };

function refused(reason: string): Effect {
  return { done: false, reason };
}
