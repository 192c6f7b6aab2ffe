/** What was decided and is in force, for everybody to read and for other rooms to obey. */
import { toBase64Url, toHex } from "../../mesh/op/index.ts";
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
