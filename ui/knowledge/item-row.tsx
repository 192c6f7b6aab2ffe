import { ArrowRightLeft, EyeOff, Hourglass } from "lucide-preact";
import type { ComponentChildren } from "preact";
import { Mark, Moment, StateMark } from "../design/index.ts";
import type { Row } from "./own-items.ts";
import { text } from "./strings.ts";

interface TextRowProps {
  href: string;
  /** Open beside the list. */
  isCurrent?: boolean;
  lang?: string;
  title: ComponentChildren;
  excerpt: ComponentChildren;
  /** Short words below: what kind, where from, when. */
  facts: ComponentChildren[];
  marks?: ComponentChildren;
}

/** A text in a list. No icon and no arrow: on a phone the words need the room. */
export function TextRow({ href, isCurrent, lang, title, excerpt, facts, marks }: TextRowProps) {
  return (
    <li>
      <a class="list-item text-row" href={href} aria-current={isCurrent ? "true" : undefined}>
        <span class="title" lang={lang} dir="auto">
          {title}
        </span>
        <span class="excerpt" lang={lang} dir="auto">
          {excerpt}
        </span>
        <span class="facts-line">
          {facts.filter(Boolean).map((fact, i) => (
            <span key={i}>{fact}</span>
          ))}
        </span>
        {marks}
      </a>
    </li>
  );
}

interface ItemRowProps {
  row: Row;
  isCurrent: boolean;
}

/** One piece of knowledge in a list: what it is, who brought it, and its state in words. */
export function ItemRow({ row, isCurrent }: ItemRowProps) {
  const by = row.own === null ? row.summary?.attribution || row.summary?.authorName : text.t("you");
  return (
    <TextRow
      href={`/knowledge/${row.id}`}
      lang={row.lang}
      isCurrent={isCurrent}
      title={row.title}
      excerpt={row.excerpt}
      facts={[
        row.form === "term" && text.t("form.term"),
        row.category,
        by,
        <Moment key="when" at={row.changed} />,
      ]}
      marks={<RowMarks row={row} />}
    />
  );
}

/** What a reader should know before opening it. Nothing when all is usual. */
function RowMarks({ row: { summary, own } }: { row: Row }) {
  const usual =
    own === null &&
    (summary === null ||
      (summary.review === "accepted" &&
        summary.labels.length === 0 &&
        !summary.hidden &&
        !summary.expired &&
        !summary.conflict &&
        summary.supersededBy === null));
  if (usual) return null;
  return (
    <span class="row">
      {own && <StateMark op={own.op} />}
      {summary?.hidden && (
        <Mark tone="warn" icon={EyeOff}>
          {text.t("mark.hidden")}
        </Mark>
      )}
      {summary?.supersededBy && (
        <Mark tone="warn" icon={ArrowRightLeft}>
          {text.t("mark.superseded")}
        </Mark>
      )}
      {summary?.expired && (
        <Mark tone="warn" icon={Hourglass}>
          {text.t("mark.expired")}
        </Mark>
      )}
      {summary?.conflict && <Mark tone="warn">{text.t("mark.conflict")}</Mark>}
      {summary?.review === "awaiting" && <Mark tone="wait">{text.t("mark.awaiting")}</Mark>}
      {summary?.review === "returned" && <Mark tone="warn">{text.t("mark.returned")}</Mark>}
      {summary?.labels.map((label) => (
        <Mark key={label}>{label}</Mark>
      ))}
    </span>
  );
}
