import { Check, CircleCheck, MessageCircleQuestion, SendHorizontal, XCircle } from "lucide-preact";
import { useState } from "preact/hooks";
import { useRoute } from "preact-iso";
import { answerCharsMax, kinds, type QuestionBody } from "../../../mesh/kinds/index.ts";
import { toOpId } from "../../../mesh/op/index.ts";
import {
  announce,
  Button,
  Card,
  EmptyState,
  Mark,
  Markdown,
  Moment,
  Notice,
  Page,
  ResourceView,
  StateMark,
  TextArea,
} from "../../design/index.ts";
import { append, useDraft, useOwnOperation, usePending, useResource } from "../../offline/index.ts";
import { PrivateReminder } from "../private-reminder.tsx";
import { audienceSentence } from "../reach-sentence.ts";
import type { GivenAnswer, QuestionDetail } from "../shapes.ts";
import { text as knowledge } from "../strings.ts";
import { authorOf } from "../versions/versions-page.tsx";
import { answersText } from "./questions-page.tsx";
import { text } from "./strings.ts";

/** One question to the community, its answers, and a sheet for another. */
export function QuestionPage() {
  const { question: id = "" } = useRoute().params;
  const found = useResource<QuestionDetail>(`/api/questions/${id}`);
  const own = useOwnOperation(id);
  const asked = found.data?.text ?? (own?.body as QuestionBody | undefined)?.text;
  return (
    <Page title={asked ?? text.t("question.label")} back="/knowledge/questions">
      {found.data === undefined && own ? (
        <Notice tone="wait" title={text.t("questions.onPhone")}>
          <StateMark op={own} />
        </Notice>
      ) : (
        <ResourceView of={found}>{(detail) => <Detail detail={detail} />}</ResourceView>
      )}
    </Page>
  );
}

function Detail({ detail }: { detail: QuestionDetail }) {
  const pending = usePending(kinds.answer).filter(
    (op) => op.body?.question === detail.id && !detail.list.some(({ id }) => id === op.id),
  );
  return (
    <>
      <p class="soft">
        {authorOf(detail)}, <Moment at={detail.time} />. {audienceSentence(detail.audience)}
      </p>
      {detail.state === "closed" && detail.accepted === null && (
        <Notice>{text.t("questions.closedWithout")}</Notice>
      )}
      <section class="stack">
        <h2>{answersText(detail.list.length + pending.length)}</h2>
        {detail.list.length + pending.length === 0 && (
          <EmptyState icon={MessageCircleQuestion} title={text.t("answers.none")}>
            {text.t("answers.none.text")}
          </EmptyState>
        )}
        {detail.list.map((answer) => (
          <AnswerCard key={answer.id} answer={answer} question={detail} />
        ))}
        {pending.map((op) => (
          <Card key={op.id}>
            <Markdown text={op.body?.text ?? ""} headingLevel={3} />
            <div class="row">
              <StateMark op={op} />
              <Moment at={op.time} />
            </div>
          </Card>
        ))}
      </section>
      {detail.state === "open" && <AnswerForm question={detail} />}
      {detail.state === "open" && detail.may.close && <CloseQuestion question={detail} />}
    </>
  );
}

interface AnswerCardProps {
  answer: GivenAnswer;
  question: QuestionDetail;
}

function AnswerCard({ answer, question }: AnswerCardProps) {
  const accept = async () => {
    await append(kinds.questionClose, {
      question: toOpId(question.id),
      accepted: toOpId(answer.id),
    });
    announce(text.t("answers.accepted.done"));
  };
  return (
    <Card>
      {answer.accepted && (
        <div>
          <Mark tone="ok" icon={CircleCheck}>
            {text.t("answers.accepted")}
          </Mark>
        </div>
      )}
      <Markdown text={answer.text} headingLevel={3} />
      <p class="soft small">
        {authorOf(answer)}, <Moment at={answer.time} />
      </p>
      {answer.item && (
        <p>
          {text.t("answers.becameItem")}{" "}
          <a href={`/knowledge/${answer.item}`}>{knowledge.t("item.open")}</a>
        </p>
      )}
      {question.state === "open" && question.may.close && (
        <div class="stack tight">
          <div>
            <Button icon={Check} onClick={accept}>
              {text.t("answers.accept")}
            </Button>
          </div>
          <p class="soft small">{text.t("answers.accept.text")}</p>
        </div>
      )}
    </Card>
  );
}

function AnswerForm({ question }: { question: QuestionDetail }) {
  const draft = useDraft(`answer:${question.id}`, "");
  const [tried, setTried] = useState(false);
  const written = draft.value.trim();
  const send = async () => {
    setTried(true);
    if (written === "") return;
    await append(kinds.answer, { question: toOpId(question.id), text: written, item: null });
    await draft.discard();
    setTried(false);
    announce(text.t("answers.kept"));
  };
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <TextArea
        label={text.t("answers.yours")}
        hint={text.t("answers.yours.hint")}
        value={draft.value}
        onInput={draft.set}
        error={tried && written === "" ? text.t("answers.missing") : null}
        attributes={{ maxLength: answerCharsMax, rows: 4 }}
      />
      <PrivateReminder text={draft.value} audience={question.audience} />
      <div>
        <Button kind="primary" type="submit" icon={SendHorizontal}>
          {text.t("answers.send")}
        </Button>
      </div>
    </form>
  );
}

function CloseQuestion({ question }: { question: QuestionDetail }) {
  const close = async () => {
    await append(kinds.questionClose, { question: toOpId(question.id), accepted: null });
    announce(text.t("questions.closed.done"));
  };
  return (
    <div class="stack tight">
      <div>
        <Button kind="quiet" icon={XCircle} onClick={close}>
          {text.t("questions.close")}
        </Button>
      </div>
      <p class="soft small">{text.t("questions.close.text")}</p>
    </div>
  );
}
