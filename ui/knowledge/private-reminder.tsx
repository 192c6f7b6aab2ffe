import { findPrivateText } from "../../mesh/rules/index.ts";
import { Notice } from "../design/index.ts";
import { useSettled } from "../design/settled.ts";
import { audienceSentence } from "./reach-sentence.ts";
import { text } from "./strings.ts";

// More than these are a directory, and the writer knows it.
const shownMax = 5;

interface PrivateReminderProps {
  /** What is about to be shared. */
  text: string;
  audience: string;
}

/** A word of care before something that looks private is shared. It never stops anybody. */
export function PrivateReminder(props: PrivateReminderProps) {
  const written = useSettled(props.text);
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
        {audienceSentence(props.audience)} {text.t("private.ask")}
      </p>
    </Notice>
  );
}
