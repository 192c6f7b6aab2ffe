/** Who holds which office until when, who should think of handing over, and what they left. */
import { kinds } from "../../mesh/kinds/index.ts";
import type { MemberId, OpId } from "../../mesh/op/index.ts";
import { stewardMembers } from "../../mesh/rules/index.ts";
import { membershipOf, profileOf, settingsOf } from "../members/index.ts";
import type { CalendarEvent } from "./calendar.ts";
import type { Governance } from "./governance.ts";
import { bodyOfKind } from "./reading.ts";

/** From when on a community should think of who comes next. */
const reminderSeconds = 30 * 24 * 3_600;

export function officesView(governance: Governance) {
  const settings = settingsOf(governance.store.db);
  const now = governance.now();
  const members = membershipOf(governance.store.db)?.members;
  const offices = [...(settings?.register.offices ?? []), ...stewardships(governance)].filter(
    ({ member }) => members?.get(member)?.ended === null,
  );
  const needed = settings?.governance.rolePeopleMin ?? 0;
  const roles = [...new Set(offices.map(({ role }) => role))];
  return {
    offices: offices.map(({ member, role, until, decision }) => ({
      member,
      role,
      until,
      decision,
      endsSoon: until - now <= reminderSeconds,
    })),
    /** Offices that too few people hold. */
    short: roles.flatMap((role) => {
      const people = new Set(
        offices.filter((office) => office.role === role).map(({ member }) => member),
      );
      return people.size < needed ? [{ role, people: people.size, needed }] : [];
    }),
    handovers: handovers(governance),
  };
}

/**
 * Those of the last mandate who are stewards by now. Their turn does not end by itself, since no
 * community is left without: what is over is only what they were asked to do it for.
 */
function stewardships({ store }: Governance) {
  const mandate = settingsOf(store.db)?.register.mandate ?? null;
  const state = membershipOf(store.db);
  if (mandate === null || state === null) return [];
  const { stewards, until, decision } = mandate;
  const inForce = stewardMembers(state);
  return stewards
    .filter((member) => inForce.has(member))
    .map((member) => ({ member, role: "steward", until, decision }));
}

/** When terms end, for the calendar: somebody has to think of who comes next. */
export function termEvents(governance: Governance): CalendarEvent[] {
  return officesView(governance).offices.map(({ member, role, until, decision }) => ({
    id: `${decision}-${member.slice(0, 8)}-${role}`,
    title: `${profileOf(governance.store.db, member)?.name ?? ""} – ${role}, term ends`,
    starts: until,
    minutes: markMinutes,
  }));
}

const markMinutes = 15;

function handovers({ store }: Governance) {
  type Row = { id: string; role: string; heir: string | null; member: string; time: number };
  return store.db
    .query<Row, [number]>(
      `SELECT lower(hex(id)) AS id, role, nullif(lower(hex(heir)), '') AS heir,
         lower(hex(member)) AS member, time
       FROM governance_handover ORDER BY time DESC, turn DESC LIMIT ?`,
    )
    .all(handoversMax)
    .flatMap(({ id, role, heir, member, time }) => {
      const text = bodyOfKind(store, kinds.handover, id as OpId)?.text;
      if (text === undefined) return [];
      return [{ id, role, to: heir as MemberId | null, from: member, at: time, text }];
    });
}

const handoversMax = 200;
