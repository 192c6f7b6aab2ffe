import type en from "./strings.en.ts";
import { text } from "./strings.ts";

/** One this app has no words for is told by its code: it must not be passed over. */
export function problemText(code: string): string {
  const key = `problem.${code}` as keyof typeof en;
  const found = text.t(key);
  return found === key ? text.t("problem.other", { code }) : found;
}
