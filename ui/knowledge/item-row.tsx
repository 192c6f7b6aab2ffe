import { ArrowRightLeft, BookA, EyeOff, FileText, Hourglass } from "lucide-preact";
import { ListItem, Mark, Moment, StateMark } from "../design/index.ts";
import type { Row } from "./own-items.ts";
import { text } from "./strings.ts";

interface ItemRowProps {
  row: Row;
  isCurrent: boolean;
}

/** One piece of knowledge in a list: what it is, who brought it, and its state in words. */
export function ItemRow({ row, isCurrent }: ItemRowProps) {
  const by = row.own === null ? row.summary?.attribution || row.summary?.authorName : text.t("you");
  return (
    <ListItem
      icon={row.form === "term" ? BookA : FileText}
      href={`/knowledge/${row.id}`}
      title={
        <span lang={row.lang} dir="auto">
          {row.title}
          {isCurrent && <span class="sr-only"> ({text.t("open.now")})</span>}
        </span>
      }
      detail={
        <>
          <span class="excerpt" lang={row.lang} dir="auto">
            {row.excerpt}
          </span>
          <span class="row">
            {row.category && <span>{row.category}</span>}
            {by && <span>{by}</span>}
            <Moment at={row.changed} />
          </span>
          <RowMarks row={row} />
        </>
      }
    />
  );
}

/** What a reader should know before opening it. Nothing when all is usual. */
function RowMarks({ row }: { row: Row }) {
  const { summary, own } = row;
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
