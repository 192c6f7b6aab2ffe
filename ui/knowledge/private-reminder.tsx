import { findPrivateText } from "../../mesh/rules/index.ts";
import { Notice } from "../design/index.ts";
import { useSettled } from "../design/settled.ts";
import type { ItemDraft } from "./item-draft.ts";
import { audienceSentence } from "./reach-sentence.ts";
import { text } from "./strings.ts";

// More than these are a directory, and the writer knows it.
const shownMax = 5;

/** A word of care before something that looks private is shared. It never stops anybody. */
export function PrivateReminder({ draft }: { draft: ItemDraft }) {
  const written = useSettled(
    [draft.title, draft.body, draft.context, draft.example].filter(Boolean).join("\n"),
  );
  const found = findPrivateText(written);
  if (found.length === 0) return null;
  return (
    <Notice tone="warn" title={text.t("private.title")} live>
      <ul>
        {found.slice(0, shownMax).map(({ kind, start, end }) => (
          <li key={start}>
            {text.t(`private.${kind}`)}: <q>{written.slice(start, end).trim()}</q>
          </li>
        ))}
      </ul>
      {found.length > shownMax && (
        <p>{text.t("private.more", { count: found.length - shownMax })}</p>
      )}
      <p>
        {audienceSentence(draft.audience)} {text.t("private.ask")}
      </p>
    </Notice>
  );
}
