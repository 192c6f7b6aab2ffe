import type { PartStatus } from "./box-status.ts";
import { text } from "./strings.ts";

/** What the box may report (appliance/health), each with a text and a hint of this app. */
const codes = [
  "part.silent",
  "store.full",
  "store.low",
  "store.slow",
  "certificate.over",
  "certificate.authority",
  "certificate.late",
  "name.taken",
  "app.missing",
  "backup.none",
  "backup.old",
  "log.damaged",
  "record.changed",
] as const;

/** What is wrong with a part and what helps. `lang` is set where only the box's words are known. */
export interface Trouble {
  readonly issue: string;
  readonly hint: string;
  readonly lang?: "en";
}

/** In the reader's language; a box newer than this app may say something in English. */
export function troubleOf({ code, values, issue, hint }: PartStatus): Trouble {
  const known = codes.find((each) => each === code);
  if (known === undefined) return { issue: issue ?? "", hint: hint ?? "", lang: "en" };
  return {
    issue: text.t(`trouble.${known}`, values ?? {}),
    hint: text.t(`trouble.${known}.hint`),
  };
}
