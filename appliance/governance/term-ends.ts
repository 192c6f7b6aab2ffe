/** Terms of office that are over: a box says so, and the office ends. */
import { kinds } from "../../mesh/kinds/index.ts";
import { settingsOf } from "../members/index.ts";
import type { Store } from "../store/index.ts";
import type { Duty } from "./clerk.ts";

const hour = 3_600;

/** Boxes take turns, as they do with closes: the first one at once, the next when it is away. */
export function termEnds({ db }: Store): Duty {
  const offices = () => settingsOf(db)?.register.offices ?? [];
  return {
    async run(say, now, rank) {
      const takeoverHours = settingsOf(db)?.governance.takeoverHours ?? 0;
      const over = offices().filter(({ until }) => now >= until + rank * takeoverHours * hour);
      for (const { decision: grant, member, role } of over) {
        await say(kinds.termEnd, { grant, member, role }, now);
      }
    },
    next(now) {
      const times = offices().flatMap(({ until }) => (until > now ? [until] : []));
      return times.length === 0 ? null : Math.min(...times);
    },
  };
}
