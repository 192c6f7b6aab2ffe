import { BookOpenText, SlidersHorizontal, X } from "lucide-preact";
import { useEffect, useState } from "preact/hooks";
import { kinds } from "../../mesh/kinds/index.ts";
import {
  AgeMark,
  Button,
  EmptyState,
  ErrorState,
  List,
  Loading,
  Notice,
  TextField,
} from "../design/index.ts";
import { languageName } from "../i18n/index.ts";
import { requestJson, useResource } from "../offline/index.ts";
import { ownOperations } from "../offline/own.ts";
import { filters, query } from "./browse-state.ts";
import { FilterSheet } from "./filter-sheet.tsx";
import { ItemRow } from "./item-row.tsx";
import { type Filters, itemsPath, newestOwn, noFilters, rowsOf } from "./own-items.ts";
import { SearchResults } from "./search-results.tsx";
import type { ItemList } from "./shapes.ts";
import { text } from "./strings.ts";

/** Everything that is known here: a search, filters, and the list. */
export function Browse({ current }: { current?: string | undefined }) {
  const [choosing, setChoosing] = useState(false);
  return (
    <section class="stack" aria-label={text.t("list")}>
      <div class="search-row">
        <TextField
          type="search"
          label={text.t("search")}
          value={query.value}
          onInput={(value) => {
            query.value = value;
          }}
          attributes={{ maxLength: 200, enterKeyHint: "search" }}
        />
        <Button icon={SlidersHorizontal} onClick={() => setChoosing(true)}>
          {text.t("filter")}
        </Button>
      </div>
      <ChosenFilters />
      <FilterSheet open={choosing} onClose={() => setChoosing(false)} />
      {query.value.trim() === "" ? (
        <Items key={itemsPath(filters.value)} current={current} />
      ) : (
        <SearchResults query={query.value.trim()} filters={filters.value} />
      )}
    </section>
  );
}

/** What the list is narrowed to; a tap takes it away again. */
function ChosenFilters() {
  const now = filters.value;
  const chosen = (Object.keys(now) as (keyof Filters)[]).filter(
    (name) => now[name] !== noFilters[name],
  );
  if (chosen.length === 0) return null;
  return (
    <div class="row">
      {chosen.map((name) => (
        <button
          key={name}
          type="button"
          class="chip"
          aria-label={text.t("filter.remove", { filter: filterName(name, now) })}
          onClick={() => {
            filters.value = { ...now, [name]: noFilters[name] };
          }}
        >
          {filterName(name, now)}
          <X class="icon" aria-hidden="true" />
        </button>
      ))}
    </div>
  );
}

function filterName(name: keyof Filters, now: Filters): string {
  switch (name) {
    case "form":
      return text.t(now.form === "term" ? "form.terms" : "form.articles");
    case "lang":
      return languageName(now.lang);
    case "state":
      return text.t(`state.${now.state}`);
    default:
      return now[name];
  }
}

function Items({ current }: { current: string | undefined }) {
  const path = itemsPath(filters.value);
  const list = useResource<ItemList>(path);
  const older = useOlder(path, list.data);
  const own = newestOwn(ownOperations.value, kinds.item.number, Date.now() / 1000);
  const rows = rowsOf([...(list.data?.items ?? []), ...older.items], own, filters.value);
  if (rows.length === 0 && list.data === undefined) {
    if (list.state === "loading") return <Loading />;
    if (list.state === "absent") {
      return <EmptyState icon={BookOpenText} title={text.t("list.absent")} />;
    }
    return <ErrorState onRetry={list.refresh} />;
  }
  if (rows.length === 0) return <NothingHere />;
  return (
    <>
      <AgeMark of={list} />
      {list.data === undefined && list.state === "absent" && (
        <Notice tone="wait">{text.t("list.absent")}</Notice>
      )}
      <List label={text.t("list")}>
        {rows.map((row) => (
          <ItemRow key={row.id} row={row} isCurrent={row.id === current} />
        ))}
      </List>
      {older.next !== null && (
        <Button onClick={older.load} busy={older.busy && text.t("more.busy")}>
          {text.t("more")}
        </Button>
      )}
      {older.failed && (
        <Notice tone="wait" live>
          {text.t("more.failed")}
        </Notice>
      )}
    </>
  );
}

/** The pages of the list after the first. They start over when the first one changes. */
function useOlder(path: string, first: ItemList | undefined) {
  const [older, setOlder] = useState<ItemList | null>(null);
  const [state, setState] = useState<"idle" | "busy" | "failed">("idle");
  useEffect(() => {
    if (first) setOlder(null);
  }, [first]);
  const next = older === null ? (first?.next ?? null) : older.next;
  const load = async () => {
    setState("busy");
    try {
      const cursor = `${path.includes("?") ? "&" : "?"}cursor=${encodeURIComponent(next ?? "")}`;
      const page = await requestJson<ItemList>(path + cursor);
      setOlder({ items: [...(older?.items ?? []), ...page.items], next: page.next });
      setState("idle");
    } catch {
      setState("failed");
    }
  };
  return {
    items: older?.items ?? [],
    next,
    load,
    busy: state === "busy",
    failed: state === "failed",
  };
}

function NothingHere() {
  const narrowed = itemsPath(filters.value) !== itemsPath(noFilters);
  if (!narrowed) {
    return (
      <EmptyState icon={BookOpenText} title={text.t("list.empty")}>
        {text.t("list.empty.text")}
      </EmptyState>
    );
  }
  const clear = () => {
    filters.value = noFilters;
  };
  return (
    <EmptyState
      icon={BookOpenText}
      title={text.t("list.none")}
      action={<Button onClick={clear}>{text.t("filter.clear")}</Button>}
    >
      {text.t("list.none.text")}
    </EmptyState>
  );
}
