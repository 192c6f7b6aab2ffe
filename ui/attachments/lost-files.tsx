import type { Attachment } from "../../mesh/kinds/index.ts";
import { Notice } from "../design/index.ts";
import { listOf } from "../i18n/index.ts";
import { text } from "./strings.ts";

/** Files that a draft names and that the browser has thrown away. */
export function LostFiles({ files }: { files: readonly Attachment[] }) {
  if (files.length === 0) return null;
  return (
    <Notice tone="warn" live>
      {text.t("file.lost", { names: listOf(files.map(({ name }) => name)) })}
    </Notice>
  );
}
