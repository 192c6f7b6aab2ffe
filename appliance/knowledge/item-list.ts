/** Lists of items: filtered, sorted and paged inside the query, audience first. */
import type { Database } from "bun:sqlite";
import type { ItemForm } from "../../mesh/kinds/index.ts";
import { toHex } from "../../mesh/op/index.ts";
import { membershipOf } from "../members/index.ts";
import { type Version, type VersionRow, versionOf } from "./item-table.ts";
import { type Cursor, type Page, pageOf } from "./paging.ts";
import type { NamedValues } from "./row-values.ts";
import { type Viewer, viewerValues, visibleTo } from "./viewer.ts";

export type ItemState = "current" | "expired" | "superseded" | "mine" | "all";

export interface ItemFilter {
  readonly state: ItemState;
  readonly form?: ItemForm | undefined;
  readonly category?: string | undefined;
  readonly tag?: string | undefined;
  readonly lang?: string | undefined;
  readonly label?: string | undefined;
  /** Hex. */
  readonly author?: string | undefined;
  readonly sort: "newest" | "title";
  /** Seconds since 1970: what counts as expired. */
  readonly now: number;
}

/** The shown version of an item, and what is known of the item. */
export interface ListedItem {
  readonly version: Version;
  readonly created: number;
  readonly hidden: boolean;
  readonly conflict: boolean;
}

type Row = VersionRow & { created: number; hidden: number; conflict: number };

const replaced = `EXISTS (SELECT 1 FROM knowledge_version AS r
  INDEXED BY knowledge_version_supersedes
  WHERE r.supersedes = v.item AND r.item <> v.item AND r.shown = 1 AND r.replaces = 1
    AND ${visibleTo("r")})`;
// Of two heads that the viewer sees, the later one stands for the item. Hardly any item has two.
const newest = `(i.conflict = 0 OR NOT EXISTS (
  SELECT 1 FROM knowledge_version AS w INDEXED BY knowledge_version_item
  WHERE w.item = v.item AND w.shown = 1 AND ${visibleTo("w")} AND (w.time, w.id) > (v.time, v.id)))`;
const shownOnes = `v.shown = 1 AND ${visibleTo("v")} AND ${newest}`;
// Of one's own items also what nobody else sees: waiting, returned, hidden.
const ownOnes = `i.creator = $viewer AND v.id = (SELECT o.id FROM knowledge_version AS o
  WHERE o.item = v.item AND o.allowed = 1 AND ${visibleTo("o")}
  ORDER BY o.shown DESC, o.time DESC, o.id DESC LIMIT 1)`;

const states: Record<ItemState, string> = {
  all: shownOnes,
  current: `${shownOnes} AND (v.valid_until IS NULL OR v.valid_until >= $now) AND NOT ${replaced}`,
  expired: `${shownOnes} AND v.valid_until < $now`,
  superseded: `${shownOnes} AND ${replaced}`,
  mine: ownOnes,
};

