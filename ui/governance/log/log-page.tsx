import { CalendarPlus, FileDown, Printer, ScrollText } from "lucide-preact";
import { useState } from "preact/hooks";
import {
  Button,
  Card,
  EmptyState,
  Moment,
  Notice,
  Page,
  ResourceView,
  TextField,
} from "../../design/index.ts";
import { nameOf, useDirectory } from "../../design/people.ts";
import { saveFile } from "../../design/save-file.ts";
import { dateTime } from "../../i18n/index.ts";
import { membership, request, requestJson, useResource } from "../../offline/index.ts";
import { modelName } from "../naming.ts";
import { decisionsPath, type ProposalList, type ProposalRow } from "../shapes.ts";
import { StatusMark } from "../stage.tsx";
import { text as governance } from "../strings.ts";
import { text } from "./strings.ts";

/** Everything that was decided: to search, to print, to take along. */
export function LogPage() {
  const [wanted, setWanted] = useState("");
  const query = wanted.trim() === "" ? "" : `&q=${encodeURIComponent(wanted.trim())}`;
  const path = `${decisionsPath}?filter=log${query}`;
  const log = useResource<ProposalList>(path);
  return (
    <Page
      title={text.t("title")}
      lead={text.t("lead")}
      back="/decide"
      action={
        <Button kind="primary" icon={Printer} onClick={() => print()}>
          {text.t("print")}
        </Button>
      }
    >
      <p class="print-only">
        {text.t("printed", {
          community: membership.value?.communityName ?? "",
          when: dateTime(Date.now() / 1000),
        })}
      </p>
      <div class="no-print">
        <TextField
          type="search"
          label={text.t("search")}
          value={wanted}
          onInput={setWanted}
          attributes={{ enterKeyHint: "search" }}
        />
      </div>
      <ResourceView of={log}>
        {(found) => <Entries key={path} first={found} path={path} wanted={wanted} />}
      </ResourceView>
      <TakeAlong query={query} />
    </Page>
  );
}

interface EntriesProps {
  first: ProposalList;
  path: string;
  wanted: string;
}

function Entries({ first, path, wanted }: EntriesProps) {
  const [older, setOlder] = useState<ProposalList | null>(null);
  const rows = [...first.items, ...(older?.items ?? [])];
  const next = older === null ? first.next : older.next;
  const more = async () => {
    const page = await requestJson<ProposalList>(
      `${path}&cursor=${encodeURIComponent(next ?? "")}`,
    );
    setOlder({ ...page, items: [...(older?.items ?? []), ...page.items] });
  };
  if (rows.length === 0) {
    return (
      <EmptyState icon={ScrollText} title={text.t(wanted === "" ? "none" : "notFound")}>
        {text.t(wanted === "" ? "noneText" : "notFoundText")}
      </EmptyState>
    );
  }
  return (
    <>
      <ol class="log">
        {rows.map((row) => (
          <Entry key={row.thread} row={row} />
        ))}
      </ol>
      {next !== null && <Button onClick={more}>{text.t("more")}</Button>}
    </>
  );
}

/** One decision as it stands in the book: date, words, result, who took part. */
function Entry({ row }: { row: ProposalRow }) {
  const directory = useDirectory();
  return (
    <li class="card">
      <h2>
        <a href={`/decide/${row.thread}`} dir="auto">
          {row.title || governance.t("untitled")}
        </a>
      </h2>
      {row.summary && <p dir="auto">{row.summary}</p>}
      <p class="row">
        <StatusMark status={row.status} />
        {row.closedAt !== null && (
          <span class="soft">
            <Moment at={row.closedAt} exact />
          </span>
        )}
      </p>
      <p class="soft small">
        {text.t("entry", {
          name: nameOf(directory(row.author)),
          model: modelName(row.model),
          count: row.counted,
          roll: row.roll,
        })}
      </p>
    </li>
  );
}

type Format = "csv" | "json" | "html" | "ics";

const files: Record<Format, { path: string; name: string; type: string }> = {
  csv: { path: "/log?format=csv", name: "decisions.csv", type: "text/csv" },
  json: { path: "/log?format=json", name: "decisions.json", type: "application/json" },
  html: { path: "/log?format=html", name: "decisions.html", type: "text/html" },
  ics: { path: "/calendar.ics", name: "decisions.ics", type: "text/calendar" },
};

/** The log as files: the box makes them, the phone keeps them. */
function TakeAlong({ query }: { query: string }) {
  const [failed, setFailed] = useState(false);
  const save = async (format: Format) => {
    const { path, name, type } = files[format];
    try {
      const wanted = format === "ics" ? "" : query;
      const response = await request(`${decisionsPath}${path}${wanted}`, { accept: type });
      saveFile(await response.blob(), name);
      setFailed(false);
    } catch {
      setFailed(true);
    }
  };
  return (
    <div class="no-print">
      <Card title={text.t("take.title")} icon={FileDown}>
        <div class="row">
          <Button onClick={() => save("html")}>{text.t("take.html")}</Button>
          <Button onClick={() => save("csv")}>{text.t("take.csv")}</Button>
          <Button onClick={() => save("json")}>{text.t("take.json")}</Button>
          <Button icon={CalendarPlus} onClick={() => save("ics")}>
            {text.t("take.ics")}
          </Button>
        </div>
        {failed && (
          <Notice tone="warn" live>
            {text.t("take.failed")}
          </Notice>
        )}
      </Card>
    </div>
  );
}
