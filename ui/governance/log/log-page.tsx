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
import { nameOf } from "../../design/people.ts";
import { saveFile } from "../../design/save-file.ts";
import { dateTime, listOf } from "../../i18n/index.ts";
import { membership, request, requestJson, useResource } from "../../offline/index.ts";
import { modelName } from "../naming.ts";
import { type DecisionLog, decisionsPath, type LogEntry } from "../shapes.ts";
import { StatusMark } from "../stage.tsx";
import { text as governance } from "../strings.ts";
import { text } from "./strings.ts";

const pageMax = 50;

/** Everything that was decided: to search, to print, to take along. */
export function LogPage() {
  const [wanted, setWanted] = useState("");
  const query = wanted.trim() === "" ? "" : `&q=${encodeURIComponent(wanted.trim())}`;
  const path = `${decisionsPath}/log?limit=${pageMax}${query}`;
  const log = useResource<DecisionLog>(path);
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
  first: DecisionLog;
  path: string;
  wanted: string;
}

function Entries({ first, path, wanted }: EntriesProps) {
  const [older, setOlder] = useState<DecisionLog[]>([]);
  const pages = [first, ...older];
  const rows = new Map(pages.flatMap(({ entries }) => entries.map((row) => [row.thread, row])));
  const last = pages.at(-1)?.entries ?? [];
  const more = async () => {
    // Others may have been closed in the same second.
    const to = last.at(-1)?.closedAt ?? 0;
    const page = await requestJson<DecisionLog>(`${path}&to=${to}`);
    setOlder([...older, page]);
  };
  if (rows.size === 0) {
    return (
      <EmptyState icon={ScrollText} title={text.t(wanted === "" ? "none" : "notFound")}>
        {text.t(wanted === "" ? "noneText" : "notFoundText")}
      </EmptyState>
    );
  }
  return (
    <>
      <ol class="log">
        {[...rows.values()].map((row) => (
          <Entry key={row.thread} row={row} />
        ))}
      </ol>
      {last.length === pageMax && <Button onClick={more}>{text.t("more")}</Button>}
    </>
  );
}

/** One decision as it stands in the book: date, words, reason, who agreed, what became of it. */
function Entry({ row }: { row: LogEntry }) {
  const { thread, title, summary, rationale, status, closedAt, winner, approvedBy, notes } = row;
  const { attachments = [] } = row;
  return (
    <li class="card">
      <h2>
        <a href={`/decide/${thread}`} dir="auto">
          {title || governance.t("untitled")}
        </a>
      </h2>
      {summary && <p dir="auto">{summary}</p>}
      <p class="row">
        <StatusMark status={status} />
        <span class="soft">
          <Moment at={closedAt} exact />
        </span>
      </p>
      {winner !== null && <p dir="auto">{text.t("winner", { option: winner })}</p>}
      {rationale && (
        <p dir="auto">
          <strong>{text.t("why")}</strong> {rationale}
        </p>
      )}
      <p class="soft small">
        {text.t("entry", {
          name: personName(row.author),
          model: modelName(row.model),
          count: row.counted,
          roll: row.roll,
        })}
      </p>
      {approvedBy.length > 0 && (
        <p class="soft small">
          {text.t("approved", { names: listOf(approvedBy.map(personName)) })}
        </p>
      )}
      {attachments.length > 0 && (
        <p class="soft small file-name" dir="auto">
          {text.t("files", { names: listOf(attachments.map(({ name }) => name)) })}
        </p>
      )}
      {notes.map(({ at, by, text: words }, number) => (
        <figure key={number} class="said">
          <blockquote dir="auto">{words}</blockquote>
          <figcaption class="soft small">
            {personName(by)}, <Moment at={at} />
          </figcaption>
        </figure>
      ))}
    </li>
  );
}

/** Nobody proposed the review of an emergency: the box did. */
function personName({ id, name }: LogEntry["author"]): string {
  if (/^0+$/.test(id)) return text.t("box");
  return nameOf(name === null ? undefined : { profile: { name } });
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
