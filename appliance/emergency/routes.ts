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
  used: t.Array(
    t.Object({
      id: opIdSchema,
      by: memberIdSchema,
      at: secondsSchema,
      power: t.String(),
      words: t.String({ description: "What everybody reads, or the partner that is paused" }),
    }),
  ),
  review: nullable(opIdSchema, { description: "The thread in which the box asks how it went" }),
  state: t.String({ description: "in-force, waiting (for a second one), over" }),
});

export interface EmergencyRoutesOptions {
  readonly store: Store;
  readonly clock: Clock;
  /** The thread in which the box asks how an emergency went; null before there is one. */
  readonly reviewOf: (emergency: OpId) => OpId | null;
}

/** `clock`: as decisions trust it, so that no clock that leaps ends or brings back anything. */
export function emergencyRoutes({ store, clock, reviewOf }: EmergencyRoutesOptions): Route[] {
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
            used: one.used.map(({ partner: _, ...use }) => ({
              ...use,
              words: wordsOf(store, use.id),
            })),
            review: reviewOf(one.id),
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

function wordsOf(store: Store, id: OpId): string {
  const body = store.body(id);
  return body === null ? "" : kinds.emergencyAct.schema.decode(body).words;
}

function reasonOf(store: Store, id: OpId): string {
  const body = store.body(id);
  return body === null ? "" : kinds.emergency.schema.decode(body).reason;
}
