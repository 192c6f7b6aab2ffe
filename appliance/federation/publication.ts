/**
 * What a partner is given now. Nothing here is kept: it follows from what was decided, from what
 * authors allow, and from the hour.
 */
import { FolkmootError, type OpId, type PublicKey } from "../../mesh/op/index.ts";
import type { DecisionRegister } from "../../mesh/rules/index.ts";
import { pausedPartners } from "../emergency/index.ts";
import type { Governance } from "../governance/index.ts";
import {
  type Cursor,
  type Page,
  type SharedCategory,
  type SharedItem,
  sharedIds,
  sharedItems,
  sharedItemsCount,
} from "../knowledge/index.ts";
import { settingsOf } from "../members/index.ts";

/** What this room needs of the box. */
export type Federation = Pick<Governance, "store" | "communityId" | "signer" | "now">;

export interface Partner {
  readonly name: string;
  /** Null: something was decided to be shared with it, but it was never admitted. */
  readonly key: PublicKey | null;
  readonly note: string;
  /** Why it is given nothing; null: it is given what is shared. */
  readonly withheld: "not-admitted" | "paused" | "emergency" | null;
  readonly shares: readonly SharedCategory[];
}

/** Everybody who was admitted, and whom something was to be shared with; by name. */
export function partnersOf({ store, now }: Federation): Partner[] {
  const register = settingsOf(store.db)?.register;
  if (register === undefined) return [];
  const inEmergency = pausedPartners(store.db, now());
  const admitted = register.partners.map(({ name, key, note, paused }): Partner => {
    const withheld = paused ? "paused" : inEmergency.has(name) ? "emergency" : null;
    return { name, key, note, withheld, shares: sharesOf(register, name) };
  });
  const known = new Set(admitted.map(({ name }) => name));
  const named = new Set(register.shares.map(({ partner }) => partner));
  const others = [...named.difference(known)].map(
    (name): Partner => ({
      name,
      key: null,
      note: "",
      withheld: "not-admitted",
      shares: sharesOf(register, name),
    }),
  );
  return [...admitted, ...others].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function sharesOf({ shares }: DecisionRegister, name: string): SharedCategory[] {
  return shares
    .filter(({ partner }) => partner === name)
    .map(({ category, exceptLabels }) => ({ category, exceptLabels }));
}

/** @throws FolkmootError "unknown-partner" */
export function partnerNamed(federation: Federation, name: string): Partner {
  const partner = partnersOf(federation).find((one) => one.name === name);
  if (partner !== undefined) return partner;
  throw new FolkmootError("unknown-partner", `There is no partner called ${name}.`, {
    hint: "A community becomes a partner by decision: propose to admit it.",
    status: 404,
  });
}

/** A page of what the partner is given, by title; empty while it is withheld. */
export function publication(
  { store, now }: Federation,
  { withheld, shares }: Partner,
  page: { cursor: Cursor | null; limit: number },
): Page<SharedItem> {
  if (withheld !== null || shares.length === 0) return { rows: [], next: null };
  return sharedItems(store.db, { shares, now: now() }, page);
}

/** Which items the partner is given now. */
export function publishedIds({ store, now }: Federation, partner: Partner): Set<OpId> {
  const { withheld, shares } = partner;
  if (withheld !== null || shares.length === 0) return new Set();
  return sharedIds(store.db, { shares, now: now() });
}

export function publicationCount({ store, now }: Federation, partner: Partner): number {
  const { withheld, shares } = partner;
  if (withheld !== null || shares.length === 0) return 0;
  return sharedItemsCount(store.db, { shares, now: now() });
}
