/** Offices that are held for a term, from the register of decisions. */
import type { MemberId } from "../../mesh/op/index.ts";
import { settingsOf } from "../members/index.ts";
import type { Governance } from "./governance.ts";

export function facilitatorsOf({ store }: Pick<Governance, "store">): Set<MemberId> {
  const offices = settingsOf(store.db)?.register.offices ?? [];
  return new Set(offices.filter(({ role }) => role === "facilitator").map(({ member }) => member));
}
