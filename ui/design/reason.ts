import type en from "./strings.en.ts";
import { words } from "./strings.ts";

/**
 * Reasons come as stable codes from the box (mesh/rules and the rooms). One the app does not know,
 * from a newer box, gets an honest general answer.
 */
export function reasonText(code: string | null): string {
  const key = `reason.${code}` as keyof typeof en;
  const text = code === null ? "" : words.t(key);
  return text === "" || text === key ? words.t("reason.unknown") : text;
}
