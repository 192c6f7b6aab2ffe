import { SearchX } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { Highlighted } from "../design/highlighted.tsx";
import { AgeMark, EmptyState, ErrorState, List, Loading, Mark, Notice } from "../design/index.ts";
import { plainText } from "../design/plain-text.ts";
import { useSettled } from "../design/settled.ts";
import { useResource } from "../offline/index.ts";
import { TextRow } from "./item-row.tsx";
import { itemsOnThisPhone } from "./items-on-this-phone.ts";
import { type LocalHit, searchLocally } from "./local-search.ts";
import type { Filters } from "./own-items.ts";
import type { SearchAnswer, SearchPassage } from "./shapes.ts";
import { text } from "./strings.ts";

interface SearchResultsProps {
  query: string;
  filters: Filters;
}

/** What fits the words, as the box finds it; without the box, among what this phone has seen. */
export function SearchResults({ query, filters }: SearchResultsProps) {
  const settled = useSettled(query);
  const search = useResource<SearchAnswer>(searchPath(settled, filters));
  if (search.data !== undefined) {
    const passages = search.data.passages.filter(
      ({ form }) => filters.form === "" || form === filters.form,
    );
    return (
      <>
        <AgeMark of={search} />
        <p class="soft" role="status">
          {passages.length === 0
            ? text.t("search.none")
            : text.t("search.found", { count: passages.length })}
        </p>
        {passages.length === 0 ? (
          <NothingFound query={settled} />
        ) : (
          <List label={text.t("search.results")}>
            {passages.map((passage) => (
              <PassageRow key={`${passage.version}-${passage.part}`} passage={passage} />
            ))}
          </List>
        )}
      </>
    );
  }
  if (search.state === "loading") return <Loading />;
  if (search.state === "absent") return <LocalResults query={settled} />;
  return <ErrorState onRetry={search.refresh} />;
}

function searchPath(query: string, { category, tag, lang }: Filters): string {
  const all = { q: query, category, tag, lang };
  const given = Object.entries(all).filter(([, value]) => value !== "");
  return `/api/search?${new URLSearchParams(given)}`;
}

function PassageRow({ passage }: { passage: SearchPassage }) {
  const { start, form, lang } = passage;
  const plain = plainText(passage.text, passage.highlights);
  return (
    <TextRow
      href={`/knowledge/${passage.item}?at=${start}-${start + passage.text.length}`}
      lang={lang}
      title={<Highlighted text={passage.title} ranges={passage.titleHighlights} />}
      excerpt={<Highlighted {...aroundFirst(plain.text, plain.ranges)} />}
      facts={[form === "term" && text.t("form.term"), passage.category]}
      marks={
        (passage.supersededBy || passage.expired) && (
          <span class="row">
            {passage.supersededBy && <Mark tone="warn">{text.t("mark.superseded")}</Mark>}
            {passage.expired && <Mark tone="warn">{text.t("mark.expired")}</Mark>}
          </span>
        )
      }
    />
  );
}

/** Three lines are shown: begin a little before the first word that was looked for. */
function aroundFirst(whole: string, ranges: [number, number][]) {
  const first = ranges[0]?.[0] ?? 0;
  const from = first < 80 ? 0 : whole.lastIndexOf(" ", first - 40) + 1;
  return {
    text: `${from > 0 ? "… " : ""}${whole.slice(from)}`,
    ranges: ranges.map(([start, end]): [number, number] => {
      const shift = from > 0 ? 2 - from : 0;
      return [start + shift, end + shift];
    }),
  };
}

/** A plain search on this phone, while the box is out of reach. */
function LocalResults({ query }: { query: string }) {
  const [hits, setHits] = useState<LocalHit[] | null>(null);
  useEffect(() => {
    let current = true;
    itemsOnThisPhone().then((items) => {
      if (current) setHits(searchLocally(items, query).slice(0, 50));
    });
    return () => {
      current = false;
    };
  }, [query]);
  if (hits === null) return <Loading />;
  return (
    <>
      <Notice tone="wait">{text.t("search.local")}</Notice>
      <p class="soft" role="status">
        {hits.length === 0 ? text.t("search.none") : text.t("search.found", { count: hits.length })}
      </p>
      {hits.length > 0 && (
        <List label={text.t("search.results")}>
          {hits.map((hit) => (
            <TextRow
              key={hit.id}
              href={`/knowledge/${hit.id}`}
              title={<Highlighted text={hit.title} ranges={hit.titleHighlights} />}
              excerpt={<Highlighted text={hit.excerpt} ranges={hit.highlights} />}
              facts={[]}
            />
          ))}
        </List>
      )}
    </>
  );
}

function NothingFound({ query }: { query: string }) {
  return (
    <EmptyState
      icon={SearchX}
      title={text.t("search.none")}
      action={
        <a href={`/knowledge/questions/new?text=${encodeURIComponent(query)}`}>
          {text.t("search.ask")}
        </a>
      }
    >
      {text.t("search.none.text")}
    </EmptyState>
  );
}
