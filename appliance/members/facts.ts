/** What changes, in plain facts: nobody agrees to what they cannot read. */
import type { DeviceId, MemberId } from "../../mesh/op/index.ts";

export type FactValue = string | number | boolean | readonly string[] | null;

/** One thing that changes: `before` null is new, `after` null is gone. */
export interface Fact {
  /** A stable word that the app translates. */
  readonly fact: string;
  readonly member?: MemberId;
  readonly device?: DeviceId;
  readonly before: FactValue;
  readonly after: FactValue;
}

export function gained(fact: string, after: FactValue, member?: MemberId): Fact {
  return { fact, ...(member === undefined ? {} : { member }), before: null, after };
}

export function lost(fact: string, before: FactValue, member?: MemberId): Fact {
  return { fact, ...(member === undefined ? {} : { member }), before, after: null };
}

/** The fields that differ. */
export function changes(after: object, before: object | null | undefined): Fact[] {
  const old = new Map<string, FactValue>(Object.entries(before ?? {}));
  return Object.entries(after as Record<string, FactValue>)
    .map(([fact, value]) => ({ fact, before: old.get(fact) ?? null, after: value }))
    .filter((change) => JSON.stringify(change.before) !== JSON.stringify(change.after));
}
