/** Emergencies over HTTP: what is in force, what waits for a second one, what there was. */
import { t } from "elysia";
import { kinds } from "../../mesh/kinds/index.ts";
import type { OpId } from "../../mesh/op/index.ts";
import { type Emergency, isInForce, isWaiting } from "../../mesh/rules/index.ts";
import { type Clock, nowSeconds } from "../clock.ts";
import { type Route, route } from "../http.ts";
import {
  memberIdSchema,
  nullable,
  opIdSchema,
  secondsSchema,
  settingsOf,
} from "../members/index.ts";
import type { Store } from "../store/index.ts";
import { emergenciesIn } from "./projection.ts";

const listMax = 20;

const emergencySchema = t.Object({
  id: opIdSchema,
  level: t.String(),
  reason: t.String(),
  by: memberIdSchema,
  called: secondsSchema,
  since: nullable(secondsSchema),
  confirmedBy: nullable(memberIdSchema),
  hours: t.Integer(),
  until: secondsSchema,
  ended: nullable(t.Object({ at: secondsSchema, by: memberIdSchema })),
  powers: t.Array(t.String()),
  people: t.Array(memberIdSchema),
  state: t.String({ description: "in-force, waiting (for a second one), over" }),
});

/** `clock`: as decisions trust it, so that no clock that leaps ends or brings back anything. */
export function emergencyRoutes({ store, clock }: { store: Store; clock: Clock }): Route[] {
  return [
    route({
      method: "GET",
      path: "/api/emergency",
      audience: "guest",
      summary: "Emergencies: in force, waiting for a second one, and the last ones",
      response: t.Object({
        policy: nullable(
          t.Object({
            people: t.Array(memberIdSchema),
            two: t.Boolean(),
            hours: t.Integer(),
            powers: t.Array(t.String()),
          }),
        ),
        mayCall: t.Boolean(),
        emergencies: t.Array(emergencySchema),
      }),
      handler: ({ session }) => {
        const policy = settingsOf(store.db)?.register.emergency ?? null;
        const now = nowSeconds(clock);
        return {
          policy,
          mayCall: policy?.people.includes(session.member) ?? false,
          emergencies: emergenciesIn(store.db, listMax).map((one) => ({
            ...one,
            powers: [...one.powers],
            people: [...one.people],
            reason: reasonOf(store, one.id),
            state: stateOf(one, now),
          })),
        };
      },
    }),
  ];
}

function stateOf(emergency: Emergency, now: number): string {
  if (isInForce(emergency, now)) return "in-force";
  return isWaiting(emergency, now) ? "waiting" : "over";
}

function reasonOf(store: Store, id: OpId): string {
  const body = store.body(id);
  return body === null ? "" : kinds.emergency.schema.decode(body).reason;
}
