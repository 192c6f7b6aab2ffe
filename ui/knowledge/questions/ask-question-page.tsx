import { SendHorizontal } from "lucide-preact";
import { useState } from "preact/hooks";
import { useLocation } from "preact-iso";
import { kinds, questionCharsMax } from "../../../mesh/kinds/index.ts";
import { announce, Button, Card, Choices, Page, TextArea } from "../../design/index.ts";
import { language } from "../../i18n/index.ts";
import { append, membership, useDraft } from "../../offline/index.ts";
import { PrivateReminder } from "../private-reminder.tsx";
import { audienceChoices, audienceName, audienceSentence } from "../reach-sentence.ts";
import { text as knowledge } from "../strings.ts";
import { text } from "./strings.ts";

/** Asking everybody here. */
export function AskQuestionPage() {
  const { query, route } = useLocation();
  const draft = useDraft("question:new", { text: query["text"] ?? "", audience: "members" });
  const [tried, setTried] = useState(false);
  const question = draft.value.text.trim();
  const ask = async () => {
    setTried(true);
    if (question === "") return;
    const body = { text: question, lang: language.value, audience: draft.value.audience };
    const { id } = await append(kinds.question, body);
    await draft.discard();
    announce(text.t("questions.kept"));
    route(`/knowledge/questions/${id}`);
  };
  return (
    <Page
      title={text.t("questions.ask")}
      lead={text.t("questions.ask.lead")}
      back="/knowledge/questions"
      action={
        <Button kind="primary" icon={SendHorizontal} onClick={ask}>
          {text.t("questions.send")}
        </Button>
      }
    >
      <TextArea
        label={text.t("question.label")}
        value={draft.value.text}
        onInput={(next) => draft.set({ ...draft.value, text: next })}
        error={tried && question === "" ? text.t("question.missing") : null}
        attributes={{ maxLength: questionCharsMax, rows: 4 }}
      />
      <PrivateReminder text={draft.value.text} audience={draft.value.audience} />
      <Card title={knowledge.t("reach")}>
        <Choices
          label={knowledge.t("audience")}
          labelHidden
          value={draft.value.audience}
          onChange={(audience) => draft.set({ ...draft.value, audience })}
          options={audienceChoices(membership.value?.groups ?? [], draft.value.audience).map(
            (value) => ({ value, title: audienceName(value), detail: audienceSentence(value) }),
          )}
        />
      </Card>
    </Page>
  );
}
