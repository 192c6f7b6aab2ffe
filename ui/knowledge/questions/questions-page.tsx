import { CircleCheck, MessageCircleQuestion } from "lucide-preact";
import { useState } from "preact/hooks";
import { kinds, type QuestionBody } from "../../../mesh/kinds/index.ts";
import {
  Button,
  EmptyState,
  List,
  ListItem,
  Mark,
  Moment,
  Page,
  ResourceView,
  StateMark,
  Tabs,
} from "../../design/index.ts";
import { type OwnOperation, requestJson, usePending, useResource } from "../../offline/index.ts";
import type { QuestionList, QuestionSummary } from "../shapes.ts";
import { text as knowledge } from "../strings.ts";
import { authorOf } from "../versions/versions-page.tsx";
import { text } from "./strings.ts";

type Tab = "open" | "closed" | "mine";

/** What people here would like to know, and nobody has taught yet. */
export function QuestionsPage() {
  const [tab, setTab] = useState<Tab>("open");
  const list = useResource<QuestionList>(`/api/questions?state=${tab}`);
  const own = usePending(kinds.question);
  const pending = tab === "closed" ? [] : own;
  return (
    <Page
      title={knowledge.t("questions")}
      lead={text.t("questions.lead")}
      back="/knowledge"
      action={
        <Button kind="primary" icon={MessageCircleQuestion} href="/knowledge/questions/new">
          {text.t("questions.ask")}
        </Button>
      }
    >
      <Tabs
        label={knowledge.t("questions")}
        current={tab}
        onChange={setTab}
        tabs={[
          { name: "open", title: text.t("questions.open") },
          { name: "closed", title: text.t("questions.closed") },
          { name: "mine", title: text.t("questions.mine") },
        ]}
      >
        <PendingQuestions
          pending={pending.filter(({ id }) => !list.data?.questions.some((q) => q.id === id))}
        />
        <ResourceView of={list}>
          {(found) => (
            <Questions
              key={tab}
              first={found}
              path={`/api/questions?state=${tab}`}
              hasPending={pending.length > 0}
            />
          )}
        </ResourceView>
      </Tabs>
    </Page>
  );
}

/** Own questions the box does not list yet. */
function PendingQuestions({ pending }: { pending: OwnOperation<QuestionBody>[] }) {
  const written = pending.filter((op) => op.body !== null);
  if (written.length === 0) return null;
  return (
    <List>
      {written.map((op) => (
        <ListItem
          key={op.id}
          href={`/knowledge/questions/${op.id}`}
          title={<span dir="auto">{op.body?.text}</span>}
          detail={<Moment at={op.time} />}
          after={<StateMark op={op} />}
        />
      ))}
    </List>
  );
}

interface QuestionsProps {
  first: QuestionList;
  path: string;
  hasPending: boolean;
}

function Questions({ first, path, hasPending }: QuestionsProps) {
  const [older, setOlder] = useState<QuestionList | null>(null);
  const questions = [...first.questions, ...(older?.questions ?? [])];
  const next = older === null ? first.next : older.next;
  const more = async () => {
    const page = await requestJson<QuestionList>(
      `${path}&cursor=${encodeURIComponent(next ?? "")}`,
    );
    setOlder({ questions: [...(older?.questions ?? []), ...page.questions], next: page.next });
  };
  if (questions.length === 0) {
    return hasPending ? null : (
      <EmptyState icon={MessageCircleQuestion} title={text.t("questions.none")}>
        {text.t("questions.none.text")}
      </EmptyState>
    );
  }
  return (
    <>
      <List label={knowledge.t("questions")}>
        {questions.map((question) => (
          <QuestionRow key={question.id} question={question} />
        ))}
      </List>
      {next !== null && <Button onClick={more}>{knowledge.t("more")}</Button>}
    </>
  );
}

function QuestionRow({ question }: { question: QuestionSummary }) {
  return (
    <ListItem
      href={`/knowledge/questions/${question.id}`}
      title={
        <span lang={question.lang} dir="auto">
          {question.text}
        </span>
      }
      detail={
        <>
          {authorOf(question)}, <Moment at={question.time} /> · {answersText(question.answers)}
        </>
      }
      after={
        question.accepted && (
          <Mark tone="ok" icon={CircleCheck}>
            {text.t("questions.answered")}
          </Mark>
        )
      }
    />
  );
}

/** `No answer yet`, `2 answers`. */
export function answersText(count: number): string {
  return count === 0 ? text.t("questions.unanswered") : text.t("questions.answers", { count });
}
