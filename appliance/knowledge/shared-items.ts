/** What of the community's knowledge may leave it, and is as its authors want it. */
import type { Database } from "bun:sqlite";
import { type OpId, toHex, toOpId } from "../../mesh/op/index.ts";
import { type Cursor, type Page, pageOf } from "./paging.ts";

export interface SharedItem {
  readonly item: OpId;
  readonly version: OpId;
  readonly title: string;
  readonly category: string;
  readonly consent: "federation_ok" | "commons_ok";
  readonly labels: readonly string[];
}

/** A category that goes out, without what is labelled so. */
export interface SharedCategory {
  readonly category: string;
  readonly exceptLabels: readonly string[];
}

// What goes out is the one current version that everybody here sees; one that was written apart
// waits until somebody has brought both together.
const released = `v.shown = 1 AND i.hidden = 0 AND i.conflict = 0 AND v.audience = 'members'
  AND v.consent IN ('federation_ok', 'commons_ok')
  AND (v.valid_until IS NULL OR v.valid_until > $now)
  AND NOT EXISTS (SELECT 1 FROM knowledge_version AS r INDEXED BY knowledge_version_supersedes
    WHERE r.supersedes = v.item AND r.item <> v.item AND r.shown = 1 AND r.replaces = 1
      AND r.audience = 'members')`;
const inCategories = `EXISTS (SELECT 1 FROM json_each($shares) AS s
  WHERE json_extract(s.value, '$.category') = v.category
    AND NOT EXISTS (SELECT 1 FROM knowledge_label AS l
      JOIN json_each(json_extract(s.value, '$.exceptLabels')) AS e ON e.value = l.label
      WHERE l.item = v.item AND l.is_on = 1))`;
const from = "knowledge_version AS v JOIN knowledge_item AS i ON i.id = v.item";

export interface SharedQuery {
  readonly shares: readonly SharedCategory[];
  /** Seconds since 1970. */
  readonly now: number;
}

/**
 * Items of these categories for all members, whose authors released them, neither out of date nor
 * replaced nor with one of the labels left out; by title.
 */
export function sharedItems(
  db: Database,
  { shares, now }: SharedQuery,
  { cursor, limit }: { cursor: Cursor | null; limit: number },
): Page<SharedItem> {
  type Row = Omit<SharedItem, "item" | "version" | "labels"> & Record<"item" | "id", Uint8Array>;
  type Values = Record<string, string | number | null>;
  const rows = db
    .query<Row, Values>(
      `SELECT v.item, v.id, v.title, v.category, v.consent FROM ${from}
       WHERE ${released} AND ${inCategories}
         AND ($key IS NULL OR (v.title, v.id) > ($key, unhex($id)))
       ORDER BY v.title, v.id LIMIT $limit`,
    )
    .all({
      $shares: sharesJson(db, shares),
      $now: now,
      $key: cursor?.[0] ?? null,
      $id: cursor?.[1] ?? "",
      $limit: limit + 1,
    });
  const items = rows.map(({ item, id, ...row }) => ({
    ...row,
    item: toOpId(item),
    version: toOpId(id),
    labels: labelsOf(db, item),
  }));
  return pageOf(items, limit, ({ title, version }) => [title, version]);
}

/** How many there are. */
export function sharedItemsCount(db: Database, { shares, now }: SharedQuery): number {
  return (
    db
      .query<{ n: number }, Record<string, string | number>>(
        `SELECT count(*) AS n FROM ${from} WHERE ${released} AND ${inCategories}`,
      )
      .get({ $shares: sharesJson(db, shares), $now: now })?.n ?? 0
  );
}

/** Which items they are, without their words. */
export function sharedIds(db: Database, { shares, now }: SharedQuery): Set<OpId> {
  const rows = db
    .query<{ item: Uint8Array }, Record<string, string | number>>(
      `SELECT v.item FROM ${from} WHERE ${released} AND ${inCategories}`,
    )
    .all({ $shares: sharesJson(db, shares), $now: now });
  return new Set(rows.map(({ item }) => toOpId(item)));
}

/** What everybody here may read of these items by title; those that are gone are left out. */
export function titlesOf(db: Database, items: readonly OpId[]): Map<OpId, string> {
  const rows = db
    .query<{ item: Uint8Array; title: string }, [string]>(
      `SELECT v.item, v.title FROM ${from}
       WHERE lower(hex(v.item)) IN (SELECT value FROM json_each(?1))
         AND v.shown = 1 AND i.hidden = 0 AND v.audience = 'members' ORDER BY v.time`,
    )
    .all(JSON.stringify(items));
  return new Map(rows.map(({ item, title }) => [toOpId(toHex(item)), title]));
}

function labelsOf(db: Database, item: Uint8Array): string[] {
  return db
    .query<{ label: string }, [Uint8Array]>(
      "SELECT label FROM knowledge_label WHERE item = ? AND is_on = 1 ORDER BY label",
    )
    .all(item)
    .map(({ label }) => label);
}

/**
 * A label left out is left out however somebody wrote it: "Plant medicine " is "plant medicine".
 * Few labels are in use, so their spellings are looked up first.
 */
function sharesJson(db: Database, shares: readonly SharedCategory[]): string {
  const known = db
    .query<{ label: string }, []>("SELECT DISTINCT label FROM knowledge_label WHERE is_on = 1")
    .all()
    .map(({ label }) => label);
  const spelt = shares.map(({ category, exceptLabels }) => {
    const kept = new Set(exceptLabels.map(folded));
    return { category, exceptLabels: known.filter((label) => kept.has(folded(label))) };
  });
  return JSON.stringify(spelt);
}

function folded(label: string): string {
  return label.normalize("NFKC").trim().toLowerCase().replace(/\s+/g, " ");
}
