import type { Attachment } from "../../mesh/kinds/index.ts";
import { listOf } from "../i18n/index.ts";
import { text } from "./strings.ts";

interface FileChangesProps {
  before: readonly Attachment[];
  after: readonly Attachment[];
}

/** Which files a newer version has added and taken out. */
export function FileChanges({ before, after }: FileChangesProps) {
  const added = without(after, before);
  const removed = without(before, after);
  if (added.length + removed.length === 0) return null;
  return (
    <section class="stack tight">
      <h3>{text.t("field.title")}</h3>
      {added.length > 0 && <p dir="auto">{text.t("compare.added", { names: listOf(added) })}</p>}
      {removed.length > 0 && (
        <p dir="auto">{text.t("compare.removed", { names: listOf(removed) })}</p>
      )}
    </section>
  );
}

/** Names of files that the others do not have. */
function without(files: readonly Attachment[], others: readonly Attachment[]): string[] {
  const known = new Set(others.map(({ hash }) => hash));
  return files.filter(({ hash }) => !known.has(hash)).map(({ name }) => name);
}
