/** What calling, confirming and ending an emergency (kinds 76, 77) do to the tables. */
import type { Database } from "bun:sqlite";
import { type BodyOf, kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import {
  callEmergency,
  confirmEmergency,
  type Emergency,
  endEmergency,
} from "../../mesh/rules/index.ts";
import { idBytes, settingsOf } from "../members/index.ts";
import type { AppliedOperation, Effect, Projection, Tx } from "../store/index.ts";

type Call = AppliedOperation<BodyOf<typeof kinds.emergency>>;
type Act = AppliedOperation<BodyOf<typeof kinds.emergencyAct>>;

/** After the members' in the list of projections: the policy is theirs. */
export const projection: Projection = {
  name: "emergency",
  version: 1,
  schema: [
    // `state`: JSON of the emergency as the rules have it; its reason stays in the log.
    `CREATE TABLE emergency_call (
       id BLOB PRIMARY KEY, called INTEGER NOT NULL, position INTEGER NOT NULL,
       state TEXT NOT NULL) WITHOUT ROWID`,
    "CREATE INDEX emergency_call_position ON emergency_call (position)",
  ],
  tables: ["emergency_call"],
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
  return done;
}

function act({ member, body, received: at }: Act, tx: Tx): Effect {
  if (body === null) return done;
  const emergency = emergencyOf(tx.db, body.emergency);
  if (emergency === null) return refused("unknown-emergency");
  const next =
    body.act === "confirm"
      ? confirmEmergency(emergency, policyOf(tx.db), { member, at })
      : endEmergency(emergency, { member, at });
  if (typeof next === "string") return refused(next);
  tx.db
    .query("UPDATE emergency_call SET state = ? WHERE id = ?")
    .run(JSON.stringify(next), idBytes(emergency.id));
  return done;
}

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
