import { Facts } from "../../design/index.ts";
import { Changes, TextDifference } from "../../design/text-difference.tsx";
import { countChanges, wordDiff } from "../../design/word-diff.ts";
import { dateTime, languageName } from "../../i18n/index.ts";
import type { Content } from "../item-draft.ts";
import { audienceSentence, consentSentence } from "../reach-sentence.ts";
import { text } from "../strings.ts";

interface VersionDifferenceProps {
  before: Content;
  after: Content;
}

/** What changed, word by word in the texts and in a sentence for everything else. */
export function VersionDifference({ before, after }: VersionDifferenceProps) {
  const body = wordDiff(before.body, after.body);
  const { added, removed } = countChanges(body);
  const other = otherChanges(before, after);
  return (
    <div class="stack" role="status">
      <p>
        {text.t("compare.added", { count: added })} {text.t("compare.removed", { count: removed })}
      </p>
      {other.length > 0 && <Facts facts={other} />}
      <TextDifference label={text.t("field.title")} before={before.title} after={after.title} />
      <div class="difference" lang={after.lang} dir="auto">
        <Changes changes={body} />
      </div>
      <TextDifference
        label={text.t("term.context")}
        before={before.context ?? ""}
        after={after.context ?? ""}
      />
      <TextDifference
        label={text.t("term.example")}
        before={before.example ?? ""}
        after={after.example ?? ""}
      />
    </div>
  );
}

function otherChanges(before: Content, after: Content): [string, string][] {
  const rows: [string, string, string][] = [
    [text.t("category"), before.category, after.category],
    [text.t("language"), languageName(before.lang), languageName(after.lang)],
    [text.t("tags"), before.tags.join(", "), after.tags.join(", ")],
    [text.t("audience"), audienceSentence(before.audience), audienceSentence(after.audience)],
    [text.t("consent"), consentSentence(before.consent), consentSentence(after.consent)],
    [text.t("attribution"), before.attribution ?? "", after.attribution ?? ""],
    [text.t("source"), before.source ?? "", after.source ?? ""],
    [text.t("validUntil"), dayText(before.validUntil), dayText(after.validUntil)],
  ];
  return rows
    .filter(([, was, is]) => was !== is)
    .map(([label, was, is]) => [
      label,
      text.t("compare.was", { was: was || text.t("none"), is: is || text.t("none") }),
    ]);
}

function dayText(seconds: number | null): string {
  return seconds === null ? "" : dateTime(seconds, "date");
}