export function listItems(
  db: Database,
  viewer: Viewer,
  filter: ItemFilter,
  page: { cursor: Cursor | null; limit: number },
): Page<ListedItem> {
  const where = [states[filter.state]];
  const values: NamedValues = {
    ...viewerValues(viewer),
    $now: filter.now,
    $limit: page.limit + 1,
  };
  const add = (condition: string, name: string, value: NamedValues[string] | undefined) => {
    if (value === undefined) return;
    where.push(condition);
    values[name] = value;
  };
  add("v.form = $form", "$form", filter.form);
  add("v.category = $category", "$category", filter.category);
  add("v.lang = $lang", "$lang", filter.lang);
  add("EXISTS (SELECT 1 FROM json_each(v.tags) WHERE value = $tag)", "$tag", filter.tag);
  add("i.creator = unhex($author)", "$author", filter.author);
  add(
    `EXISTS (SELECT 1 FROM knowledge_label AS l
       WHERE l.item = v.item AND l.label = $label AND l.is_on = 1)`,
    "$label",
    filter.label,
  );
  const byTitle = filter.sort === "title";
  const key = byTitle ? "v.title COLLATE NOCASE" : "v.time";
  const direction = byTitle ? "ASC" : "DESC";
  add(`(${key}, v.id) ${byTitle ? ">" : "<"} ($key, unhex($id))`, "$key", page.cursor?.[0]);
  if (page.cursor !== null) values["$id"] = page.cursor[1];
  const rows = db
    .query<Row, NamedValues>(
      `SELECT v.*, i.created, i.hidden, i.conflict AND (
           SELECT count(*) > 1 FROM knowledge_version AS h INDEXED BY knowledge_version_item
           WHERE h.item = v.item AND h.shown = 1 AND ${visibleTo("h")}) AS conflict
       FROM knowledge_version AS v JOIN knowledge_item AS i ON i.id = v.item
       WHERE ${where.join(" AND ")}
       ORDER BY ${key} ${direction}, v.id ${direction} LIMIT $limit`,
    )
    .all(used(values, where.join(" ")));
  return pageOf(rows.map(listed), page.limit, ({ version }) => [
    byTitle ? version.title : version.time,
    version.id,
  ]);
}

/** SQLite refuses values that the statement does not name. */
function used(values: NamedValues, where: string): NamedValues {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => name === "$limit" || where.includes(name)),
  );
}

function listed(row: Row): ListedItem {
  return {
    version: versionOf(row, []),
    created: row.created,
    hidden: row.hidden === 1,
    // Of two versions written apart, one may be meant for others.
    conflict: row.conflict === 1,
  };
}

export interface Facet {
  readonly name: string;
  readonly count: number;
}

export interface Facets {
  readonly total: number;
  readonly categories: readonly Facet[];
  readonly tags: readonly Facet[];
  readonly languages: readonly Facet[];
  readonly forms: readonly Facet[];
}

const facetsMax = 100;

/**
 * What there is to filter by, counted over what the viewer sees. Categories that the community
 * agreed on are there even before anything is in them. Counting a large library takes a while, so
 * others have their turn in between.
 */
export async function facetsOf(db: Database, viewer: Viewer): Promise<Facets> {
  const from = `FROM knowledge_version AS v JOIN knowledge_item AS i ON i.id = v.item
    WHERE ${shownOnes}`;
  const values = viewerValues(viewer);
  const count = async (name: string, source = from) => {
    await Bun.sleep(0);
    return db
      .query<Facet, typeof values>(
        `SELECT ${name} AS name, count(*) AS count ${source}
         GROUP BY name HAVING name <> '' ORDER BY count DESC, name LIMIT ${facetsMax}`,
      )
      .all(values);
  };
  const forms = await count("v.form");
  const categories = await count("v.category");
  const agreed = [...(membershipOf(db)?.settings?.categories ?? [])].sort();
  const unused = agreed.filter((name) => !categories.some((used) => used.name === name));
  return {
    total: forms.reduce((sum, form) => sum + form.count, 0),
    categories: [...categories, ...unused.map((name) => ({ name, count: 0 }))],
    tags: await count("t.value", from.replace("WHERE", ", json_each(v.tags) AS t WHERE")),
    languages: await count("v.lang"),
    forms,
  };
}

/** Labels that are on, by item in hex. */
export function labelsOf(db: Database, items: readonly string[]): Map<string, string[]> {
  const rows = db
    .query<{ item: Uint8Array; label: string }, [string]>(
      `SELECT l.item, l.label FROM json_each(?) AS asked
       CROSS JOIN knowledge_label AS l ON l.item = unhex(asked.value)
       WHERE l.is_on = 1 ORDER BY l.label`,
    )
    .all(JSON.stringify(items));
  const labels = new Map<string, string[]>();
  for (const { item, label } of rows) {
    const key = toHex(item);
    labels.set(key, [...(labels.get(key) ?? []), label]);
  }
  return labels;
}
