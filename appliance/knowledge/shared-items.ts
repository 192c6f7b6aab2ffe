/** What of a category may leave the community, and is as its authors want it. */
import type { Database } from "bun:sqlite";
import { type OpId, toOpId } from "../../mesh/op/index.ts";

export interface SharedItem {
  readonly item: OpId;
  readonly version: OpId;
  readonly title: string;
  readonly category: string;
  readonly consent: "federation_ok" | "commons_ok";
}

/**
 * Items for all members whose author released them, neither out of date nor with one of these
 * labels. `now`: seconds since 1970.
 */
export function sharedItems(
  db: Database,
  {
    category,
    exceptLabels,
    now,
  }: { category: string; exceptLabels: readonly string[]; now: number },
): SharedItem[] {
  type Row = { item: Uint8Array; id: Uint8Array; title: string; consent: SharedItem["consent"] };
  return db
    .query<Row, [string, number, string]>(
      `SELECT v.item, v.id, v.title, v.consent
       FROM knowledge_version AS v JOIN knowledge_item AS i ON i.id = v.item
       WHERE v.shown = 1 AND i.hidden = 0 AND i.conflict = 0 AND v.audience = 'members'
         AND v.category = ?1 AND v.consent IN ('federation_ok', 'commons_ok')
         AND (v.valid_until IS NULL OR v.valid_until > ?2)
         AND NOT EXISTS (SELECT 1 FROM knowledge_label AS l WHERE l.item = v.item AND l.is_on = 1
           AND l.label IN (SELECT value FROM json_each(?3)))
       ORDER BY v.title, v.id`,
    )
    .all(category, now, JSON.stringify(exceptLabels))
    .map(({ item, id, title, consent }) => ({
      item: toOpId(item),
      version: toOpId(id),
      title,
      category,
      consent,
    }));
}
