/** What was decided and is in force, for everybody to read and for other rooms to obey. */
import { toBase64Url, toHex } from "../../mesh/op/index.ts";
import { pausedPartners } from "../emergency/index.ts";
import { type SharedItem, sharedItems } from "../knowledge/index.ts";
import { settingsOf } from "../members/index.ts";
import type { Governance } from "./governance.ts";

/** As JSON: hashes in hex, keys in base64url. */
export function registerView({ store }: Governance) {
  const register = settingsOf(store.db)?.register ?? null;
  if (register === null) return null;
  return JSON.parse(
    JSON.stringify(register, (name, value: unknown) => {
      if (!(value instanceof Uint8Array)) return value;
      return name === "key" ? toBase64Url(value) : toHex(value);
    }),
  ) as object;
}

/**
 * What a partner would be given now: items of the categories that were decided to be shared, whose
 * authors released them, without the labels that were left out. Nothing to a paused partner.
 */
export function sharesFor({ store, now }: Governance, partner: string): SharedItem[] {
  const register = settingsOf(store.db)?.register;
  const isPaused = register?.partners.some(({ name, paused }) => name === partner && paused);
  if (register === undefined || isPaused === true) return [];
  if (pausedPartners(store.db, now()).has(partner)) return [];
  return register.shares
    .filter((share) => share.partner === partner)
    .flatMap(({ category, exceptLabels }) =>
      sharedItems(store.db, { category, exceptLabels, now: now() }),
    );
}
