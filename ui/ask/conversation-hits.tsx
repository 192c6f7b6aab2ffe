import { useEffect, useState } from "preact/hooks";
import { Highlighted } from "../design/highlighted.tsx";
import { AgeMark, Button, ErrorState, List, ListItem, Loading, Moment } from "../design/index.ts";
import { useSettled } from "../design/settled.ts";
import { requestJson, useResource } from "../offline/index.ts";
import type { ConversationHits as Answer, Summary } from "./shapes.ts";
import { text } from "./strings.ts";

interface ConversationHitsProps {
  query: string;
  /** Conversations whose titles are on this phone, for when the box is out of reach. */
  known: Summary[];
}

/** Where the words of the query stand in the asker's own conversations. */
export function ConversationHits({ query, known }: ConversationHitsProps) {
  const settled = useSettled(query);
  const path = `/api/conversations/search?q=${encodeURIComponent(settled)}`;
  const hits = useResource<Answer>(path);
  if (hits.data !== undefined) {
    return (
      <>
        <AgeMark of={hits} />
        <Hits key={path} path={path} first={hits.data} />
      </>
    );
  }
  if (hits.state === "loading") return <Loading />;
  if (hits.state === "absent") return <Titles query={settled} known={known} />;
  return <ErrorState onRetry={hits.refresh} />;
}

function Hits({ path, first }: { path: string; first: Answer }) {
  const [more, setMore] = useState<Answer | null>(null);
  useEffect(() => setMore(null), [first]);
  const results = [...first.results, ...(more?.results ?? [])];
  const next = more === null ? first.next : more.next;
  const lookFurther = async () => {
    const page = await requestJson<Answer>(`${path}&before=${next}`);
    setMore({ results: [...(more?.results ?? []), ...page.results], next: page.next });
  };
  return (
    <>
      <p class="soft" role="status">
        {results.length === 0
          ? text.t("earlier.hits.none")
          : text.t("earlier.hits", { count: results.length })}
      </p>
      {results.length > 0 && (
        <List label={text.t("earlier.search")}>
          {results.map((hit) => (
            <ListItem
              key={`${hit.turn}-${hit.where}`}
              href={`/ask/${hit.conversation}#turn-${hit.turn}`}
              title={<span dir="auto">{hit.title}</span>}
              detail={
                <>
                  <span class="excerpt" dir="auto">
                    <Highlighted text={hit.excerpt} ranges={hit.highlights} />
                  </span>
                  {text.t(hit.where === "answer" ? "earlier.inAnswer" : "earlier.inQuestion")},{" "}
                  <Moment at={hit.asked} />
                </>
              }
            />
          ))}
        </List>
      )}
      {next !== null && <Button onClick={lookFurther}>{text.t("earlier.hits.more")}</Button>}
    </>
  );
}

/** Titles alone: the words themselves are locked on the box. */
function Titles({ query, known }: ConversationHitsProps) {
  const folded = query.toLocaleLowerCase();
  const found = known.filter((summary) => summary.title.toLocaleLowerCase().includes(folded));
  return (
    <>
      <p class="soft" role="status">
        {text.t("earlier.hits.offline")}
      </p>
      {found.length === 0 ? (
        <p>{text.t("earlier.hits.none")}</p>
      ) : (
        <List>
          {found.map((summary) => (
            <ListItem
              key={summary.id}
              href={`/ask/${summary.id}`}
              title={<span dir="auto">{summary.title}</span>}
              detail={<Moment at={summary.updated} />}
            />
          ))}
        </List>
      )}
    </>
  );
}
