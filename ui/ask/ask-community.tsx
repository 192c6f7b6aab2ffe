import { MessageCircleQuestion } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds, type QuestionBody } from "../../mesh/kinds/index.ts";
import { announce, Button, Notice, refusalText, StateMark } from "../design/index.ts";
import { append, isRefused } from "../offline/index.ts";
import { ownOperations } from "../offline/own.ts";
import type { AnswerRecord } from "./shapes.ts";
import { text } from "./strings.ts";

/** Offers an unanswered question to everybody here, and shows what became of it. */
export function AskCommunity({ record }: { record: AnswerRecord }) {
  const [busy, setBusy] = useState(false);
  const asked = ownOperations.value.findLast(
    (op) =>
      op.kind === kinds.question.number &&
      (op.body as QuestionBody | null)?.text === record.question,
  );
  const askAll = async () => {
    setBusy(true);
    try {
      const { question, language } = record;
      await append(kinds.question, { text: question, lang: language, audience: "members" });
      announce(text.t("unknown.asked"));
    } finally {
      setBusy(false);
    }
  };
  if (asked === undefined) {
    return (
      <div class="stack tight">
        <p>{text.t("unknown.ask.text")}</p>
        <Button kind="primary" icon={MessageCircleQuestion} onClick={askAll} disabled={busy}>
          {text.t("unknown.ask")}
        </Button>
      </div>
    );
  }
  const state = asked.state === "queued" ? "queued" : isRefused(asked) ? "refused" : "sent";
  return (
    <Notice tone={state === "refused" ? "warn" : "ok"} title={text.t("unknown.asked")}>
      <p>{text.t(`unknown.asked.${state}`, { why: isRefused(asked) ? refusalText(asked) : "" })}</p>
      <div class="row">
        <StateMark op={asked} />
        <a href={`/knowledge/questions/${asked.id}`}>{text.t("unknown.open")}</a>
      </div>
    </Notice>
  );
}
