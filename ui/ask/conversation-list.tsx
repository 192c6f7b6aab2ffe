import { MessagesSquare, Search } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import {
  Button,
  EmptyState,
  List,
  ListItem,
  Moment,
  ResourceView,
  TextField,
} from "../design/index.ts";
import { requestJson, useResource } from "../offline/index.ts";
import { liveTurns } from "./asking.ts";
import { ConversationHits } from "./conversation-hits.tsx";
import { newestPath } from "./kept-answers.ts";
import type { ConversationList as Answer, Summary } from "./shapes.ts";
import { text } from "./strings.ts";

/** The asker's own conversations, newest first, and a search through them. */
export function ConversationList({ current }: { current?: string | undefined }) {
  const [query, setQuery] = useState("");
  const list = useResource<Answer>(newestPath);
  return (
    <section class="stack" aria-label={text.t("earlier")}>
      <TextField
        type="search"
        label={text.t("earlier.search")}
        value={query}
        onInput={setQuery}
        attributes={{ maxLength: 200 }}
      />
      {query.trim() !== "" ? (
        <ConversationHits query={query.trim()} known={list.data?.conversations ?? []} />
      ) : (
        <>
          <WaitingQuestions />
          <ResourceView of={list}>
            {(answer) => <Summaries answer={answer} current={current} />}
          </ResourceView>
        </>
      )}
    </section>
  );
}

function Summaries({ answer, current }: { answer: Answer; current: string | undefined }) {
  const [older, setOlder] = useState<Answer | null>(null);
  const [busy, setBusy] = useState(false);
  // The first page was asked anew: what was loaded after it may overlap.
  useEffect(() => setOlder(null), [answer]);
  const all = [...answer.conversations, ...(older?.conversations ?? [])];
  const next = older === null ? answer.next : older.next;
  const more = async () => {
    setBusy(true);
    try {
      const page = await requestJson<Answer>(`${newestPath}&before=${next}`);
      setOlder({
        conversations: [...(older?.conversations ?? []), ...page.conversations],
        next: page.next,
      });
    } finally {
      setBusy(false);
    }
  };
  if (all.length === 0) {
    return (
      <EmptyState icon={MessagesSquare} title={text.t("earlier.none")}>
        {text.t("earlier.none.text")}
      </EmptyState>
    );
  }
  return (
    <>
      <List label={text.t("earlier")}>
        {all.map((summary) => (
          <SummaryRow key={summary.id} summary={summary} isCurrent={summary.id === current} />
        ))}
      </List>
      {next !== null && (
        <Button onClick={more} busy={busy && text.t("export.busy")}>
          {text.t("earlier.more")}
        </Button>
      )}
    </>
  );
}

function SummaryRow({ summary, isCurrent }: { summary: Summary; isCurrent: boolean }) {
  return (
    <li>
      <a
        class="list-item"
        href={`/ask/${summary.id}`}
        aria-current={isCurrent ? "true" : undefined}
      >
        <span class="grow">
          <span class="title" dir="auto">
            {summary.title}
          </span>
          <span class="detail">
            <Moment at={summary.updated} /> · {text.t("earlier.turns", { count: summary.turns })}
          </span>
        </span>
      </a>
    </li>
  );
}

/** Questions that have not left this phone. */
function WaitingQuestions() {
  const waiting = liveTurns.value.filter(
    ({ stage, passages }) => stage === "waiting" && passages.length === 0,
  );
  if (waiting.length === 0) return null;
  return (
    <section class="stack tight">
      <h2>{text.t("earlier.waiting", { count: waiting.length })}</h2>
      <List>
        {waiting.map((turn) => (
          <ListItem
            key={turn.id}
            icon={Search}
            href={`/ask/${turn.conversation}`}
            title={<span dir="auto">{turn.question}</span>}
            detail={<Moment at={turn.asked} />}
          />
        ))}
      </List>
    </section>
  );
}
