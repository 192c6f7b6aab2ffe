/** What this phone has written and the box's lists may not show yet. Pure. */
import type { ItemBody } from "../../mesh/kinds/index.ts";
import { plainText } from "../design/plain-text.ts";
import type { OwnOperation } from "../offline/index.ts";
import type { ItemSummary } from "./shapes.ts";

/** The newest own version of an item, still on its way or refused. */
export interface OwnVersion {
  item: string;
  op: OwnOperation;
  body: ItemBody;
  /** Whether the item itself is new, so that no list of the box can name it yet. */
  isNew: boolean;
}

/** A line of the list: the box's word, the phone's, or both. */
export interface Row {
  id: string;
  title: string;
  excerpt: string;
  form: ItemBody["form"];
  lang: string;
  category: string;
  changed: number;
  summary: ItemSummary | null;
  own: OwnVersion | null;
}

export interface Filters {
  form: "" | ItemBody["form"];
  category: string;
  tag: string;
  lang: string;
  state: "current" | "expired" | "superseded" | "mine" | "all";
}

export const noFilters: Filters = { form: "", category: "", tag: "", lang: "", state: "current" };

// Lists are asked again a moment after the box says "done"; a refusal is news for a week.
const arrivingSeconds = 60;
const refusedSeconds = 7 * 86_400;
const excerptCharsMax = 200;

/** By item: what the member last wrote about it on this phone, while that is not settled. */
export function newestOwn(
  ops: readonly OwnOperation[],
  itemKind: number,
  now: number,
): Map<string, OwnVersion> {
  const newest = new Map<string, OwnVersion>();
  for (const op of [...ops].sort((a, b) => a.seq - b.seq)) {
    if (op.kind !== itemKind) continue;
    // Null once erased: it is told of no more.
    const body = op.body as ItemBody | null;
    if (body === null) continue;
    const item = body.item ?? op.id;
    const isNew = body.item === null || (newest.get(item)?.isNew ?? false);
    if (isNews(op, now)) newest.set(item, { item, op, body, isNew });
    // Whatever was refused before it has been put right.
    else newest.delete(item);
  }
  return newest;
}

function isNews(op: OwnOperation, now: number): boolean {
  switch (op.state) {
    case "queued":
    case "sent":
      return true;
    case "done":
      return now - op.time < arrivingSeconds;
    default:
      return now - op.time < refusedSeconds;
  }
}

/** The box's list with the phone's own items laid over it; new ones first, if they fit. */
export function rowsOf(
  items: readonly ItemSummary[],
  own: ReadonlyMap<string, OwnVersion>,
  filters: Filters,
): Row[] {
  const listed = new Set(items.map((item) => item.id));
  const fresh = [...own.values()]
    .filter(({ item, body, isNew }) => isNew && !listed.has(item) && fits(body, filters))
    .sort((a, b) => b.op.seq - a.op.seq)
    .map(rowOfOwn);
  return [...fresh, ...items.map((item) => rowOfItem(item, own.get(item.id)))];
}

export function rowOfOwn(own: OwnVersion): Row {
  const { body } = own;
  return {
    id: own.item,
    title: body.title,
    excerpt: plainText(body.body.slice(0, excerptCharsMax)).text,
    form: body.form,
    lang: body.lang,
    category: body.category,
    changed: own.op.time,
    summary: null,
    own,
  };
}

function rowOfItem(item: ItemSummary, own: OwnVersion | undefined): Row {
  const row: Row = { ...item, summary: item, own: null };
  if (own === undefined || own.op.id === item.version || own.op.state === "done") return row;
  // A refused change is told of, but what everybody sees stays on screen.
  return isOnItsWay(own) ? { ...rowOfOwn(own), summary: item } : { ...row, own };
}

/** Whether it still waits, or has reached the box and will count there. */
export function isOnItsWay({ op }: OwnVersion): boolean {
  return op.state === "queued" || op.state === "sent" || op.state === "done";
}

function fits(body: ItemBody, filters: Filters): boolean {
  return (
    (filters.form === "" || body.form === filters.form) &&
    (filters.category === "" || body.category === filters.category) &&
    (filters.tag === "" || body.tags.includes(filters.tag)) &&
    (filters.lang === "" || body.lang === filters.lang) &&
    filters.state !== "expired" &&
    filters.state !== "superseded"
  );
}

/** `/api/items` with these filters. */
export function itemsPath(filters: Filters, cursor: string | null = null): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(filters)) {
    if (value !== "" && !(name === "state" && value === "current")) query.set(name, value);
  }
  if (cursor !== null) query.set("cursor", cursor);
  const text = query.toString();
  return text === "" ? "/api/items" : `/api/items?${text}`;
}
