import { attachmentBytesMax, attachmentsMax } from "../../mesh/kinds/index.ts";
import { formatBytes } from "../i18n/index.ts";
import { text } from "./strings.ts";

const known = [
  "attachment-empty",
  "attachment-size",
  "attachment-unreadable",
  "attachment-damaged",
  "attachment-absent",
  "attachment-hash",
  "attachments-many",
  "attachments-waiting",
  "phone-full",
  "disk-full",
  "member-ration",
  "unreachable",
] as const;

/** What happened to a file, that nothing is lost, and what to do. */
export function problemText(code: string): string {
  const found = known.find((each) => each === code);
  if (found === undefined) return text.t("problem.other");
  return text.t(`problem.${found}`, {
    size: formatBytes(attachmentBytesMax),
    count: attachmentsMax,
  });
}
